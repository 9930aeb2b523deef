using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>Whether health measures early in training foretell its end.</summary>
internal static class Foretelling
{
    /// <summary>Part of a trial that is early.</summary>
    private const double Early = 0.05;

    private static readonly (string Column, string Words)[] early =
        [("dead_data", "dead data"), ("worst_dead", "dead, worst layer"), ("torque", "torque ratio, least layer")];

    private static readonly (string Measurement, string Words)[] ends =
        [("worst_dead", "dead, worst layer"), ("fit", "fit"), ("accuracy", "accuracy")];

    private sealed record Pair(string Setting, string Early, string End, double First, double Last);

    /// <summary>The section; null when no trial has both ends.</summary>
    public static Section? Of(ReportData data, StudyReport report)
    {
        var told = data.Telling.Where(p => p is not ("depth" or "width")).ToList();
        var groups = data.Cells.SelectMany(c => Pairs(data, report, c, told))
            .GroupBy(p => (p.Setting, p.Early, p.End)).Where(g => g.Count() > 1).ToList();
        if (groups.Count == 0)
        {
            return null;
        }

        var start = TableHtml.Start(
            "Early health and the end", ["setting", "early measure", "end", "trials", "rank correlation ρ", "99% interval"]);
        var html = Html.Of($"""
            <p>Spearman’s rank correlation, over the trials of all depths and widths of a setting, between a health measure at
            the first kept row at or after 5% of the trial and a figure of its end. Intervals: {RankCorrelation.IntervalMethod},
            approximate. A correlation over depths also tells how deep networks differ from shallow ones, not only trials of one
            cell from each other. No ρ where one side is the same in all trials.</p>
            {start}
            """);
        foreach (var group in groups)
        {
            var rho = RankCorrelation.Of([.. group.Select(p => p.First)], [.. group.Select(p => p.Last)]);
            html.Add($"<tr><th scope=\"row\">{group.Key.Setting}</th><td>{group.Key.Early}</td><td>{group.Key.End}</td>"
                + $"<td>{Figures.Count(group.Count())}</td><td>{Figures.Short(rho)}</td>"
                + $"<td>{Figures.Short(RankCorrelation.IntervalOf(rho, group.Count()))}</td></tr>\n");
        }

        return new Section("foretelling", "Does early health foretell the end?", html.Add($"{TableHtml.End}"));
    }

    private static IEnumerable<Pair> Pairs(ReportData data, StudyReport report, CellStatistics cell, List<string> told)
    {
        if (data.Curves.FirstOrDefault(c => c.Cell.Equals(cell.Cell)) is not { } curves)
        {
            yield break;
        }

        var setting = PanelLayout.LabelOf(data, report, cell.Cell, told) is { Length: > 0 } label ? label : "all";
        var from = Early * cell.Cell.Parameters["updates"].Number;
        var step = curves.Steps.Where(s => s >= from).DefaultIfEmpty(-1).First();
        var values = data.ValuesOf(cell);
        foreach (var trial in curves.Trials.Where(t => t.HasEnded && t.Rows.ContainsKey(step)))
        {
            var at = values.Trials.TakeWhile(t => t != trial.Trial).Count();
            foreach (var (column, words) in early)
            {
                var first = At(curves, trial.Rows[step], column);
                foreach (var (measurement, end) in ends.Where(e => values.Has(e.Measurement)))
                {
                    if (at < values.Trials.Count && double.IsFinite(first) && double.IsFinite(values.Of(measurement)[at]))
                    {
                        yield return new Pair(setting, words, end, first, values.Of(measurement)[at]);
                    }
                }
            }
        }
    }

    /// <summary>A column's value; of torque ratios, which are by layer, the least layer's mean.</summary>
    private static double At(CellCurves curves, float[] row, string column)
    {
        if (curves.IndexOf(column) is >= 0 and var own)
        {
            return row[own];
        }

        var layers = Enumerable.Range(1, int.MaxValue)
            .Select(l => curves.IndexOf(FormattableString.Invariant($"layer{l}_{column}"))).TakeWhile(i => i >= 0);
        return layers.Select(i => (double)row[i]).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
    }
}
