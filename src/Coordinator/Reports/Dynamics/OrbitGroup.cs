using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Dynamics;

/// <summary>Cells that differ in their step size alone, by rising step size.</summary>
/// <param name="Name">What they have in common, as readers know it.</param>
/// <param name="Curvature">λ_max that step sizes are multiplied by.</param>
/// <param name="IsDeep">Whether both layers are trained: then no curvature bounds all others.</param>
/// <param name="Cells">The cells that have trials.</param>
internal sealed record OrbitGroup(string Name, double Curvature, bool IsDeep, IReadOnlyList<CellStatistics> Cells)
{
    /// <summary>How λ_max is found, as captions say it.</summary>
    public const string Rule = "λ_max is the largest eigenvalue of the Hessian that any orbit of the panel met, watched steps and "
        + "ends; with both layers trained, where it has no bound, the mean of it at the ends of the smallest step size";

    /// <summary>The groups of a sweep, in its order.</summary>
    public static IReadOnlyList<OrbitGroup> Of(ReportData data, StudyReport report) =>
    [
        .. data.Cells.Where(c => c.Trials > 0)
            .GroupBy(c => string.Join(';', c.Cell.Parameters.Where(p => p.Key != "learning_rate").OrderBy(p => p.Key, StringComparer.Ordinal)))
            .Select(g => Of(data, report, [.. g.OrderBy(RateOf)])),
    ];

    /// <summary>η·λ_max.</summary>
    public double PlaceOf(CellStatistics cell) => RateOf(cell) * Curvature;

    /// <summary>The half way to the neighbours on either side: what a cell stands for in plots.</summary>
    public (double Low, double High) SpanOf(int at)
    {
        var place = PlaceOf(Cells[at]);
        var (before, after) = (at > 0 ? PlaceOf(Cells[at - 1]) : double.NaN, at + 1 < Cells.Count ? PlaceOf(Cells[at + 1]) : double.NaN);
        var below = double.IsNaN(before) ? double.IsNaN(after) ? 0.05 : (after - place) / 2 : (place - before) / 2;
        var above = double.IsNaN(after) ? below : (after - place) / 2;
        return (Math.Max(0, place - below), place + above);
    }

    /// <summary>Orbits of a cell with a word of a category.</summary>
    public static long CountOf(CellStatistics cell, string category, string word)
    {
        var index = cell.IndexOf(category);
        return cell.Summaries[index].Histogram[cell.Measurements[index].Words.ToList().IndexOf(word)];
    }

    /// <summary>Orbits of a cell with a flag.</summary>
    public static long CountOf(CellStatistics cell, string flag) => (long)cell.Summaries[cell.IndexOf(flag)].Sum;

    /// <summary>η.</summary>
    public static double RateOf(CellStatistics cell) => cell.Cell.Parameters["learning_rate"].Number;

    private static OrbitGroup Of(ReportData data, StudyReport report, IReadOnlyList<CellStatistics> cells)
    {
        var isDeep = cells[0].Cell.Parameters["model"].Word == "two-layer";
        var curvature = isDeep
            ? cells[0].Mean(cells[0].IndexOf("curvature_end")).Value
            : cells.Max(c => c.Summaries[c.IndexOf("curvature")].Maximum);
        return new OrbitGroup(report.Label(data, cells[0].Cell, "learning_rate"), curvature, isDeep, cells);
    }
}
