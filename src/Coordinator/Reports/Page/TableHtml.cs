namespace Farm.Coordinator.Reports.Page;

/// <summary>Tables of the page; wide ones scroll on their own.</summary>
internal static class TableHtml
{
    /// <summary>A table whose first column heads its rows.</summary>
    public static Html Of(PlotTable table, string name)
    {
        var html = Html.Of($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\"><table><thead>"
            + $"<tr>");
        foreach (var column in table.Columns)
        {
            html.Add($"<th scope=\"col\">{column}</th>");
        }

        html.Add($"</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Add($"<tr><th scope=\"row\">{row[0]}</th>");
            foreach (var field in row.AsSpan(1))
            {
                html.Add($"<td>{field}</td>");
            }

            html.Add($"</tr>\n");
        }

        return html.Add($"</tbody></table></div>");
    }
}
