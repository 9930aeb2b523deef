using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Sections;

/// <summary>All cells as a table: every proportion, and the mean of every number.</summary>
internal static class ResultsSection
{
    private const int MostNumbers = 4;

    /// <summary>The section.</summary>
    public static Section Of(ReportData data, StudyReport report)
    {
        var measurements = data.Study.Measurements.Where(m => data.Cells.Any(c => c.IndexOf(m.Name) >= 0)).ToList();
        List<Measurement> shown =
        [
            .. measurements.Where(m => m.Kind != MeasurementKind.Number),
            .. measurements.Where(m => m.Kind == MeasurementKind.Number).Take(MostNumbers),
        ];
        var intervals = data.IsEnumerated ? "shares with their discretisation bounds" : "shares and means with their 99% intervals";
        var html = Html.Of($"""
            <p>All cells: {intervals}. The file behind the button has every figure: means,
            deviations, quantiles, extremes of all {measurements.Count} measurements.</p>
            <p><button type="button" id="save-results" hidden>Save all figures as CSV</button></p>
            {TableHtml.Start("All cells", ["cell", "id", "trials", .. shown.SelectMany(Headings)])}
            """);
        foreach (var cell in data.Cells)
        {
            html.Add($"<tr><th scope=\"row\">{report.Label(data, cell.Cell)}</th><td><code>{cell.Cell.Id}</code></td>"
                + $"<td>{Figures.Count(cell.Trials)}</td>");
            foreach (var field in shown.SelectMany(m => Fields(cell, m)))
            {
                html.Add($"<td>{field}</td>");
            }

            html.Add($"</tr>\n");
        }

        html.Add($"{TableHtml.End}<details><summary>What the measurements are</summary><dl class=\"terms\">");
        foreach (var measurement in measurements)
        {
            var isNamed = measurement.Unit.Length > 0 && measurement.Unit != measurement.Name;
            var unit = isNamed ? $" ({measurement.Unit})" : "";
            html.Add($"<dt><code>{measurement.Name}</code></dt><dd>{measurement.Meaning}{unit}</dd>");
        }

        return new Section("cells", "All cells", html.Add($"</dl></details>\n"));
    }

    private static IEnumerable<string> Headings(Measurement measurement) => measurement.Kind == MeasurementKind.Category
        ? measurement.Words.Select(w => $"{measurement.Name}: {w}")
        : [measurement.Name];

    private static IEnumerable<Html> Fields(CellStatistics cell, Measurement measurement)
    {
        var index = cell.IndexOf(measurement.Name);
        if (index < 0 || cell.Summaries[index].Count == 0)
        {
            return Headings(measurement).Select(_ => new Html());
        }

        return measurement.Kind switch
        {
            MeasurementKind.Proportion => [Share(cell.Proportion(index))],
            MeasurementKind.Category => measurement.Words.Select((_, word) => Share(cell.Proportion(index, word))),
            _ => [Mean(cell.Mean(index))],
        };
    }

    private static Html Share(Proportion proportion) =>
        Html.Of($"{Figures.Percent(proportion.Share)}<small>{Figures.Percent(proportion.Interval())}</small>");

    private static Html Mean(Mean mean) => Html.Of($"{Figures.Short(mean.Value)}<small>{Figures.Short(mean.Interval())}"
        + $"</small>");
}
