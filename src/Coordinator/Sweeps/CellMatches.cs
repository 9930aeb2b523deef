using Farm.Domain;

namespace Farm.Coordinator.Sweeps;

/// <summary>The cells that a selection fits: one or more, or one line that says why there is none.</summary>
/// <param name="Cells">The cells, in their order; empty when there is an error.</param>
/// <param name="Error">Why no cell fits; null when one does.</param>
public sealed record CellMatches(IReadOnlyList<Cell> Cells, string? Error)
{
    internal static CellMatches None(string error) => new([], error);
}
