using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Unactivated;

/// <summary>How far the source's sampling is off, as its cloud grows: the same draws decided both ways.</summary>
internal static class SampledSection
{
    private const int FalsePositive = 1;
    private const int FalseNegative = 3;
    private const int Unknown = 4;

    /// <summary>The section; null without sampled cells that were decided exactly too.</summary>
    public static Section? Of(ReportData data, StudyReport report, IReadOnlyList<CellProbability> cells)
    {
        var sampled = cells.Where(c => c.Estimator == "sampled" && Share(c, Unknown).Successes == 0).ToList();
        if (sampled.Count == 0)
        {
            return null;
        }

        var html = Html.Of($"""
            <p>A cloud of inputs can miss a region where the neuron is on: then the draw is a false positive, and the probability
            comes out too high. Each draw was decided on its cloud and exactly. Networks near the drawn one
            (<code>jittered</code>) turn some false positives off, and some true ones with them.</p>

            """);
        var layout = PanelLayout.Of(data, report, [.. sampled.Select(c => c.Cell.Cell)], "n0", "cloud");
        var texts = new PanelTexts(
            "plot-false-positives", "Estimate of sampling over the exact one, by the cloud’s size",
            "What the source’s method finds, divided by the exact probability of the same draws; 1 would be right. Bars are the "
            + "99% intervals of the share of false positives, over the exact share.",
            "sampled / exact", "inputs in the cloud", "n₀")
        {
            Choices = layout.Choices,
            IsOrdered = true,
        };
        var plot = ValuePlot.Of(texts, sampled.Select(c => MarkOf(c, layout[c.Cell.Cell])), "log");
        if (plot is not null)
        {
            html.Add($"{FigureHtml.Of(plot)}");
        }

        html.Add($"{TableHtml.Of(TableOf(data, report, sampled), "Sampled against exact")}");
        return new Section("sampled", "Sampled against exact", html, plot is null ? [] : [plot]);
    }

    private static ValueMark MarkOf(CellProbability cell, LinePlace at)
    {
        var (exact, more, fewer) = (Exact(cell), Share(cell, FalsePositive), Share(cell, FalseNegative));
        var interval = more.Interval();
        var shift = 1 - fewer.Share / exact;
        var mean = cell.Mean with
        {
            Value = shift + more.Share / exact,
            Interval = new Interval(shift + interval.Low / exact, shift + interval.High / exact),
        };
        return new ValueMark(at, cell.Cell.Cell.Parameters["cloud"].Number, mean, 0);
    }

    private static double Exact(CellProbability cell) => Share(cell, 0).Share + Share(cell, FalseNegative).Share;

    private static Proportion Share(CellProbability cell, int word) =>
        cell.Cell.Proportion(cell.Cell.IndexOf("against_exact"), word);

    private static PlotTable TableOf(ReportData data, StudyReport report, List<CellProbability> cells) => new(
        ["cell", "sampled", "exact, same draws", "false positives", "99% interval", "false negatives"],
        [.. cells.Select(c => (string[])
        [
            report.Label(data, c.Cell.Cell),
            Figures.Percent(c.Mean.Value),
            Figures.Percent(Exact(c)),
            Figures.Percent(Share(c, FalsePositive).Share),
            Figures.Percent(Share(c, FalsePositive).Interval()),
            Figures.Percent(Share(c, FalseNegative).Share),
        ])]);
}
