namespace Farm.Coordinator.Reports.Page;

/// <summary>A plot's place in the page: title, choice, drawing, caption, and its figures as a table.</summary>
internal static class FigureHtml
{
    /// <summary>The figure's markup.</summary>
    public static Html Of(Plot plot)
    {
        var html = Html.Of($"""
            <figure id="{plot.Id}" aria-labelledby="{plot.Id}-title">
            <h3 id="{plot.Id}-title">{plot.Title}</h3>

            """);
        if (plot.Choices.Count > 0)
        {
            html.Add($"<p class=\"choice\">");
            foreach (var choice in plot.Choices)
            {
                html.Add($"{Choice(plot.Id, choice)}");
            }

            html.Add($"</p>\n");
        }

        return html.Add($"""
            <div class="plot" data-plot="{plot.Id}" role="img" aria-label="{plot.Alt}"></div>
            <figcaption>{plot.Caption}</figcaption>
            <div class="under">
            <details><summary>Figures as a table</summary>{TableHtml.Of(plot.Table, plot.Title)}</details>
            <button type="button" class="save" data-plot="{plot.Id}" hidden>Save as SVG</button>
            </div>
            </figure>

            """);
    }

    private static Html Choice(string plot, PlotChoice choice)
    {
        var id = $"{plot}-{choice.Parameter}";
        var html = Html.Of($"""
            <span class="pick"><label for="{id}">{choice.Label}</label>
            <select id="{id}" data-plot="{plot}" data-parameter="{choice.Parameter}">
            """);
        foreach (var (value, text) in choice.Options)
        {
            html.Add($"<option value=\"{value}\">{text}</option>");
        }

        return html.Add($"</select></span>\n");
    }
}
