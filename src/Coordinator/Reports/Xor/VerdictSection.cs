using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Xor;

/// <summary>The published counts judged, and each strategy compared with starts as drawn.</summary>
internal static class VerdictSection
{
    private static readonly string[] strategy = ["init", "margin", "margin_kind", "radius"];

    /// <summary>The section; null when there is nothing to judge.</summary>
    public static Section? Of(ReportData data, StudyReport report, Measurement failed)
    {
        var html = new Html();
        var published = PublishedCounts.Beside(data.Cells);
        if (published.Count > 0)
        {
            var start = TableHtml.Start("Published counts", ["cell", "published", "this farm", "verdict", "rule"]);
            html.Add($"<h3>Published counts</h3>\n{start}");
            foreach (var (cell, count) in published)
            {
                var measured = ReportData.ProportionOf(cell, failed);
                var verdict = Verdict.OnPublished(measured, count.Failed);
                html.Add($"<tr><th scope=\"row\">{report.Label(data, cell.Cell)}</th>{Share(count.Failed)}");
                html.Add($"{Share(measured)}{VerdictHtml.Fields(verdict)}</tr>\n");
            }

            html.Add($"""
                {TableHtml.End}<p>The published samples are small, so their intervals are wide: consistent means no more
                than that this farm’s figure lies within what such a sample allows. Two intervals of 99% that do not
                overlap contradict each other at far more than 99%.</p>

                """);
        }

        var pairs = data.Cells
            .Select(c => (Cell: c, Normal: NormalOf(data, c)))
            .Where(p => p.Normal is not null)
            .ToList();
        if (pairs.Count > 0)
        {
            var start = TableHtml.Start(
                "Against normal", ["cell", "failed", "with normal", "difference", "ratio", "verdict", "rule"]);
            html.Add($"<h3>Against starts as drawn (<code>normal</code>)</h3>\n{start}");
            foreach (var (cell, normal) in pairs)
            {
                var drawn = ReportData.ProportionOf(normal!, failed);
                var compared = Compared(ReportData.ProportionOf(cell, failed), drawn);
                html.Add($"<tr><th scope=\"row\">{report.Label(data, cell.Cell)}</th>{compared}</tr>\n");
            }

            html.Add($"{TableHtml.End}<p>Differences in percentage points, ratios as factors, with 99% intervals ");
            html.Add($"({ScoreDifference.Method}).</p>\n");
        }

        var healed = data.Cells.Select(c => (Cell: c, Unhealed: XorTreatments.UnhealedOf(data, c)))
            .Where(p => p.Unhealed is not null).ToList();
        if (healed.Count > 0)
        {
            var start = TableHtml.Start(
                "Against none healed", ["cell", "failed", "not healed", "difference", "ratio", "verdict", "rule"]);
            html.Add($"<h3>Against trials that are not healed</h3>\n{start}");
            foreach (var (cell, unhealed) in healed)
            {
                var compared = Compared(ReportData.ProportionOf(cell, failed), ReportData.ProportionOf(unhealed!, failed));
                html.Add($"<tr><th scope=\"row\">{report.Label(data, cell.Cell)}</th>{compared}</tr>\n");
            }

            html.Add($"{TableHtml.End}<p>As above: percentage points, factors, 99% intervals ");
            html.Add($"({ScoreDifference.Method}).</p>\n");
        }

        return published.Count + pairs.Count + healed.Count > 0 ? new Section("verdicts", "Verdicts", html) : null;
    }

    /// <summary>The cell that differs from this one in its strategy alone, and starts as drawn.</summary>
    private static CellStatistics? NormalOf(ReportData data, CellStatistics cell) =>
        cell.Cell.Parameters["init"].Word == "normal" || cell.Trials == 0
            ? null
            : data.Cells.FirstOrDefault(c =>
                c.Trials > 0 && c.Cell.Parameters["init"].Word == "normal" && Rest(c).SetEquals(Rest(cell)));

    private static HashSet<string> Rest(CellStatistics cell) =>
        [.. cell.Cell.Parameters.Where(p => !strategy.Contains(p.Key)).Select(p => $"{p.Key}={p.Value}")];

    private static Html Compared(Proportion first, Proportion second)
    {
        var difference = ScoreDifference.Difference(first, second);
        var ratio = ScoreDifference.Ratio(first, second);
        var points = new Interval(100 * difference.Low, 100 * difference.High);
        return new Html()
            .Add($"<td>{Figures.Percent(first.Share)}</td><td>{Figures.Percent(second.Share)}</td>")
            .Add($"<td>{Figures.Short(100 * (first.Share - second.Share))}<small>{Figures.Short(points)}</small></td>")
            .Add($"<td>{Figures.Short(first.Share / second.Share)}<small>{Figures.Short(ratio)}</small></td>")
            .Add($"{VerdictHtml.Fields(Verdict.OnDifference(difference))}");
    }

    private static Html Share(Proportion proportion) => Html.Of(
        $"<td>{Figures.Count(proportion.Successes)} of {Figures.Count(proportion.Trials)}: "
            + $"{Figures.Percent(proportion.Share)}<small>{Figures.Percent(proportion.Interval())}</small></td>");
}
