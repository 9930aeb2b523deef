using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>Cells that differ in some parameters alone.</summary>
internal static class NetworkPairs
{
    private static readonly string[] own = ["optimizer", "beta1", "beta2", "adam_epsilon", "momentum"];

    /// <summary>
    /// The optimiser, what only some optimisers have, and the step size where the sweep gives each optimiser its own.
    /// </summary>
    public static IReadOnlyList<string> OfOptimizer(ReportData data) =>
        PanelLayout.Follows([.. data.Cells.Select(c => c.Cell)], "learning_rate", "optimizer") ? [.. own, "learning_rate"] : own;

    /// <summary>Whether two cells agree in all parameters but some.</summary>
    public static bool Alike(CellStatistics first, CellStatistics second, IReadOnlyList<string> but)
    {
        return Rest(first).SetEquals(Rest(second));

        HashSet<string> Rest(CellStatistics cell) =>
            [.. cell.Cell.Parameters.Where(p => !but.Contains(p.Key)).Select(p => $"{p.Key}={p.Value.Text}")];
    }
}
