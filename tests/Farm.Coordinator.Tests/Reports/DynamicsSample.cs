using Farm.Coordinator.Tests.Results;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Reports;

/// <summary>A ledger of study <c>dynamics</c> whose short orbits are really iterated.</summary>
internal static class DynamicsSample
{
    public const int Trials = 64;

    private static readonly string[] cells =
    [
        "model=weight-abs,learning_rate=0.3", "model=weight-abs,learning_rate=0.9",
        "model=weight-abs,learning_rate=1.2", "model=weight-abs,learning_rate=1.6",
        "model=relu,slope=0.1,learning_rate=0.5", "model=relu,slope=0.1,learning_rate=1.1", "model=relu,slope=0.1,learning_rate=2.7",
        "model=abs,data=zeros,learning_rate=0.3", "model=abs,data=zeros,learning_rate=1.1",
        "model=two-layer,width=1,start=normal,learning_rate=0.05", "model=two-layer,width=1,start=normal,learning_rate=0.8",
        "model=two-layer,width=4,start=normal,learning_rate=0.05", "model=two-layer,width=4,start=normal,learning_rate=0.8",
    ];

    /// <summary>Step sizes below and beyond the bound, of each kind of end; widths of two layers.</summary>
    public static MemoryLedger Ledger(Keep keep = Keep.All)
    {
        var study = BuiltInStudies.Catalog.Find("dynamics")!;
        var sweep = new Sweep(
            "dynamics-test", "dynamics", 20260101, Trials, Trials, keep,
            [.. cells.Select(c => NetworkSample.CellOf(study.Description, $"{c},transient=2048,steps=512,verify_every=4"))]);
        var ledger = new MemoryLedger(study.Description, sweep);
        var runner = study.CreateRunner(LaneWidth.Bits256);
        foreach (var cell in sweep.Cells)
        {
            ledger.Add(cell, 0, Trials, columns => runner.Run(cell, sweep.Seed, columns));
        }

        return ledger;
    }
}
