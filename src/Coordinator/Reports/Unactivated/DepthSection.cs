using Farm.Coordinator.Reports.Networks;
using Farm.Coordinator.Reports.Page;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Unactivated;

/// <summary>Whether a neuron higher up is unactivated more often, as the source's first remark has it.</summary>
internal static class DepthSection
{
    /// <summary>Cells of more hidden layers against those of one, all else alike.</summary>
    public static IEnumerable<ClaimCase> CasesOf(IReadOnlyList<CellProbability> cells) => cells
        .Where(c => c.Depth > 1)
        .Select(deep => (Deep: deep, Shallow: cells.FirstOrDefault(c => c.Depth == 1 && c.Estimator == deep.Estimator
            && c.Setting("depth") == deep.Setting("depth", "hidden"))))
        .Where(p => p.Shallow is not null)
        .Select(p =>
        {
            var difference = Welch.Difference(p.Deep.Mean.Of, p.Shallow!.Mean.Of);
            var hidden = p.Deep.Cell.Cell.Parameters["hidden"].Text;
            return new ClaimCase(
                FormattableString.Invariant($"n₀ {p.Deep.Inputs}, n₁ {p.Deep.Units}, {p.Deep.Depth} hidden layers ({hidden} units above), {p.Deep.Estimator}"),
                Figures.Percent(p.Deep.Mean.Value),
                Figures.Percent(p.Shallow.Mean.Value),
                Figures.Short(100 * (p.Deep.Mean.Value - p.Shallow.Mean.Value)),
                Figures.Short(new Interval(100 * difference.Low, 100 * difference.High)),
                ClaimCase.Judge(difference, 0));
        });

    /// <summary>The section; null without deep cells.</summary>
    public static Section? Of(IReadOnlyList<CellProbability> cells)
    {
        var html = new Html();
        TheoremSection.Add(html, "A neuron higher up is unactivated more often",
            "The source’s remark 1: above more hidden layers the probability is strictly larger. Cells of one n₀, n₁ and law; "
            + "those of sampling are biased upward on both sides.",
            ("deeper", "one hidden layer", "points (99% interval)"), CasesOf(cells));
        return html.ToString().Length > 0 ? new Section("depth", "Deeper layers", html) : null;
    }
}
