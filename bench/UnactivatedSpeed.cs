using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Bench;

/// <summary>Draws a second of the exact decision of study <c>unactivated</c>, one core, beside plain C++, in turn.</summary>
internal static partial class UnactivatedSpeed
{
    private const int Rows = 1024;
    private const int ChunksAtOnce = 5;

    private static readonly TimeSpan time = TimeSpan.FromSeconds(0.5);

    /// <summary>Cells with how many draws the peer makes of each, and what is asked for.</summary>
    private static readonly (int Inputs, int Units, int PeerDraws, string Aim)[] beside =
    [
        (2, 6, 1_000_000, "at least 4 times"),
        (3, 8, 500_000, "at least 4 times"),
        (4, 8, 500_000, "at least 4 times"),
        (2, 20, 100_000, "at least 10 times"),
        (1, 1000, 500, "at least 150,000 draws/s"),
    ];

    private static readonly (int Inputs, int Units)[][] scaling =
    [
        [(1, 125), (1, 250), (1, 500), (1, 1000)],
        [(2, 8), (2, 16), (2, 32), (2, 64)],
        [(3, 8), (3, 16), (3, 32)],
        [(2, 12), (3, 12), (4, 12), (5, 12), (6, 12)],
    ];

    public static Sheet Measure(int rounds, string folder)
    {
        var sheet = new Sheet(
            "unactivated",
            "How many draws a second does one core decide exactly, beside the same test in plain C++ (`peers/unactivated_speed.cpp`, g++ -O3 -march=native)? At least 4 times at (n0, n1) = (2, 6), (3, 8) and (4, 8), 10 times at (2, 20), 150,000 draws/s at (1, 1000).",
            $"dotnet run -c Release --project bench -- unactivated --rounds {rounds}");
        var peer = Processes.Compile(folder, "unactivated_speed.cpp");
        foreach (var (inputs, units, draws, aim) in beside)
        {
            var name = FormattableString.Invariant($"({inputs}, {units})");
            var (farm, plain) = (new Samples($"farm {name}", "draws/s"), new Samples($"plain C++ {name}", "draws/s"));
            for (var round = 0; round < rounds; round++)
            {
                plain.Add(Peer(folder, peer, inputs, units, draws));
                farm.Add(1 / Seconds(CellOf(inputs, units), time));
            }

            sheet.Add(plain, farm, Samples.Ratio($"farm / plain C++ {name}, {aim}", farm, plain));
        }

        sheet.Note(Scaling());
        return sheet;
    }

    /// <summary>
    /// Time of the draws whose slopes are bounded grows with lines · n₁ · log₂²n₁ (n₁ for n₀ = 1); that of all draws more
    /// slowly, since most end at their first lines.
    /// </summary>
    private static string Scaling()
    {
        var text = new System.Text.StringBuilder(
            "How the time grows. A whole walk is that of draws with all v below 0, which no slope ends; its law is lines · n1 · (log2 n1)², with C(n1, n0 − 1) lines, and n1 for n0 = 1. Best of a few seconds each, one core.\n\n"
            + "| n0, n1 | µs, all draws | × | µs, whole walk | × | × by the law |\n|---|---:|---:|---:|---:|---:|\n");
        foreach (var row in scaling)
        {
            (double All, double Whole, double Law)? before = null;
            foreach (var (inputs, units) in row)
            {
                var all = 1e6 * Seconds(CellOf(inputs, units), time);
                var whole = 1e6 * WholeWalk(inputs, units);
                var law = Law(inputs, units);
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"| {inputs}, {units} | {all:0.###} | {all / before?.All:0.0#} | {whole:0.##} | {whole / before?.Whole:0.0#} | {law / before?.Law:0.0#} |");
                before = (all, whole, law);
            }
        }

        return text.ToString().TrimEnd();
    }

    private static double Law(int inputs, int units) =>
        Suprema.Lines(inputs, units) * units * (inputs == 1 ? 1 : Math.Pow(Math.Log2(units), 2));

    private static Cell CellOf(int inputs, int units)
    {
        Dictionary<string, Value> given = new() { ["n0"] = Value.Of(inputs), ["n1"] = Value.Of(units) };
        var parameters = new Dictionary<string, Value>();
        foreach (var axis in Study.Description.Axes.Where(a => a.Applies(parameters)))
        {
            parameters[axis.Name] = given.TryGetValue(axis.Name, out var value) ? value : axis.Default!.Value;
        }

        return Cell.Create("unactivated", parameters);
    }

    private static IStudy Study => BuiltInStudies.Catalog.Find("unactivated")!;

    /// <summary>Seconds a draw: the median of chunks, once the compiler has done its part.</summary>
    private static double Seconds(Cell cell, TimeSpan atLeast)
    {
        var runner = Study.CreateRunner(LaneWidths.Widest);
        var columns = new TrialColumns(Study.Description.MeasurementsOf(cell), Rows);
        var (times, next, start) = (new List<double>(), 0L, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(start) < atLeast * 2 || times.Count < ChunksAtOnce)
        {
            columns.Begin(next, Rows);
            next += Rows;
            var before = Stopwatch.GetTimestamp();
            runner.Run(cell, 1, columns);
            if (Stopwatch.GetElapsedTime(start) > atLeast)
            {
                times.Add(Stopwatch.GetElapsedTime(before).TotalSeconds / Rows);
            }
        }

        times.Sort();
        return times[times.Count / 2];
    }

    private static double WholeWalk(int inputs, int units)
    {
        var random = new Random(1);
        var draw = new NeuronDraw(inputs, units);
        var kernel = Suprema.Of(LaneWidths.Widest, draw);
        var (best, start) = (double.PositiveInfinity, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            for (var unit = 0; unit < units; unit++)
            {
                for (var input = 0; input <= inputs; input++)
                {
                    (input < inputs ? draw.Weights(input) : draw.Offsets)[unit] = 2 * random.NextDouble() - 1;
                }

                draw.Outer[unit] = -random.NextDouble();
            }

            var before = Stopwatch.GetTimestamp();
            kernel.Slopes();
            kernel.Values(double.PositiveInfinity);
            best = Math.Min(best, Stopwatch.GetElapsedTime(before).TotalSeconds);
        }

        return best;
    }

    private static double Peer(string folder, string peer, int inputs, int units, int draws)
    {
        string[] arguments = [.. new[] { inputs, units, draws }.Select(a => a.ToString(CultureInfo.InvariantCulture))];
        return double.Parse(
            PeerFigure().Match(Processes.Run(folder, peer, arguments).Output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@": (\d+) draws/s")]
    private static partial Regex PeerFigure();
}
