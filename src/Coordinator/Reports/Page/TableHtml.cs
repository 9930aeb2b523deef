namespace Farm.Coordinator.Reports.Page;

/// <summary>Tables of the page; wide and long ones scroll on their own.</summary>
internal static class TableHtml
{
    /// <summary>What ends a table that <see cref="Start"/> began.</summary>
    public static Html End { get; } = Html.Of($"</tbody></table></div>\n");

    /// <summary>A table's beginning, its headings included.</summary>
    public static Html Start(string name, IEnumerable<string> columns)
    {
        var html = Html.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="{name}"><table><thead><tr>
            """);
        foreach (var column in columns)
        {
            html.Add($"<th scope=\"col\">{column}</th>");
        }

        return html.Add($"</tr></thead><tbody>\n");
    }

    /// <summary>A table whose first column heads its rows.</summary>
    public static Html Of(PlotTable table, string name)
    {
        var html = Start(name, table.Columns);
        foreach (var row in table.Rows)
        {
            html.Add($"<tr><th scope=\"row\">{row[0]}</th>");
            foreach (var field in row.AsSpan(1))
            {
                html.Add($"<td>{field}</td>");
            }

            html.Add($"</tr>\n");
        }

        return html.Add($"{End}");
    }
}
