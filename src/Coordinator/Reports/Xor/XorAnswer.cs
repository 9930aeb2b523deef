using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Xor;

/// <summary>The answer in words: how often training fails, strategy by strategy.</summary>
internal static class XorAnswer
{
    private static readonly string[] notInGroups = ["init", "margin", "margin_kind", "radius"];

    /// <summary>The paragraphs.</summary>
    public static Html Of(ReportData data, StudyReport report)
    {
        var html = new Html();
        var groups = data.Cells.Where(c => c.Trials > 0).GroupBy(c => report.Label(data, c.Cell, notInGroups)).ToList();
        if (data.Main is not { } failed || groups.Count == 0)
        {
            return html.Add($"<p>No trial is stored yet.</p>");
        }

        foreach (var group in groups)
        {
            html.Add($"<p>{Sentences(group.Key == data.Study.Name ? "" : group.Key, [.. group], failed)}</p>\n");
        }

        var verdicts = data.Cells
            .Select(c => (Cell: c, Count: PublishedCounts.Of(c)))
            .Where(c => c.Count is not null && c.Cell.Trials > 0)
            .Select(c => Verdict.OnPublished(ReportData.ProportionOf(c.Cell, failed), c.Count!.Failed).Word)
            .ToList();
        if (verdicts.Count > 0)
        {
            var contradicted = verdicts.Count(v => v == VerdictWord.Contradicted);
            html.Add($"<p>Compared with the published counts, {verdicts.Count - contradicted} of {verdicts.Count} cells are consistent{(contradicted > 0 ? Invariant($", {contradicted} contradict them") : "")}.</p>\n");
        }

        return html;
    }

    private static Html Sentences(string group, List<CellStatistics> cells, Measurement failed)
    {
        var html = Html.Of($"{(group.Length > 0 ? $"With {group}: " : "")}");
        var trials = cells.Select(c => c.Trials).Distinct().ToList();
        List<Html> clauses =
        [
            .. One(cells, failed, "normal", "of the trainings fail when weights start as drawn"),
            .. One(cells, failed, "mirror", "when the second unit starts as the first one’s mirror image"),
            .. One(cells, failed, "live", "when starts are redrawn until no point is dead"),
            .. Margins(cells, failed),
            .. One(cells, failed, "sphere", "when units start tangent to a sphere"),
        ];
        for (var i = 0; i < clauses.Count; i++)
        {
            html.Add($"{clauses[i]}{(i == clauses.Count - 1 ? "." : "; ")}");
        }

        return trials.Count == 1
            ? html.Add($" Each from {Figures.Count(trials[0])} trainings; intervals have 99% confidence.")
            : html.Add($" Intervals have 99% confidence.");
    }

    private static IEnumerable<Html> One(List<CellStatistics> cells, Measurement failed, string init, string words) =>
        cells.Where(c => c.Cell.Parameters["init"].Word == init)
            .Select(c => Html.Of($"{Share(ReportData.ProportionOf(c, failed))} {words}"));

    /// <summary>Of each kind, what the largest margin leaves.</summary>
    private static IEnumerable<Html> Margins(List<CellStatistics> cells, Measurement failed) =>
        cells.Where(c => c.Cell.Parameters["init"].Word == "margin")
            .GroupBy(c => c.Cell.Parameters["margin_kind"].Word)
            .Select(kind => kind.MaxBy(c => c.Cell.Parameters["margin"].Number)!)
            .Select(c => Html.Of($"{Share(ReportData.ProportionOf(c, failed))} with a margin of {c.Cell.Parameters["margin"].Text} by {c.Cell.Parameters["margin_kind"].Word}"));

    private static Html Share(Proportion proportion) =>
        Html.Of($"<span class=\"kept\"><b>{Figures.Percent(proportion.Share)}</b> ({Figures.Percent(proportion.Interval())})</span>");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
