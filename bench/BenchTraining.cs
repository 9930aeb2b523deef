using Farm.Numerics;
using Farm.Studies.Data;

namespace Farm.Bench;

/// <summary>A network that learns concrete's strength, reshuffled every epoch, with its classifier.</summary>
internal sealed class BenchTraining
{
    private readonly TrainingData data = BuiltInData.Of("concrete").ToTrain(gamma: 1, delta: 0);
    private readonly NetworkTrainer trainer;
    private readonly NetworkClassifier classifier;
    private readonly int[] order;
    private readonly double[] largest;
    private readonly double[] residuals;
    private readonly UnitReport[] reports;
    private long batches;

    public BenchTraining(NetworkShape shape, NetworkOptimizer optimizer, int batchSize)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        trainer = NetworkTrainer.Create(LaneWidths.Widest, shape, LossKind.SquaredError, optimizer, batchSize);
        classifier = new NetworkClassifier(shape, batchSize);
        Bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        new NetworkStart(InitialLaw.Uniform).Fill(trainer.Parameters, key: 1, trial: 0, stream: 0);
        order = new int[data.Rows];
        (largest, residuals, reports) = (new double[shape.Width], new double[shape.Width], new UnitReport[shape.Width]);
    }

    /// <summary>Bytes that trainer and classifier take.</summary>
    public long Bytes { get; }

    /// <summary>Bytes of parameters, the optimiser's means and activations (z and a): what a trial cannot do without.</summary>
    public long NeededBytes =>
        (trainer.FirstMoments is null ? 1 : trainer.SecondMoments is null ? 2 : 3) * 4L * trainer.Shape.Parameters
        + 2L * 4 * trainer.BatchSize * trainer.Shape.Width * trainer.Shape.Depth;

    public void Run(int updates)
    {
        for (var update = 0; update < updates; update++)
        {
            Differentiate();
            trainer.Update();
        }
    }

    public void Largest()
    {
        classifier.Take(trainer, 0);
        for (var layer = 0; layer < trainer.Shape.Depth; layer++)
        {
            classifier.Largest(layer, NetworkClassifier.RuleOf(trainer), largest, residuals);
        }
    }

    public void Types()
    {
        classifier.Take(trainer, 0);
        for (var layer = 0; layer < trainer.Shape.Depth; layer++)
        {
            classifier.Classify(layer, NetworkClassifier.RuleOf(trainer), reports);
        }
    }

    private void Differentiate()
    {
        var perEpoch = (order.Length + trainer.BatchSize - 1) / trainer.BatchSize;
        var (epoch, batch) = Math.DivRem(batches++, perEpoch);
        if (batch == 0)
        {
            Shuffle.Fill(order, key: 1, trial: 0, stream: 1, epoch);
        }

        var from = (int)batch * trainer.BatchSize;
        trainer.Load(data, order.AsSpan(from, Math.Min(trainer.BatchSize, order.Length - from)));
        trainer.Differentiate();
    }
}
