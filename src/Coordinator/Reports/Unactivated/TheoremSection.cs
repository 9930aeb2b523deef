using Farm.Coordinator.Reports.Networks;
using Farm.Coordinator.Reports.Page;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Unactivated;

/// <summary>The source's two theorems beside the estimates, and whether p falls as n₁ grows.</summary>
internal static class TheoremSection
{
    /// <summary>The chance that any of a table's verdicts contradicts what is true.</summary>
    private const double WrongAtMost = 0.01;

    /// <summary>Every cell for which the source proves a value.</summary>
    public static IReadOnlyList<ClaimCase> CasesOf(IReadOnlyList<CellProbability> cells)
    {
        var proved = cells.Where(c => c.Theorem is not null && c.IsUnbiased).ToList();
        return [.. proved.Select(c => new ClaimCase(
            FormattableString.Invariant($"n₀ {c.Inputs}, n₁ {c.Units}, {c.Cell.Cell.Parameters["law"].Word}, {c.Estimator}"),
            Figures.Percent(c.Mean.Value),
            Figures.Percent(c.Theorem!.Value),
            Figures.Short(c.Mean.Value / c.Theorem!.Value),
            Figures.Percent(c.Mean.Interval),
            Judge(c.Mean.Of.Interval(ConfidenceOf(proved.Count)), c.Theorem!.Value)))];
    }

    /// <summary>Contradicted when an interval that allows for all comparisons of its table does not hold a theorem's value.</summary>
    public static Verdict Judge(Interval interval, double theorem) =>
        !interval.Exists ? new Verdict(VerdictWord.Open, "too few trials for an interval")
        : interval.Contains(theorem) ? new Verdict(VerdictWord.Consistent, $"the wider interval {Figures.Percent(interval)} holds the theorem’s value")
        : new Verdict(VerdictWord.Contradicted, $"the wider interval {Figures.Percent(interval)} does not hold the theorem’s value");

    /// <summary>Of each interval, so that all of a table's together hold the truth in 99 of 100 tables (Bonferroni).</summary>
    private static double ConfidenceOf(int comparisons) => 1 - (WrongAtMost / Math.Max(1, comparisons));

    /// <summary>The section; null when there is nothing to judge.</summary>
    public static Section? Of(ReportData data, StudyReport report, IReadOnlyList<CellProbability> cells)
    {
        var html = new Html();
        Add(html, "The probabilities of the theorems", "For n₁ ≤ n₀ the source proves 2^−(n₁+1), for n₁ = n₀ + 1 "
            + "(2^n₀ + 1)/4^(n₀+1), whatever the law. Intervals are of 99%, of which one in a hundred misses; a verdict rests on a "
            + "wider one, so that in 99 of 100 tables like this none is wrong (Bonferroni).",
            ("measured", "theorem", "measured/theorem (interval of the first)"), CasesOf(cells));
        Add(html, "The probability falls with n₁", "The source argues that it does, for laws under which another unit only rescales "
            + "the neuron’s own weights. On each curve the cell with the most units against the one with the lowest estimate; "
            + "contradicted where the interval of the difference lies above 0; it is widened for every cell that could have been "
            + "the lowest, on all curves together (Bonferroni, 99%).",
            ("most units", "lowest", "points (widened interval)"), RisingOf(data, report, cells));
        return html.ToString().Length > 0 ? new Section("verdicts", "Verdicts", html) : null;
    }

    /// <summary>A table of cases under a heading, when there are any.</summary>
    public static void Add(
        Html html, string title, string words, (string First, string Second, string Compared) columns, IEnumerable<ClaimCase> cases)
    {
        var all = cases.ToList();
        if (all.Count == 0)
        {
            return;
        }

        var claim = new Claim(title, words, columns, all);
        html.Add($"<h3>{title}</h3>\n<p>{words} {claim.Tally}</p>\n");
        html.Add($"{TableHtml.Start(title, ["setting", columns.First, columns.Second, columns.Compared, "verdict", "rule"])}");
        foreach (var one in all)
        {
            html.Add($"<tr><th scope=\"row\">{one.Setting}</th><td>{one.First}</td><td>{one.Second}</td>"
                + $"<td>{one.Compared}<small>{one.Bounds}</small></td>{VerdictHtml.Fields(one.Verdict)}</tr>\n");
        }

        html.Add($"{TableHtml.End}");
    }

    /// <summary>Every curve over n₁: whether it rises again after its lowest point.</summary>
    public static IReadOnlyList<ClaimCase> RisingOf(
        ReportData data, StudyReport report, IReadOnlyList<CellProbability> cells)
    {
        var curves = cells.Where(c => c.IsUnbiased && c.Depth == 1)
            .GroupBy(c => c.Setting("n1", "positive_share"))
            .Where(curve => curve.Count() > 2)
            .ToList();
        var confidence = ConfidenceOf(curves.Sum(c => c.Count() - 1));
        return [.. curves.Select(curve =>
        {
            var (last, lowest) = (curve.MaxBy(c => c.Units)!, curve.MinBy(c => c.Mean.Value)!);
            var difference = Welch.Difference(last.Mean.Of, lowest.Mean.Of, confidence);
            return new ClaimCase(
                FormattableString.Invariant($"{report.Label(data, last.Cell.Cell, "n1", "positive_share", "depth")}: n₁ {last.Units} against {lowest.Units}"),
                Figures.Percent(last.Mean.Value),
                Figures.Percent(lowest.Mean.Value),
                Figures.Short(100 * (last.Mean.Value - lowest.Mean.Value)),
                Figures.Short(new Interval(100 * difference.Low, 100 * difference.High)),
                last == lowest
                    ? new Verdict(VerdictWord.Consistent, "the lowest estimate is that of the most units")
                    : ClaimCase.JudgeNotMore(difference));
        })];
    }
}
