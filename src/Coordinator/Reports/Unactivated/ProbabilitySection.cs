using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Unactivated;

/// <summary>The probability over n₁, as it is and times 4^n₀, the theorems' values beside it.</summary>
internal static class ProbabilitySection
{
    /// <summary>The section; null without two n₁.</summary>
    public static Section? Of(ReportData data, StudyReport report, IReadOnlyList<CellProbability> cells)
    {
        var shallow = cells.Where(c => c.Depth == 1 && c.IsUnbiased)
            .GroupBy(c => c.Setting("n1", "positive_share")).Where(curve => curve.Count() > 1).SelectMany(curve => curve).ToList();
        List<CellProbability> proven = [.. shallow.Where(c => c.Theorem is not null)];
        var layout = PanelLayout.Of(data, report, [.. shallow.Select(c => c.Cell.Cell)], "n0", "n1", "positive_share");
        Plot?[] plots =
        [
            Plot(shallow, layout, "plot-probability", "Probability that the neuron is unactivated, by n₁",
                "probability", _ => 1, "Points are estimates, bars their 99% intervals; where no bar shows, it is narrower than "
                + "the point. Rings are the values of the source’s two theorems (n₁ ≤ n₀ + 1)."),
            Plot(shallow, layout, "plot-scaled", "The same times 4^n₀",
                "p · 4^n₀", c => Math.Pow(4, c.Inputs), "The conjecture asks that every curve stays above one constant C. "
                + "The source’s figure 6 shows the same ratio, without intervals."),
            Plot(proven, layout, "plot-theorems", "The estimate over the theorem’s value, for n₁ ≤ n₀ + 1",
                "estimate / theorem", c => 1 / c.Theorem!.Value, "1 is what the source proves; bars are 99% intervals."),
        ];
        var html = Html.Of($"<p>One curve for each number of inputs n₀.</p>\n");
        foreach (var plot in plots.OfType<Plot>())
        {
            html.Add($"{FigureHtml.Of(plot)}");
        }

        return plots.Any(p => p is not null) ? new Section("probability", "Probability", html, [.. plots.OfType<Plot>()]) : null;
    }

    private static Plot? Plot(
        IReadOnlyList<CellProbability> cells,
        PanelLayout layout,
        string id,
        string title,
        string axis,
        Func<CellProbability, double> factor,
        string caption)
    {
        var texts = new PanelTexts(id, title, caption, axis, "n₁", "n₀")
        {
            Choices = layout.Choices,
            IsOrdered = true,
            LogarithmicFrom = 30,
        };
        var marks = cells.OrderBy(c => c.Inputs).Select(c =>
            new ValueMark(layout[c.Cell.Cell], c.Units, Times(c.Mean, factor(c)), 0) { Expected = factor(c) * c.Theorem });
        var plot = ValuePlot.Of(texts, marks, "log");
        return plot is null ? null : plot with { Table = Table(cells, axis, factor) };
    }

    private static TrialMean Times(TrialMean mean, double factor) => mean with
    {
        Value = factor * mean.Value,
        Interval = new Interval(factor * mean.Interval.Low, factor * mean.Interval.High),
    };

    private static PlotTable Table(
        IReadOnlyList<CellProbability> cells, string axis, Func<CellProbability, double> factor) => new(
        ["cell", axis, "99% interval", "theorem"],
        [.. cells.OrderBy(c => c.Inputs).ThenBy(c => c.Units).Select(c => (string[])
        [
            FormattableString.Invariant($"n₀ {c.Inputs}, n₁ {c.Units}"),
            Figures.Short(factor(c) * c.Mean.Value),
            Figures.Short(new Interval(factor(c) * c.Mean.Interval.Low, factor(c) * c.Mean.Interval.High)),
            c.Theorem is { } theorem ? Figures.Short(factor(c) * theorem) : "",
        ])]);
}
