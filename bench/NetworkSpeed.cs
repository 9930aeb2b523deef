using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Farm.Numerics;

namespace Farm.Bench;

/// <summary>Updates a second of real networks on one core, beside PyTorch over OpenBLAS and the core's ceiling, in turn.</summary>
internal static partial class NetworkSpeed
{
    private const int Samples = 1024;

    private static readonly TimeSpan slice = TimeSpan.FromSeconds(2);

    private static readonly (NetworkShape Shape, int Batch)[] networks =
    [
        (new(8, 200, 1, 1), 64),
        (new(8, 200, 4, 1), 64),
        (new(64, 512, 4, 1), 128),
    ];

    public static Sheet Measure(int rounds, string folder)
    {
        var sheet = new Sheet(
            "networks",
            "How many updates a second does one thread make, Adam, mean squared error, shuffling and gathering of the batches included, beside PyTorch over OpenBLAS (`peers/torch_mlp.py`, one thread, one batch for ever) and beside this core's ceiling of fused multiply-adds (`peers/peak_fma.c`)? Operations are counted as PyTorch's script counts them: 6·B a weight. Asked for: 15, 1.8 and 1.4 times PyTorch, 55% and 70% of the ceiling for the last two.",
            $"dotnet run -c Release --project bench -- networks --rounds {rounds}");
        var peak = Processes.Compile(folder, "peak_fma.c");
        var ceiling = new Samples("ceiling", "GFLOP/s");
        var rows = networks.Select(n => new Row(n.Shape, n.Batch)).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            var top = Number(PeakFigure().Match(Processes.Run(folder, peak).Output).Groups[1].Value);
            ceiling.Add(top);
            var torch = TorchFigure().Matches(Torch(folder));
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i].Add(UpdatesPerSecond(networks[i].Shape, networks[i].Batch), Number(torch[i].Groups[1].Value), top);
            }
        }

        sheet.Add(ceiling);
        sheet.Add(rows.SelectMany(r => r.All));
        return sheet;
    }

    private static string Torch(string folder) => Processes.Run(
        folder, "env", "-u", "OPENBLAS_CORETYPE", "-u", "OPENBLAS_L2_SIZE", "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1",
        "/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "peers", "torch_mlp.py")).Output;

    private static double UpdatesPerSecond(NetworkShape shape, int batch)
    {
        var trainer = NetworkTrainer.Create(
            LaneWidths.Widest, shape, LossKind.SquaredError, new NetworkOptimizer(OptimizerKind.Adam, 1e-3), batch);
        new NetworkStart(InitialLaw.Uniform).Fill(trainer.Parameters, key: 1, trial: 0, stream: 0);
        var data = NormalData(shape);
        var order = new int[Samples];
        Train(trainer, data, order, TimeSpan.FromSeconds(0.3));
        return Train(trainer, data, order, slice);
    }

    private static double Train(NetworkTrainer trainer, TrainingData data, int[] order, TimeSpan time)
    {
        var (updates, epoch) = (0L, 0L);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            Shuffle.Fill(order, key: 1, trial: 0, stream: 1, epoch++);
            for (var at = 0; at < order.Length; at += trainer.BatchSize)
            {
                trainer.Load(data, order.AsSpan(at, Math.Min(trainer.BatchSize, order.Length - at)));
                trainer.Differentiate();
                trainer.Update();
                updates++;
            }
        }

        return updates / watch.Elapsed.TotalSeconds;
    }

    private static TrainingData NormalData(NetworkShape shape)
    {
        var (random, inputs, targets) = (new Random(1), new Matrix(Samples, shape.Inputs), new Matrix(Samples, shape.Outputs));
        foreach (var matrix in new[] { inputs, targets })
        {
            for (var row = 0; row < Samples; row++)
            {
                foreach (ref var number in matrix.Row(row))
                {
                    number = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
                }
            }
        }

        return new TrainingData(inputs, targets);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^peak ([0-9.]+) GFLOP/s")]
    private static partial Regex PeakFigure();

    [GeneratedRegex(@"^n=.*: (\d+) updates/s", RegexOptions.Multiline)]
    private static partial Regex TorchFigure();

    private sealed class Row
    {
        private readonly Samples farm;
        private readonly Samples torch;
        private readonly Samples ratio;
        private readonly Samples share;
        private readonly double operations;

        public Row(NetworkShape shape, int batch)
        {
            var name = $"{shape.Inputs}→{shape.Width}{(shape.Depth > 1 ? $"×{shape.Depth}" : "")}→{shape.Outputs}, batch {batch}";
            farm = new($"{name}: farm", "updates/s");
            torch = new($"{name}: PyTorch", "updates/s");
            ratio = new($"{name}: farm / PyTorch", "×");
            share = new($"{name}: farm / ceiling", "×");
            var weights = (double)shape.Inputs * shape.Width + (double)shape.Width * shape.Width * (shape.Depth - 1) + shape.Width;
            operations = 6 * batch * weights;
        }

        public IEnumerable<Samples> All => [farm, torch, ratio, share];

        public void Add(double ours, double theirs, double ceiling)
        {
            farm.Add(ours);
            torch.Add(theirs);
            ratio.Add(ours / theirs);
            share.Add(ours * operations / 1e9 / ceiling);
        }
    }
}
