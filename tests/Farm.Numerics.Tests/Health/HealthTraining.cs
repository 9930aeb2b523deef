namespace Farm.Numerics.Tests.Health;

/// <summary>Networks in training, for measures that look at them.</summary>
internal static class HealthTraining
{
    /// <summary>A trainer at a start, with normal data twice as large as its batch, of which the first is loaded.</summary>
    public static NetworkTrainer Start(Random random, NetworkShape shape, int batch, out TrainingData data)
    {
        var (inputs, targets) = (new Matrix(2 * batch, shape.Inputs), new Matrix(2 * batch, shape.Outputs));
        foreach (var matrix in new[] { inputs, targets })
        {
            for (var row = 0; row < matrix.Rows; row++)
            {
                foreach (ref var number in matrix.Row(row))
                {
                    number = (float)Eigenvalues.Samples.Normal(random);
                }
            }
        }

        data = new(inputs, targets);
        var optimizer = new NetworkOptimizer(OptimizerKind.GradientDescent, 0.01);
        var trainer = NetworkTrainer.Create(LaneWidths.Widest, shape, LossKind.SquaredError, optimizer, batch);
        new NetworkStart(InitialLaw.Uniform).Fill(trainer.Parameters, (ulong)random.NextInt64(), trial: 0, stream: 0);
        trainer.Load(data, [.. Enumerable.Range(0, batch)]);
        return trainer;
    }
}
