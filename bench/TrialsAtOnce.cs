using System.Diagnostics;
using Farm.Numerics;

namespace Farm.Bench;

/// <summary>Two trials on two cores beside one, and the memory of one.</summary>
internal static class TrialsAtOnce
{
    public static Sheet Measure(int rounds)
    {
        var sheet = new Sheet(
            "trials-at-once",
            "How many times the updates of one trial do two trials on two cores make (at least 1.9 is asked for), and how much memory "
            + "does a trial take, classifier and gradients included, beside its parameters, the optimiser's means and its activations "
            + "(at most twice)? Adam, on the concrete data.",
            $"dotnet run -c Release --project bench -- trials-at-once --rounds {rounds}");
        foreach (var (shape, batch, updates) in new[]
        {
            (new NetworkShape(8, 200, 1, 1), 64, 200_000), (new NetworkShape(8, 200, 4, 1), 64, 4_000), (new NetworkShape(8, 512, 4, 1), 128, 400),
        })
        {
            var name = $"{shape.Inputs}→{shape.Width}×{shape.Depth}→{shape.Outputs}, batch {batch}";
            var (ratio, memory) = (new Samples($"{name}: two / one", "×"), new Samples($"{name}: memory / needed", "×"));
            for (var round = 0; round < rounds; round++)
            {
                var trainings = new[] { Of(shape, batch), Of(shape, batch) };
                memory.Add((double)trainings[0].Bytes / trainings[0].NeededBytes);
                Array.ForEach(trainings, t => t.Run(updates / 4));
                var one = Time(trainings[..1], updates);
                ratio.Add(2 * one / Time(trainings, updates));
            }

            sheet.Add(ratio, memory);
        }

        return sheet;
    }

    private static BenchTraining Of(NetworkShape shape, int batch) => new(shape, new NetworkOptimizer(OptimizerKind.Adam, 1e-3), batch);

    private static double Time(BenchTraining[] trainings, int updates)
    {
        var threads = Array.ConvertAll(trainings, t => new Thread(() => t.Run(updates)));
        var watch = Stopwatch.StartNew();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        return watch.Elapsed.TotalSeconds;
    }
}
