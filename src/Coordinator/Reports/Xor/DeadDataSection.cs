using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Xor;

/// <summary>Whether a start on which points are dead foretells failure.</summary>
internal static class DeadDataSection
{
    private const string Title = "Dead data at the start, and failure";

    /// <summary>The section.</summary>
    public static Section Of(ReportData data, StudyReport report, IEnumerable<CellStatistics> cells)
    {
        var read = cells.Select(c => (Cell: c, Dead: DeadData.Read(data, c))).ToList();
        if (read.Any(r => r.Dead is null))
        {
            return new Section("dead-data", Title, Html.Of($"<p>This ledger keeps sums only, which do not tell which "
                + $"of the trials that started with dead points failed. A sweep with <code>keep: flags</code> (the "
                + $"default) does.</p>"));
        }

        var some = read.Select(r => r.Dead!).Where(d => d.ByDeadPoints.Skip(1).Any(p => p.Trials > 0)).ToList();
        var none = read.Count - some.Count;
        if (some.Count == 0)
        {
            return new Section("dead-data", Title, Html.Of($"<p>No trial of this sweep started with a dead point of "
                + $"class 1.</p>"));
        }

        var marks = some.SelectMany(d => d.ByDeadPoints
            .Select((p, dead) => new ShareMark(report.Label(data, d.Cell.Cell), Series(dead), p))
            .Where(m => m.Proportion.Trials > 0)).ToList();
        var finding = string.Join(" ", some.GroupBy(d => d.Cell.Cell.Parameters["model"].Word).Select(Finding));
        var caption = $"Share of trials that failed, given how many of the two points of class 1 no unit was active on "
            + $"at the start; bars are exact 99% intervals (Clopper–Pearson). "
            + $"{(none > 0 ? $"In the other {none} cells no trial starts with such a point." : "")}";
        var plot = ProportionSection.Of(
            "plot-dead-data",
            "Failure by dead points of class 1 at the start",
            finding,
            caption,
            marks,
            "share of these trials that failed",
            isLog: false);
        return new Section(
            "dead-data",
            Title,
            Html.Of($"<p>A point is dead when no unit is active on it: it then gives no gradient. {finding}</p>"
                + $"\n{FigureHtml.Of(plot)}"),
            plot);
    }

    /// <summary>What the cells of one model say together.</summary>
    private static string Finding(IGrouping<string, DeadData> model)
    {
        var pooled = Enumerable.Range(0, model.First().ByDeadPoints.Count)
            .Select(dead => (Dead: dead, Share: new Proportion(
                model.Sum(d => d.ByDeadPoints[dead].Successes), model.Sum(d => d.ByDeadPoints[dead].Trials))))
            .Where(p => p.Share.Trials > 0)
            .Select(p => $"{Figures.Percent(p.Share.Share)} of the trials with {Series(p.Dead)}");
        return $"Over these cells of {model.Key} together, {Joined(pooled)} failed.";
    }

    private static string Joined(IEnumerable<string> parts) =>
        parts.ToList() is [.. var first, var last] && first.Count > 0
            ? $"{string.Join(", ", first)} and {last}"
            : parts.Single();

    private static string Series(int dead) =>
        dead == 1 ? "1 dead point" : FormattableString.Invariant($"{dead} dead points");
}
