using System.Diagnostics;
using Farm.Numerics;

namespace Farm.Bench;

/// <summary>What checks of every unit of 8→200×4→1 cost beside the updates between them, in a training on real data.</summary>
internal static class UnitTypeCost
{
    private const int Updates = 1000;

    public static Sheet Measure(int rounds)
    {
        var sheet = new Sheet(
            "unit-types",
            "What do checks of all 800 units of 8→200×4→1 cost, batch 64 of the concrete data, sensitivities of the output included: "
            + "every unit's largest eigenvalue each 100 updates (at most 5% is asked for), full types with counts each 1,000 (10%)?",
            $"dotnet run -c Release --project bench -- unit-types --rounds {rounds}");
        foreach (var (name, optimizer) in new[]
        {
            ("gradient descent", new NetworkOptimizer(OptimizerKind.GradientDescent, 0.01)),
            ("Adam", new NetworkOptimizer(OptimizerKind.Adam, 1e-3)),
        })
        {
            var training = new BenchTraining(new NetworkShape(8, 200, 4, 1), optimizer, 64);
            training.Run(Updates);
            var (update, cheap, full) = (
                new Samples($"{name}: an update", "ms"),
                new Samples($"{name}: largest eigenvalues", "ms"),
                new Samples($"{name}: types with counts", "ms"));
            var (hundred, thousand) = (
                new Samples($"{name}: largest eigenvalues / 100 updates", "×"), new Samples($"{name}: types / 1,000 updates", "×"));
            for (var round = 0; round < rounds; round++)
            {
                var (one, largest, types) = (Time(() => training.Run(Updates)) / Updates, Time(training.Largest), Time(training.Types));
                update.Add(one);
                cheap.Add(largest);
                full.Add(types);
                hundred.Add(largest / (100 * one));
                thousand.Add(types / (1000 * one));
            }

            sheet.Add(update, cheap, hundred, full, thousand);
        }

        return sheet;
    }

    /// <summary>Milliseconds of what is done again and again for a while.</summary>
    private static double Time(Action action)
    {
        var (watch, times) = (Stopwatch.StartNew(), 0);
        do
        {
            action();
            times++;
        }
        while (watch.ElapsedMilliseconds < 500);
        return watch.Elapsed.TotalMilliseconds / times;
    }
}
