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
            html.Add($"<h3>Published counts</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                + $"aria-label=\"Published counts\"><table><thead><tr><th scope=\"col\">cell</th><th scope=\"col\">"
                + $"published</th><th scope=\"col\">this farm</th><th scope=\"col\">verdict</th><th scope=\"col\" "
                + $"class=\"words\">rule</th></tr></thead><tbody>\n");
            foreach (var (cell, count) in published)
            {
                var measured = ReportData.ProportionOf(cell, failed);
                var verdict = Verdict.OnPublished(measured, count.Failed);
                html.Add($"<tr><th scope=\"row\">{report.Label(data, cell.Cell)}</th>{Share(count.Failed)}"
                    + $"{Share(measured)}{Word(verdict)}</tr>\n");
            }

            html.Add($"</tbody></table></div>\n<p>The published samples are small, so their intervals are wide: "
                + $"consistent means no more than that this farm’s figure lies within what such a sample allows. Two "
                + $"intervals of 99% that do not overlap contradict each other at far more than 99%.</p>\n");
        }

        var pairs = data.Cells
            .Select(c => (Cell: c, Normal: NormalOf(data, c)))
            .Where(p => p.Normal is not null)
            .ToList();
        if (pairs.Count > 0)
        {
            html.Add($"<h3>Against starts as drawn (<code>normal</code>)</h3>\n<div class=\"scroll\" tabindex=\"0\" "
                + $"role=\"region\" aria-label=\"Against normal\"><table><thead><tr><th scope=\"col\">cell</th><th "
                + $"scope=\"col\">failed</th><th scope=\"col\">with normal</th><th scope=\"col\">difference</th><th "
                + $"scope=\"col\">ratio</th><th scope=\"col\">verdict</th><th scope=\"col\" class=\"words\">rule</th>"
                + $"</tr></thead><tbody>\n");
            foreach (var (cell, normal) in pairs)
            {
                html.Add($"<tr><th scope=\"row\">{report.Label(data, cell.Cell)}</th>"
                    + $"{Compared(ReportData.ProportionOf(cell, failed), ReportData.ProportionOf(normal!, failed))}"
                    + $"</tr>\n");
            }

            html.Add($"</tbody></table></div>\n<p>Differences in percentage points and ratios with their "
                + $"{ScoreDifference.Method}s, 99%.</p>\n");
        }

        return published.Count + pairs.Count > 0 ? new Section("verdicts", "Verdicts", html) : null;
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
        return Html.Of($"<td>{Figures.Percent(first.Share)}</td><td>{Figures.Percent(second.Share)}</td><td>"
            + $"{Figures.Short(100 * (first.Share - second.Share))}<small>"
            + $"{Figures.Short(new Interval(100 * difference.Low, 100 * difference.High))}</small></td><td>"
            + $"{Figures.Short(first.Share / second.Share)}<small>{Figures.Short(ratio)}</small></td>"
            + $"{Word(Verdict.OnDifference(difference))}");
    }

    private static Html Share(Proportion proportion) => Html.Of(
        $"<td>{Figures.Count(proportion.Successes)} of {Figures.Count(proportion.Trials)}: "
            + $"{Figures.Percent(proportion.Share)}<small>{Figures.Percent(proportion.Interval())}</small></td>");

    private static Html Word(Verdict verdict)
    {
        var style = verdict.Word == VerdictWord.NotDistinguished ? "undecided" : verdict.Word.Text;
        return Html.Of($"<td><span class=\"{style}\">{verdict.Word.Text}</span></td><td class=\"words\">{verdict.Rule}"
            + $"</td>");
    }
}
