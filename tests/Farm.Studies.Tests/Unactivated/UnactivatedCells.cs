using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Unactivated;

namespace Farm.Studies.Tests.Unactivated;

/// <summary>Cells of the study and their trials.</summary>
internal static class UnactivatedCells
{
    public const ulong Seed = 20261128;

    public static UnactivatedStudy Study { get; } = new();

    public static IReadOnlyList<LaneWidth> Widths { get; } = [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    /// <summary>A cell of every kind of trial.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "n0=2,n1=6", "n0=1,n1=70", "n0=3,n1=2", "n0=4,n1=7,law=normal", "n0=3,n1=5,law=uniform,scale=3,estimator=smoothed",
        "n0=2,n1=8,law=normal,estimator=smoothed,positive_share=0.3", "n0=2,n1=5,estimator=sampled,cloud=100,jittered=2",
        "n0=1,n1=4,depth=3,hidden=5", "n0=2,n1=4,depth=2,hidden=3,estimator=sampled,cloud=70",
        "n0=2,n1=5,estimator=regions", "n0=2,n1=3,depth=2,hidden=2,estimator=dimension",
    ];

    /// <summary>The cell of a few parameters.</summary>
    public static Cell Of(string parameters) => Study.CellWith(
        [.. parameters.Split(',').Select(p => p.Split('=')).Select(p => (p[0], Value.Parse(p[1])))]);

    /// <summary>Some trials of a cell.</summary>
    public static TrialColumns Run(Cell cell, LaneWidth width, long first, int rows)
    {
        Assert.Empty(Study.Refuse(cell));
        var columns = new TrialColumns(Study.Description.MeasurementsOf(cell), rows);
        columns.Begin(first, rows);
        Study.CreateRunner(width).Run(cell, Seed, columns);
        return columns;
    }

    /// <summary>A measurement of many trials.</summary>
    public static double[] Values(string parameters, string measurement, int trials)
    {
        var columns = Run(Of(parameters), LaneWidths.Widest, 0, trials);
        var column = columns.IndexOf(measurement);
        return [.. Enumerable.Range(0, trials).Select(row => columns.ValueAt(column, row))];
    }
}
