using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>Cells that differ in some parameters alone.</summary>
internal static class NetworkPairs
{
    /// <summary>The optimiser, and what only some optimisers have.</summary>
    public static IReadOnlyList<string> OfOptimizer { get; } = ["optimizer", "beta1", "beta2", "adam_epsilon", "momentum"];

    /// <summary>Whether two cells agree in all parameters but some.</summary>
    public static bool Alike(CellStatistics first, CellStatistics second, IReadOnlyList<string> but)
    {
        return Rest(first).SetEquals(Rest(second));

        HashSet<string> Rest(CellStatistics cell) =>
            [.. cell.Cell.Parameters.Where(p => !but.Contains(p.Key)).Select(p => $"{p.Key}={p.Value.Text}")];
    }
}
