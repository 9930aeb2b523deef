using Farm.Coordinator.Tests.Results;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Equilibria;

namespace Farm.Coordinator.Tests.Reports;

/// <summary>A ledger of study <c>equilibria</c> whose trials are really computed: there is nothing to draw.</summary>
internal static class EquilibriaSample
{
    private static readonly EquilibriaStudy study = new();

    public static StudyDescription Study => study.Description;

    /// <summary>A sweep of these cells; of each, trials from <paramref name="from"/> on are there.</summary>
    public static MemoryLedger Ledger(IReadOnlyList<string> cells, int blockSize = 1, long from = 0)
    {
        List<Cell> all = [.. cells.Select(c => NetworkSample.CellOf(Study, c))];
        var sweep = new Sweep("equilibria", "equilibria", 1, 0, blockSize, Keep.Flags, all)
        {
            Implied = all.ToDictionary(c => c, EquilibriaStudy.TrialsOf),
        };
        var ledger = new MemoryLedger(Study, sweep);
        var runner = study.CreateRunner(LaneWidth.Bits128);
        foreach (var cell in all)
        {
            var layout = sweep.LayoutOf(cell);
            for (var block = from; block < layout.Blocks; block++)
            {
                ledger.Add(cell, block, layout.TrialsIn(block), columns => runner.Run(cell, 1, columns));
            }
        }

        return ledger;
    }

    /// <summary>What the sources' statements are about.</summary>
    public static MemoryLedger Sources() => Ledger(
    [
        "model=relu", "model=abs", "model=relu,over=circle,quarter_points=4", "model=abs,over=circle,quarter_points=4",
        "model=relu,over=circle,quarter_points=4,bias=0.25", "model=relu,over=circle,quarter_points=4,bias=-0.25",
        "model=relu,over=circle,quarter_points=4,bias=-0.25,diagonal=1", "model=relu-pair,data=tent",
    ]);
}
