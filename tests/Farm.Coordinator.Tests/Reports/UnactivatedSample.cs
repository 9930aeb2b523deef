using Farm.Coordinator.Tests.Results;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Reports;

/// <summary>A ledger of study <c>unactivated</c> with real trials of a few cells of every kind.</summary>
internal static class UnactivatedSample
{
    private const ulong Seed = 5;

    public static readonly StudyDescription Study = BuiltInStudies.Catalog.Find("unactivated")!.Description;

    private static readonly string[] clouds = ["10", "100"];

    private static readonly IStudy study = BuiltInStudies.Catalog.Find("unactivated")!;

    /// <summary>Enough for every section: two limits, a theorem, sampling, depth.</summary>
    public static MemoryLedger Ledger()
    {
        string[] smoothed = ["1,1", "1,2", "1,3", "1,4", "1,8", "1,16", "2,2", "2,3", "2,6", "2,8", "2,12", "2,20"];
        List<Cell> cells =
        [
            .. smoothed.Select(s => s.Split(',')).Select(s => CellOf($"n0={s[0]},n1={s[1]},estimator=smoothed")),
            .. clouds.Select(cloud => CellOf($"n0=2,n1=6,estimator=sampled,cloud={cloud}")),
            CellOf("n0=1,n1=6"), CellOf("n0=1,n1=6,depth=2"),
        ];
        var ledger = new MemoryLedger(Study, new Sweep("unactivated", "unactivated", Seed, 4096, 4096, Keep.Flags, cells));
        var runner = study.CreateRunner(LaneWidths.Widest);
        foreach (var cell in cells)
        {
            ledger.Add(cell, 0, 4096, columns => runner.Run(cell, Seed, columns));
        }

        return ledger;
    }

    private static Cell CellOf(string text)
    {
        var given = text.Split(',').Select(p => p.Split('=')).ToDictionary(p => p[0], p => Value.Parse(p[1]));
        var parameters = new Dictionary<string, Value>();
        foreach (var axis in Study.Axes.Where(a => a.Applies(parameters)))
        {
            parameters[axis.Name] = given.TryGetValue(axis.Name, out var value) ? value : axis.Default!.Value;
        }

        return Cell.Create("unactivated", parameters);
    }
}
