using Farm.Numerics;
using Farm.Studies.Healing;
using Farm.Studies.Networks.Healing;

namespace Farm.Studies.Tests.Networks;

/// <summary>A network in training with its healing: what a study's runner has of them.</summary>
internal sealed class HealedTraining
{
    public const ulong Key = 77;
    public const ulong Trial = 5;
    private const uint StartStream = 0;
    private const uint HealingStream = 9;
    private const int Batch = 16;
    private const int Rows = 100;

    private readonly int[] order = new int[Batch];

    public HealedTraining(NetworkShape shape, HealingSettings settings, OptimizerKind optimizer = OptimizerKind.Adam, double rate = 0.01,
        LaneWidth width = LaneWidth.Bits256)
    {
        Settings = settings;
        Data = NormalData(shape);
        Trainer = NetworkTrainer.Create(
            width, shape, LossKind.SquaredError, settings.Applied(new NetworkOptimizer(optimizer, rate)), Batch);
        Start = new NetworkStart(InitialLaw.HeUniform);
        Healing = new NetworkHealing(
            shape, settings, Start, NetworkHealing.Asks(settings) ? new NetworkClassifier(shape, Batch) : null) { Log = Log };
        Begin(Trial);
    }

    /// <summary>Thresholds that a small network crosses all the time.</summary>
    public static HealingSettings Busy { get; } = new("all")
    {
        Every = 3,
        RateEvery = 7,
        Torque = new(0.4, 0),
        Turn = 0.01f,
        SlopeUpdates = 8,
        Targets = HealingTargets.Collapsed | HealingTargets.Off,
    };

    public HealingSettings Settings { get; }

    public TrainingData Data { get; }

    public NetworkTrainer Trainer { get; }

    public NetworkStart Start { get; }

    public NetworkHealing Healing { get; }

    public HealingLog Log { get; } = new(100_000);

    public IEnumerable<HealingAction> Actions => Log.Events.Select(e => e.Action);

    public void Begin(ulong trial)
    {
        Trainer.Reset();
        Start.Fill(Trainer.Parameters, Key, trial, StartStream);
        Healing.Begin(Key, trial, HealingStream);
        Log.Clear();
    }

    /// <summary>A forward and a backward pass on the batch that is next.</summary>
    public double Differentiate()
    {
        for (var i = 0; i < Batch; i++)
        {
            order[i] = (int)((Trainer.Updates * Batch + i) % Rows);
        }

        Trainer.Load(Data, order);
        return Trainer.Differentiate();
    }

    public void Step()
    {
        Healing.Look(Trainer, Differentiate());
        Trainer.Update();
    }

    public void Steps(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Step();
        }
    }

    public byte[] State()
    {
        var state = new byte[Trainer.StateBytes + Healing.StateBytes];
        Trainer.Save(state);
        Healing.Save(state.AsSpan(Trainer.StateBytes));
        return state;
    }

    public void Restore(byte[] state)
    {
        Trainer.Restore(state.AsSpan(0, Trainer.StateBytes));
        Healing.Restore(state.AsSpan(Trainer.StateBytes));
    }

    public float[] Weights(int layer, int unit) => Column(Trainer.Parameters.Weights(layer), unit);

    public float[] Gradient(int layer, int unit) => Column(Trainer.Gradients.Weights(layer), unit);

    /// <summary>Makes a unit's gradient go along its weights, so that it is without torque.</summary>
    public void TakeTorque(int layer, int unit, float factor = 3)
    {
        var (w, g) = (Trainer.Parameters.Weights(layer), Trainer.Gradients.Weights(layer));
        for (var row = 0; row < w.Rows; row++)
        {
            g.Row(row)[unit] = factor * w.Row(row)[unit];
        }
    }

    private static float[] Column(Matrix matrix, int unit) =>
        [.. Enumerable.Range(0, matrix.Rows).Select(row => matrix.Row(row)[unit])];

    private static TrainingData NormalData(NetworkShape shape)
    {
        var (random, inputs, targets) = (new Random(1), new Matrix(Rows, shape.Inputs), new Matrix(Rows, shape.Outputs));
        foreach (var matrix in new[] { inputs, targets })
        {
            for (var row = 0; row < Rows; row++)
            {
                foreach (ref var number in matrix.Row(row))
                {
                    number = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(6.283185307 * random.NextDouble()));
                }
            }
        }

        return new TrainingData(inputs, targets);
    }
}
