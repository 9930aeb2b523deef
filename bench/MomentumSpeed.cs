using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Bench;

/// <summary>Point updates of the momentum study's closed forms, per core, beside plain C and beside the core's ceiling.</summary>
internal static partial class MomentumSpeed
{
    /// <summary>Points along a side, and the steps that each makes: no trial stops before, so that every lane works.</summary>
    private const int Side = 128;

    private const int Steps = 2000;

    public static Sheet Measure(int rounds, string folder)
    {
        var sheet = new Sheet(
            "momentum-kernel",
            "How many point updates a second does one core make in float64 (gradient in closed form with an own Φ and φ, heavy ball, stop rule), beside plain C with the C library's erfc and exp (`peers/momentum_speed.c`, gcc -O3 -march=native -ffast-math)? At least 300 million are asked for.",
            $"dotnet run -c Release --project bench -- momentum-kernel --rounds {rounds}");
        var peer = Processes.Compile(folder, "momentum_speed.c", "-ffast-math");
        var c = new Samples("plain C, one core, linear target", "updates/s");
        var cases = new Case[]
        {
            new("farm: linear target", Cell("linear"), LaneWidths.Widest),
            new("farm: relu target", Cell("relu"), LaneWidths.Widest),
            new("farm: linear target at 256 bits", Cell("linear"), LaneWidth.Bits256),
            new("farm: the default cell, starts that stop and are replaced", Default(), LaneWidths.Widest),
        };
        for (var round = 0; round < rounds; round++)
        {
            c.Add(double.Parse(
                PeerFigure().Match(Processes.Run(folder, peer, "60", "2000").Output).Groups[1].Value, CultureInfo.InvariantCulture));
            foreach (var one in cases)
            {
                one.Samples.Add(one.UpdatesPerSecond());
            }
        }

        sheet.Add(c);
        sheet.Add(cases.Select(m => m.Samples));
        sheet.Add(Samples.Ratio("farm / plain C, per core, linear target", cases[0].Samples, c));
        return sheet;
    }

    private static Cell Cell(string target) => CellOf(
        $"target={target}", "momentum=0.9", $"lattice={Side}", $"max_steps={Steps}", "tolerance=1E-150");

    private static Cell Default() => CellOf("lattice=128");

    private static Cell CellOf(params string[] values)
    {
        var axes = values.Select(v => v.Split('=')).Select(v => new AxisValues(v[0], [Value.Parse(v[1])])).ToList();
        var expansion = Grid.Expand(Study.Description, new GridSpec(axes, []));
        return expansion.Errors.Count == 0
            ? expansion.Cells[0].Cell
            : throw new InvalidOperationException(string.Join("; ", expansion.Errors));
    }

    private static IStudy Study => BuiltInStudies.Catalog.Find("momentum")!;

    [GeneratedRegex(@"^(\d+) updates/s")]
    private static partial Regex PeerFigure();

    private sealed class Case(string name, Cell cell, LaneWidth width)
    {
        private readonly ITrialRunner runner = Study.CreateRunner(width);
        private readonly TrialColumns columns = new(Study.Description.MeasurementsOf(cell), Side * Side);

        public Samples Samples { get; } = new(name, "updates/s");

        /// <summary>The best of three: a neighbour who takes the core for a moment is not the kernel's time.</summary>
        public double UpdatesPerSecond() => Enumerable.Range(0, 3).Max(_ => Once());

        private double Once()
        {
            columns.Begin(0, Side * Side);
            var start = Stopwatch.GetTimestamp();
            runner.Run(cell, 1, columns);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var updates = 0.0;
            foreach (var steps in columns.Doubles(columns.IndexOf("steps")))
            {
                updates += steps;
            }

            return updates / elapsed;
        }
    }
}
