using System.Diagnostics;
using System.Globalization;
using Farm.Coordinator.Devices;
using Farm.Numerics;

namespace Farm.Bench;

/// <summary>Steps of gradient descent orbits a second, per core, beside plain C and the core's ceiling, in turn.</summary>
internal static class DynamicsSpeed
{
    private const int Steps = 4096;

    private static readonly TimeSpan slice = TimeSpan.FromSeconds(0.4);

    private static readonly double[] corners = [-1, -1, 1, -1, -1, 1, 1, 1];

    private static readonly double[] xor = [0, 1, 1, 0];

    /// <summary>What is iterated; row operations of one step as the kernel writes them, on a port each.</summary>
    private static readonly Kind[] kinds =
    [
        new("weight-relu with its exponent", "weight", Problem(new(1, 1, false, false, 0), [1, -1], [1, 1], 2.6), true, 10, 2000),
        new("weight-abs with its exponent", "", Problem(new(1, 1, false, false, -1), [1, -1], [1, 1], 1.3), true, 10, 2000),
        new("abs on xor", "abs", Problem(new(2, 1, true, false, -1), corners, xor, 0.3), false, 16, 1500),
        new("abs on xor with 3×3 QR", "qr", Problem(new(2, 1, true, false, -1), corners, xor, 0.3), true, 232, 100),
        new("relu-pair on xor with 3 exponents", "", Problem(new(2, 2, true, false, 0), corners, xor, 0.3), true, 0, 0),
        new("2-3-1 on xor", "", Problem(new(2, 3, true, true, 0), corners, xor, 0.3), false, 0, 0),
        new("2-3-1 on xor with 3 exponents", "", Problem(new(2, 3, true, true, 0), corners, xor, 0.3), true, 0, 0),
    ];

    public static Sheet Measure(int rounds, string folder)
    {
        var sheet = new Sheet(
            "dynamics-kernel",
            "How many million steps of gradient descent a second does one core iterate, an orbit a lane, beside the same in plain C (`peers/dynamics_speed.c`, gcc -O3 -march=native -ffast-math, one orbit after another) and beside what the core could issue at most? Asked for: 2,000 of one-weight models with their exponent, 1,500 of abs without, 100 with 3×3 QR.",
            $"dotnet run -c Release --project bench -- dynamics --rounds {rounds}");
        var peer = Processes.Compile(folder, "dynamics_speed.c", "-ffast-math");
        var ceiling = new Samples("ceiling: fused operations on rows of float64", "million rows/s");
        var farm = kinds.Select(k => new Samples($"farm: {k.Name}", "million steps/s")).ToArray();
        var c = kinds.Select(k => new Samples($"plain C: {k.Name}", "million steps/s")).ToArray();
        var share = kinds.Select(k => new Samples($"{k.Name} / its floor of {k.Rows / 2.0:0.#} cycles", "×")).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            var lines = Processes.Run(folder, peer, "4096", "2000").Output.Split('\n');
            var rows = FmaPeak.Measure(LaneWidths.Widest, slice) / 1e6 / 2 / ((int)LaneWidths.Widest / 32);
            ceiling.Add(rows);
            for (var i = 0; i < kinds.Length; i++)
            {
                var rate = Rate(kinds[i]) / 1e6;
                farm[i].Add(rate);
                share[i].Add(kinds[i].Rows == 0 ? 0 : rate / (2 * rows / kinds[i].Rows * ((int)LaneWidths.Widest / 64)));
                if (lines.FirstOrDefault(l => kinds[i].Peer.Length > 0 && l.StartsWith(kinds[i].Peer, StringComparison.Ordinal)) is { } line)
                {
                    c[i].Add(double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
                }
            }
        }

        sheet.Add(ceiling);
        for (var i = 0; i < kinds.Length; i++)
        {
            Samples?[] all = [c[i].Count > 0 ? c[i] : null, farm[i], c[i].Count > 0 ? Samples.Ratio($"{kinds[i].Name}: farm / plain C", farm[i], c[i]) : null, kinds[i].Rows > 0 ? share[i] : null];
            sheet.Add(all.OfType<Samples>());
            if (kinds[i].Least > 0)
            {
                sheet.Note($"{kinds[i].Name}: {farm[i].Median:N0} of {kinds[i].Least:N0} asked for.");
            }
        }

        return sheet;
    }

    private static OrbitProblem Problem(OrbitModel model, double[] points, double[] targets, double rate) => new(model, points, targets, rate);

    private static double Rate(Kind kind)
    {
        var kernel = OrbitKernels.Create(LaneWidths.Widest, kind.Problem);
        var start = new double[kind.Problem.Model.Parameters * IOrbitKernel.Lanes];
        for (var i = 0; i < start.Length; i++)
        {
            start[i] = (i * 0.6180339887498949 % 1 * 2) - 1;
        }

        var growth = new double[3 * IOrbitKernel.Lanes];
        var states = new double[start.Length];
        var best = double.MaxValue;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < slice;)
        {
            start.CopyTo(states, 0);
            kernel.Begin();
            var before = Stopwatch.GetTimestamp();
            if (kind.HasExponents)
            {
                kernel.Advance(states, Steps, growth);
            }
            else
            {
                kernel.Advance(states, Steps);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(before).TotalSeconds);
        }

        return (double)Steps * IOrbitKernel.Lanes / best;
    }

    private sealed record Kind(string Name, string Peer, OrbitProblem Problem, bool HasExponents, int Rows, int Least);
}
