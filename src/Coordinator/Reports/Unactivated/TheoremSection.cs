using Farm.Coordinator.Reports.Networks;
using Farm.Coordinator.Reports.Page;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Unactivated;

/// <summary>The source's two theorems beside the estimates, and whether p falls as n₁ grows.</summary>
internal static class TheoremSection
{
    /// <summary>Every cell for which the source proves a value.</summary>
    public static IEnumerable<ClaimCase> CasesOf(IReadOnlyList<CellProbability> cells) => cells
        .Where(c => c.Theorem is not null && c.IsUnbiased)
        .Select(c => new ClaimCase(
            FormattableString.Invariant($"n₀ {c.Inputs}, n₁ {c.Units}, {c.Cell.Cell.Parameters["law"].Word}, {c.Estimator}"),
            Figures.Percent(c.Mean.Value),
            Figures.Percent(c.Theorem!.Value),
            Figures.Short(c.Mean.Value / c.Theorem!.Value),
            Figures.Percent(c.Mean.Interval),
            !c.Mean.Interval.Exists ? new Verdict(VerdictWord.Open, "too few trials for an interval")
            : c.Mean.Interval.Contains(c.Theorem!.Value)
                ? new Verdict(VerdictWord.Consistent, "the interval holds the theorem’s value")
                : new Verdict(VerdictWord.Contradicted, "the interval does not hold the theorem’s value")));

    /// <summary>The section; null when there is nothing to judge.</summary>
    public static Section? Of(ReportData data, StudyReport report, IReadOnlyList<CellProbability> cells)
    {
        var html = new Html();
        Add(html, "The probabilities of the theorems", "For n₁ ≤ n₀ the source proves 2^−(n₁+1), for n₁ = n₀ + 1 "
            + "(2^n₀ + 1)/4^(n₀+1), whatever the law. Of a hundred right ones one interval is expected to miss.",
            ("measured", "theorem", "measured/theorem (interval of the first)"), CasesOf(cells));
        Add(html, "The probability falls with n₁", "The source argues that it does, for laws under which another unit only rescales "
            + "the neuron’s own weights. On each curve the cell with the most units against the one with the lowest estimate; "
            + "contradicted where the interval of the difference lies above 0.",
            ("most units", "lowest", "points (99% interval)"), RisingOf(data, report, cells));
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
    public static IEnumerable<ClaimCase> RisingOf(
        ReportData data, StudyReport report, IReadOnlyList<CellProbability> cells) => cells
        .Where(c => c.IsUnbiased && c.Depth == 1)
        .GroupBy(c => c.Setting("n1", "positive_share"))
        .Where(curve => curve.Count() > 2)
        .Select(curve =>
        {
            var (last, lowest) = (curve.MaxBy(c => c.Units)!, curve.MinBy(c => c.Mean.Value)!);
            var difference = Welch.Difference(last.Mean.Of, lowest.Mean.Of);
            return new ClaimCase(
                FormattableString.Invariant($"{report.Label(data, last.Cell.Cell, "n1", "positive_share", "depth")}: n₁ {last.Units} against {lowest.Units}"),
                Figures.Percent(last.Mean.Value),
                Figures.Percent(lowest.Mean.Value),
                Figures.Short(100 * (last.Mean.Value - lowest.Mean.Value)),
                Figures.Short(new Interval(100 * difference.Low, 100 * difference.High)),
                last == lowest
                    ? new Verdict(VerdictWord.Consistent, "the lowest estimate is that of the most units")
                    : ClaimCase.JudgeNotMore(difference));
        });
}
