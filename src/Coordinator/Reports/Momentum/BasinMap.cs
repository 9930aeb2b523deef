using System.Text.Json.Nodes;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Momentum;

/// <summary>Where each start of a cell's lattice ended, as the ledger keeps it.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Side">Points along a side.</param>
/// <param name="Half">Half a side of the square that the lattice tiles.</param>
/// <param name="Ends">Of each trial the code of <c>end</c>; 255 where none is stored.</param>
/// <param name="Stops">Last (w, b) of trials that ended dead, where all columns are kept.</param>
internal sealed record BasinMap(
    CellStatistics Cell, int Side, double Half, byte[] Ends, IReadOnlyList<(double W, double B)> Stops)
{
    private const byte None = 255;
    private const int DeadCode = 1;

    private static readonly string[] words = ["optimum", "dead", "neither"];

    /// <summary>Reads a cell; null when the ledger keeps sums only, or nothing yet.</summary>
    public static BasinMap? Read(ReportData data, CellStatistics cell)
    {
        var parameters = cell.Cell.Parameters;
        var side = (int)parameters["lattice"].Number;
        var half = parameters["square"].Number
            * (parameters["init"].Word == "rescaled" ? parameters["gamma"].Number : 1);
        var (ends, stops, some) = (new byte[side * side], new List<(double W, double B)>(), false);
        Array.Fill(ends, None);
        foreach (var (block, columns) in KeptTrials.Read(data.Ledger, data.Sweep.Sweep, data.Study, cell.Cell))
        {
            if (block.Keep == Keep.Sums)
            {
                continue;
            }

            var codes = columns.Bytes(columns.IndexOf("end"));
            codes.CopyTo(ends.AsSpan((int)columns.FirstTrial));
            some = true;
            if (block.Keep == Keep.All)
            {
                AddStops(columns, codes, stops);
            }
        }

        return some ? new BasinMap(cell, side, half, ends, stops) : null;
    }

    /// <summary>The map as rectangles: runs of equal ends along each row.</summary>
    public IEnumerable<JsonObject> Rectangles(string group)
    {
        for (var row = 0; row < Side; row++)
        {
            for (var (from, to) = (0, 0); from < Side; from = to)
            {
                var end = Ends[row * Side + from];
                for (to = from; to < Side && Ends[row * Side + to] == end; to++)
                {
                }

                if (end != None)
                {
                    yield return new JsonObject
                    {
                        ["g"] = group, ["e"] = words[end],
                        ["x"] = Edge(from), ["x2"] = Edge(to), ["y"] = Edge(row), ["y2"] = Edge(row + 1),
                    };
                }
            }
        }
    }

    /// <summary>Where dead trials stopped, each place once to a hundredth of the square.</summary>
    public IEnumerable<JsonObject> StopPoints(string group) => Stops
        .Select(s => (X: Math.Round(s.W / Half, 2), Y: Math.Round(s.B / Half, 2))).Distinct()
        .Where(s => Math.Abs(s.X) <= 1 && Math.Abs(s.Y) <= 1)
        .Select(s => new JsonObject { ["g"] = group, ["x"] = s.X * Half, ["y"] = s.Y * Half });

    private static void AddStops(TrialColumns columns, ReadOnlySpan<byte> codes, List<(double W, double B)> stops)
    {
        var w = columns.Doubles(columns.IndexOf("w_end"));
        var b = columns.Doubles(columns.IndexOf("b_end"));
        for (var row = 0; row < columns.Rows; row++)
        {
            if (codes[row] == DeadCode)
            {
                stops.Add((w[row], b[row]));
            }
        }
    }

    private double Edge(int index) => Math.Round(Half * (2.0 * index / Side - 1), 9);
}
