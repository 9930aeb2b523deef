using Farm.Coordinator.Tests.Results;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Reports;

/// <summary>A ledger of study <c>momentum</c> with trials really computed, on thin lattices.</summary>
internal static class MomentumSample
{
    private static readonly string[] Grid =
    [
        "gamma=1,momentum=0", "gamma=1,momentum=0.6", "gamma=1,momentum=0.9",
        "gamma=0.001,momentum=0", "gamma=0.001,momentum=0.6", "gamma=0.001,momentum=0.9",
    ];

    public static IStudy Study { get; } = BuiltInStudies.Catalog.Find("momentum")!;

    /// <summary>Both scales with and without momentum, both targets, rescaled starts, and the affine model.</summary>
    public static MemoryLedger Ledger(Keep keep = Keep.All)
    {
        Cell[] cells =
        [
            .. Grid.Select(g => CellOf($"{g},lattice=20")), .. Grid.Select(g => CellOf($"{g},lattice=20,target=relu")),
            .. Grid.Select(g => CellOf($"{g},lattice=20,init=rescaled")),
            CellOf("model=affine,lattice=5,momentum=0.6"), CellOf("model=affine,lattice=5,momentum=0.9"),
        ];
        var sweep = new Sweep("momentum-small", "momentum", 1, 0, 1024, keep, cells)
        {
            Implied = cells.ToDictionary(c => c, c => Study.Description.Enumerated!(c).Points),
        };
        var ledger = new MemoryLedger(Study.Description, sweep);
        var runner = Study.CreateRunner(LaneWidths.Widest);
        foreach (var cell in cells)
        {
            ledger.Add(cell, 0, (int)sweep.TrialsOf(cell), columns => runner.Run(cell, 1, columns));
        }

        return ledger;
    }

    private static Cell CellOf(string text)
    {
        var axes = text.Split(',').Select(p => p.Split('=')).Select(p => new AxisValues(p[0], [Value.Parse(p[1])])).ToList();
        var expansion = Domain.Grid.Expand(Study.Description, new GridSpec(axes, []));
        Assert.Empty(expansion.Errors);
        return expansion.Cells[0].Cell;
    }
}
