namespace Farm.Numerics.Tests.Networks;

/// <summary>A small network with a batch to learn, drawn from a seed.</summary>
internal sealed class NetworkCase
{
    private readonly Random random;

    public NetworkCase(NetworkShape shape, LossKind loss, int seed, int samples = 12)
    {
        random = new Random(seed);
        (Shape, Loss) = (shape, loss);
        Inputs = Rows(samples, shape.Inputs);
        Targets = loss == LossKind.SquaredError
            ? Rows(samples, shape.Outputs)
            : [.. Enumerable.Range(0, samples).Select(_ => new[] { (float)random.Next(shape.Outputs) })];
        Data = loss == LossKind.SquaredError
            ? new TrainingData(MatrixOf(Inputs), MatrixOf(Targets))
            : new TrainingData(MatrixOf(Inputs), [.. Targets.Select(t => (int)t[0])], shape.Outputs);
    }

    public static IEnumerable<NetworkShape> Shapes()
    {
        foreach (var activation in Enum.GetValues<Activation>())
        {
            yield return new NetworkShape(3, 5, 1, 1) { Activation = activation, Slope = 0.1f };
            yield return new NetworkShape(4, 17, 2, 3) { Activation = activation, Slope = 0.2f };
            yield return new NetworkShape(3, 6, 4, 2) { Activation = activation, IsResidual = true };
        }

        yield return new NetworkShape(33, 4, 3, 2);
        yield return new NetworkShape(2, 18, 2, 1) { IsResidual = true };
    }

    public NetworkShape Shape { get; }

    public LossKind Loss { get; }

    public float[][] Inputs { get; }

    public float[][] Targets { get; }

    public TrainingData Data { get; }

    public override string ToString() => $"{Shape} {Loss}";

    /// <summary>A trainer whose parameters are all drawn, gains and shifts too.</summary>
    public NetworkTrainer Trainer(LaneWidth width, NetworkOptimizer optimizer, int batchSize)
    {
        var trainer = NetworkTrainer.Create(width, Shape, Loss, optimizer, batchSize);
        Start(trainer);
        return trainer;
    }

    /// <summary>Draws a trainer's parameters.</summary>
    public void Start(NetworkTrainer trainer)
    {
        new NetworkStart(InitialLaw.Uniform).Fill(trainer.Parameters, 5, 3, 1);
        var some = new Random(11);
        for (var layer = 0; Shape.IsResidual && layer < Shape.Depth; layer++)
        {
            foreach (ref var gain in trainer.Parameters.Gains(layer).Row(0))
            {
                gain = 0.5f + some.NextSingle();
            }

            foreach (ref var shift in trainer.Parameters.Shifts(layer).Row(0))
            {
                shift = some.NextSingle() - 0.5f;
            }
        }
    }

    /// <summary>Which samples are in an update's batch: all sizes from 1 (2 where they are normalised) to the most.</summary>
    public int[] Batch(int update, int most)
    {
        var least = Shape.IsResidual ? 3 : 1;
        var size = least + update * 5 % (most - least + 1);
        return [.. Enumerable.Range(0, size).Select(i => (update * 7 + i * 5) % Inputs.Length)];
    }

    private float[][] Rows(int count, int columns) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, columns).Select(_ => 2 * random.NextSingle() - 1).ToArray())];

    private static Matrix MatrixOf(float[][] rows)
    {
        var matrix = new Matrix(rows.Length, rows[0].Length);
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row].CopyTo(matrix.Row(row));
        }

        return matrix;
    }
}
