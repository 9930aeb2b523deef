using System.Globalization;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>Dead data and torque ratios over updates.</summary>
internal static class HealthSection
{
    private const int MostSteps = 14;
    private const int MostLayers = 8;

    private static readonly (string Column, string Words)[] measures =
    [
        ("dead_data", "dead data"), ("torque", "torque ratio: mean"), ("torque_p10", "torque ratio: 10th percentile"),
    ];

    /// <summary>The section; null when no curve has these columns.</summary>
    /// <param name="data">The report's data.</param>
    /// <param name="report">Names cells.</param>
    /// <param name="series">The parameter that lines differ in, of networks of one layer; null for a line a layer.</param>
    public static Section? Of(ReportData data, StudyReport report, string? series)
    {
        var (choices, lines, isOrdered) = series is null ? ByLayer(data, report) : ByParameter(data, report, series);
        var texts = new PanelTexts(
            "health",
            "Health measures over time",
            "Dead data: share of the samples on which no unit of the layer has z above 0. Torque ratio of a unit: the part "
                + "of its weights’ gradient that turns them, ‖g − (g·ŵ)ŵ‖ / ‖g‖; of a layer the mean and the 10th percentile "
                + $"of its units that have one. {CurvesSection.BandRule}. Of a cell’s steps at most {MostSteps} are drawn"
                + (series is null ? $", of its layers at most {MostLayers}." : "."),
            "share or ratio",
            "updates",
            series ?? "layer")
        {
            IsShare = true, Choices = choices, IsOrdered = isOrdered,
        };
        return CurvePlot.Of(texts, lines) is { } plot
            ? new Section("health-measures", "Health measures", FigureHtml.Of(plot), plot)
            : null;
    }

    private static (IReadOnlyList<PlotChoice> Choices, IEnumerable<CurveLine> Lines, bool IsOrdered) ByLayer(
        ReportData data, StudyReport report)
    {
        var cells = data.Curves.OrderByDescending(c => c.Columns.Count).ToList();
        var lines = cells.SelectMany((cell, at) => LayersOf(cell).Select(layer => (cell, at, layer)))
            .OrderBy(x => x.layer)
            .SelectMany(x => measures.Select(m => new CurveLine(
                new LinePlace([x.at], m.Words, Invariant($"layer {x.layer}")), Line(x.cell, x.layer, m.Column))));
        return ([PanelLayout.ChoiceOf("cell", "Cell", cells.Select(c => report.Label(data, c.Cell)))], lines, true);
    }

    private static (IReadOnlyList<PlotChoice> Choices, IEnumerable<CurveLine> Lines, bool IsOrdered) ByParameter(
        ReportData data, StudyReport report, string series)
    {
        var told = data.Telling.Where(p => p != series).ToList();
        var labels = data.Curves.Select(c => PanelLayout.LabelOf(data, report, c.Cell, told)).ToList();
        var options = labels.Distinct().ToList();
        var lines = data.Curves.Zip(labels)
            .OrderBy(c => c.First.Cell.Parameters[series] is { IsNumber: true } value ? value.Number : 0)
            .SelectMany(c => measures.Select(m => new CurveLine(
                new LinePlace(
                    [options.IndexOf(c.Second)], m.Words, report.Part(data, series, c.First.Cell.Parameters[series])),
                Line(c.First, 1, m.Column))));
        var isOrdered = data.Curves.All(c => c.Cell.Parameters[series].IsNumber);
        return ([PanelLayout.ChoiceOf("cell", "Setting", options)], lines, isOrdered);
    }

    /// <summary>A cell's layers, or some of them, evenly chosen with the first and the last.</summary>
    private static IEnumerable<int> LayersOf(CellCurves cell)
    {
        var depth = Enumerable.Range(1, int.MaxValue).TakeWhile(l => cell.IndexOf(Invariant($"layer{l}_dead")) >= 0).Count();
        return CellCurves.Thinned([.. Enumerable.Range(1, depth)], MostLayers);
    }

    private static IReadOnlyList<CurvePoint> Line(CellCurves cell, int layer, string column) => CellCurves.Thinned(
        CurveFold.Medians([cell], CurveFold.Column(Invariant($"layer{layer}_{column}"))), MostSteps);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
