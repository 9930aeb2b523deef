using System.Diagnostics;
using Farm.Numerics;

namespace Farm.Bench;

/// <summary>What it costs to measure the health of every layer of 8→200×4→1, batch 64, beside an update of it.</summary>
internal static class HealthCost
{
    private const int Batch = 64;

    public static Sheet Measure(int rounds)
    {
        var shape = new NetworkShape(8, 200, 4, 1);
        var sheet = new Sheet(
            "health",
            "How long do dead data, torque ratios, means and percentiles of all four layers of 8→200×4→1 take, beside an update "
            + "with Adam, batch 64? They are measured every 10 updates where healing is on.",
            $"dotnet run -c Release --project bench -- health --rounds {rounds}");
        var trainer = Trainer(shape, out var data);
        var (health, order) = (new NetworkHealth(shape), Enumerable.Range(0, Batch).ToArray());
        var (update, measure) = (new Samples("an update", "µs"), new Samples("health of four layers", "µs"));
        var sum = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            update.Add(Time(() =>
            {
                trainer.Load(data, order);
                trainer.Differentiate();
                trainer.Update();
            }));
            measure.Add(Time(() =>
            {
                health.Measure(trainer);
                for (var layer = 0; layer < shape.Depth; layer++)
                {
                    sum += health[layer].Summary(new TorqueLimits()).Mean;
                }
            }));
        }

        sheet.Add(update, measure, Samples.Ratio("health / an update", measure, update));
        sheet.Note($"Every 10 updates that is a tenth of the ratio. (Sum of all means, so that nothing is left out: {sum:G5}.)");
        return sheet;
    }

    private static double Time(Action action)
    {
        for (var i = 0; i < 200; i++)
        {
            action();
        }

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 1000; i++)
        {
            action();
        }

        return watch.Elapsed.TotalMicroseconds / 1000;
    }

    private static NetworkTrainer Trainer(NetworkShape shape, out TrainingData data)
    {
        var (random, inputs, targets) = (new Random(1), new Matrix(Batch, shape.Inputs), new Matrix(Batch, shape.Outputs));
        for (var row = 0; row < Batch; row++)
        {
            foreach (ref var number in inputs.Row(row))
            {
                number = 2 * random.NextSingle() - 1;
            }

            targets.Row(row)[0] = 2 * random.NextSingle() - 1;
        }

        data = new(inputs, targets);
        var trainer = NetworkTrainer.Create(
            LaneWidths.Widest, shape, LossKind.SquaredError, new NetworkOptimizer(OptimizerKind.Adam, 1e-3), Batch);
        new NetworkStart(InitialLaw.Uniform).Fill(trainer.Parameters, key: 1, trial: 0, stream: 0);
        return trainer;
    }
}
