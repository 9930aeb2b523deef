using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Momentum;

namespace Farm.Studies.Tests.Momentums;

/// <summary>Cells of the momentum study and their trials.</summary>
internal static class MomentumCells
{
    public static readonly MomentumStudy Study = new();

    public static readonly LaneWidth[] Widths = [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    /// <summary>The cell of these parameters, <c>name=value,name=value</c>.</summary>
    public static Cell Of(string parameters) => Study.CellWith(
        [.. parameters.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('='))
            .Select(p => (p[0], Value.Parse(p[1])))]);

    /// <summary>Trials of a cell, all of them unless a run is asked for.</summary>
    public static TrialColumns Run(Cell cell, LaneWidth width = LaneWidth.Bits256, long first = 0, int? rows = null)
    {
        var count = rows ?? (int)Study.Description.Enumerated!(cell).Points;
        var columns = new TrialColumns(Study.Description.MeasurementsOf(cell), count);
        columns.Begin(first, count);
        Study.CreateRunner(width).Run(cell, 7, columns);
        return columns;
    }

    public static double[] Numbers(this TrialColumns columns, string name) => columns.Doubles(columns.IndexOf(name)).ToArray();

    public static byte[] Codes(this TrialColumns columns, string name) => columns.Bytes(columns.IndexOf(name)).ToArray();

    public static string[] Ends(this TrialColumns columns) =>
        [.. columns.Codes("end").Select(code => columns.Measurements[columns.IndexOf("end")].Words[code])];
}
