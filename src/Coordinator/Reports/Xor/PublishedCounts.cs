using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Xor;

/// <summary>A count that the sources of the study give.</summary>
/// <param name="Init">The initialisation.</param>
/// <param name="Margin">Its margin; null where it has none.</param>
/// <param name="Failed">Failed trainings of all.</param>
/// <param name="InitStd">The σ that it was made with, as far as is known.</param>
/// <param name="IsRescue">Whether its trials were rescued.</param>
internal sealed record PublishedCount(
    string Init, double? Margin, Proportion Failed, double InitStd = 0.5, bool IsRescue = false);

/// <summary>
/// The failure counts of the notes "two ReLUs learn XOR", all of two-ReLU networks under Adam. The notes' code draws
/// margins by activation, their words describe a distance: a margin's count is compared with both. They do not say by what
/// kind of move their trials were rescued, nor with which σ, most likely 1: that count is compared with all four kinds.
/// </summary>
internal static class PublishedCounts
{
    private static readonly Dictionary<string, Value> conditions = new()
    {
        ["model"] = Value.Of("relu-pair"),
        ["slope"] = Value.Of(0),
        ["optimizer"] = Value.Of("adam"),
        ["learning_rate"] = Value.Of(0.01),
        ["beta1"] = Value.Of(0.9),
        ["beta2"] = Value.Of(0.99),
        ["adam_epsilon"] = Value.Of(1e-8),
        ["max_epochs"] = Value.Of(800),
        ["stop_loss"] = Value.Of(1e-7),
        ["patience"] = Value.Of(10),
        ["min_improvement"] = Value.Of(1e-24),
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PublishedCount> All { get; } =
    [
        new("normal", null, new Proportion(21, 50)),
        new("live", null, new Proportion(1, 50)),
        new("margin", 0.1, new Proportion(4, 500)),
        new("margin", 0.2, new Proportion(1, 500)),
        new("margin", 0.3, new Proportion(0, 500)),
        new("mirror", null, new Proportion(16, 1000)),
        new("normal", null, new Proportion(0, 1000), InitStd: 1, IsRescue: true),
    ];

    /// <summary>The cells with a published count, each with it.</summary>
    public static IReadOnlyList<(CellStatistics Cell, PublishedCount Count)> Beside(
        IEnumerable<CellStatistics> cells) =>
        [.. cells.Select(c => (Cell: c, Count: Of(c))).Where(c => c.Count is not null).Select(c => (c.Cell, c.Count!))];

    /// <summary>The count made under a cell's conditions, or null.</summary>
    public static PublishedCount? Of(CellStatistics cell)
    {
        var parameters = cell.Cell.Parameters;
        return conditions.All(c => parameters.TryGetValue(c.Key, out var value) && value == c.Value)
            ? All.FirstOrDefault(p => parameters["init"].Word == p.Init
                && parameters["init_std"].Number == p.InitStd
                && XorTreatments.IsHealed(cell.Cell) == p.IsRescue
                && (XorTreatments.KindOf(cell.Cell) is not null) == p.IsRescue
                && (p.Margin is null || (parameters.TryGetValue("margin", out var m) && m.Number == p.Margin)))
            : null;
    }
}
