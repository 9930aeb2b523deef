using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Xor;

/// <summary>The answer in words: how often training fails, strategy by strategy.</summary>
internal static class XorAnswer
{
    private const int MostGroups = 4;

    private static readonly string[] notInGroups = ["init", "margin", "margin_kind", "radius"];

    /// <summary>The paragraphs.</summary>
    public static Html Of(ReportData data, StudyReport report)
    {
        var html = new Html();
        var heals = data.Cells.Any(c => c.Trials > 0 && XorTreatments.IsHealed(c.Cell));
        string[] without = heals ? [.. data.Telling.Where(XorTreatments.Owns)] : notInGroups;
        var groups = data.Cells.Where(c => c.Trials > 0).GroupBy(c => report.Label(data, c.Cell, without)).ToList();
        if (data.Main is not { } failed || groups.Count == 0)
        {
            return html.Add($"<p>No trial is stored yet.</p>");
        }

        if (groups.Count > MostGroups)
        {
            // Too many settings to speak of each: one paragraph for each value of the first that differs.
            var first = data.Telling.First(p => !without.Contains(p));
            groups = [.. data.Cells.Where(c => c.Trials > 0 && c.Cell.Parameters.ContainsKey(first))
                .GroupBy(c => report.Part(data, first, c.Cell.Parameters[first]))];
        }

        // Of a long row of values the ends are told.
        var between = groups.Count > MostGroups ? groups.Count - 2 : 0;
        foreach (var group in between > 0 ? [groups[0], groups[^1]] : groups)
        {
            html.Add($"<p>{Sentences(group.Key == data.Study.Name ? "" : group.Key, [.. group], failed)}</p>\n");
        }

        if (between > 0)
        {
            html.Add($"<p>The {between} settings between them stand in the plot below.</p>\n");
        }

        var verdicts = PublishedCounts.Beside(data.Cells.Where(c => c.Trials > 0))
            .Select(c => Verdict.OnPublished(ReportData.ProportionOf(c.Cell, failed), c.Count.Failed).Word)
            .ToList();
        if (verdicts.Count > 0)
        {
            var contradicted = verdicts.Count(v => v == VerdictWord.Contradicted);
            html.Add($"<p>Compared with the published counts, {verdicts.Count - contradicted} of {verdicts.Count} "
                + $"cells are consistent{(contradicted > 0 ? Invariant($", {contradicted} contradict them") : "")}.</p>"
                + $"\n");
        }

        return html;
    }

    private static Html Sentences(string group, List<CellStatistics> cells, Measurement failed)
    {
        var html = Html.Of($"{(group.Length > 0 ? $"With {group}: " : "")}");
        var trials = cells.Select(c => c.Trials).Distinct().ToList();
        List<(Html Share, string When)> clauses = cells.Any(c => XorTreatments.IsHealed(c.Cell))
            ? [.. XorTreatments.Clauses(cells, failed)]
            :
        [
            .. One(cells, failed, "normal", "when weights start as drawn"),
            .. One(cells, failed, "mirror", "when the second unit starts as the first one’s mirror image"),
            .. One(cells, failed, "live", "when starts are redrawn until no point is dead"),
            .. Margins(cells, failed),
            .. One(cells, failed, "sphere", "when units start tangent to a sphere"),
        ];
        for (var i = 0; i < clauses.Count; i++)
        {
            var verb = i == 0 ? "of the trainings fail " : "";
            html.Add($"{clauses[i].Share} {verb}{clauses[i].When}{(i == clauses.Count - 1 ? "." : "; ")}");
        }

        return trials.Count == 1
            ? html.Add($" Each from {Figures.Count(trials[0])} trainings; intervals have 99% confidence.")
            : html.Add($" Intervals have 99% confidence.");
    }

    private static IEnumerable<(Html Share, string When)> One(
        List<CellStatistics> cells, Measurement failed, string init, string words) =>
        Clause([.. cells.Where(c => c.Cell.Parameters["init"].Word == init)], failed, words);

    /// <summary>Of each kind, what the largest margin leaves.</summary>
    private static IEnumerable<(Html Share, string When)> Margins(List<CellStatistics> cells, Measurement failed) =>
        cells.Where(c => c.Cell.Parameters["init"].Word == "margin")
            .GroupBy(c => c.Cell.Parameters["margin_kind"].Word)
            .SelectMany(kind =>
            {
                var largest = kind.Max(c => c.Cell.Parameters["margin"].Number);
                return Clause(
                    [.. kind.Where(c => c.Cell.Parameters["margin"].Number == largest)],
                    failed,
                    FormattableString.Invariant($"with a margin of {largest} by {kind.Key}"));
            });

    /// <summary>One cell's share with its interval, or the range of several cells' shares.</summary>
    private static IEnumerable<(Html Share, string When)> Clause(
        List<CellStatistics> cells, Measurement failed, string words)
    {
        var shares = cells.Select(c => ReportData.ProportionOf(c, failed)).OrderBy(p => p.Share).ToList();
        return shares.Count switch
        {
            0 => [],
            1 => [(Html.Of($"<span class=\"kept\"><b>{Figures.Percent(shares[0].Share)}</b> "
                + $"({Figures.Percent(shares[0].Interval())})</span>"), words)],
            _ when shares[0].Share == shares[^1].Share => [(Html.Of(
                $"<b>{Figures.Percent(shares[0].Share)}</b> (in each of {shares.Count} settings)"), words)],
            _ => [(Html.Of($"<b>{Figures.Percent(shares[0].Share)}</b> to <b>{Figures.Percent(shares[^1].Share)}</b> "
                + $"(in {shares.Count} settings)"), words)],
        };
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
