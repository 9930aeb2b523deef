using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Healing;
using Farm.Studies.Networks.Healing;

namespace Farm.Studies.Networks;

/// <summary>A cell's network in training: one trial after the other, any number of updates at a time.</summary>
internal sealed class NetworkTrial
{
    /// <summary>Samples that fit is measured on, at most.</summary>
    private const int FittedRows = 1000;

    /// <summary>Fused multiply-adds of updates that are made elsewhere in a row at most: a second on a slow device.</summary>
    private const long OperationsAtOnce = 1_000_000_000;

    private readonly NetworkCell cell;
    private readonly TrainingData data;
    private readonly NetworkTrainer trainer;
    private readonly NetworkClassifier classifier;
    private readonly NetworkHealing? healing;
    private readonly INetworkUpdates? elsewhere;
    private readonly NetworkRecord record;
    private readonly TorqueHistory torque;
    private readonly int[] order;
    private readonly int[] rows;
    private readonly int[] fitted;
    private long epoch = -1;
    private (ulong Key, ulong Index) trial;
    private NetworkMarks marks;

    public NetworkTrial(
        NetworkCell cell,
        LaneWidth width,
        int curveColumns,
        Func<NetworkTrainer, TrainingData, INetworkUpdates>? elsewhere = null)
    {
        this.cell = cell;
        data = cell.Data.ToTrain(cell.Gamma, cell.Delta);
        trainer = NetworkTrainer.Create(width, cell.Shape, cell.Loss, cell.Optimizer, cell.BatchSize);
        classifier = new NetworkClassifier(cell.Shape, cell.BatchSize, new() { TileUnits = cell.TileUnits });
        this.elsewhere = elsewhere?.Invoke(trainer, data);
        healing = cell.Healing.IsOn ? new NetworkHealing(cell.Shape, cell.Healing, cell.Start, classifier) : null;
        record = new NetworkRecord(cell, curveColumns);
        torque = new TorqueHistory(cell.Shape);
        order = new int[data.Rows];
        rows = [.. Enumerable.Range(0, data.Rows)];
        fitted = new int[data.Rows];
    }

    /// <summary>Where healing's actions are written down.</summary>
    public HealingLog? Log
    {
        set
        {
            if (healing is not null)
            {
                healing.Log = value;
            }
        }
    }

    private int StateBytes => trainer.StateBytes + torque.StateBytes + NetworkMarks.Bytes + (healing?.StateBytes ?? 0);

    private bool IsRecorded => trainer.Updates % cell.RecordEvery == 0;

    /// <summary>Begins a trial, or goes on with it.</summary>
    /// <param name="key">The cell's stream key.</param>
    /// <param name="index">The trial's index.</param>
    /// <param name="state">What <see cref="Save"/> wrote; empty at the start.</param>
    public void Begin(ulong key, ulong index, ReadOnlySpan<byte> state)
    {
        trial = (key, index);
        epoch = -1;
        Shuffle.Fill(fitted, key, index, (uint)NetworkStream.FittedRows, epoch: 0);
        healing?.Begin(key, index, (uint)NetworkStream.Healing);
        if (state.IsEmpty)
        {
            trainer.Reset();
            cell.Start.Fill(trainer.Parameters, key, index, (uint)NetworkStream.Start);
            torque.Clear();
            marks = NetworkMarks.None;
            return;
        }

        trainer.Restore(Take(ref state, trainer.StateBytes));
        torque.Restore(Take(ref state, torque.StateBytes));
        marks = NetworkMarks.Restore(Take(ref state, NetworkMarks.Bytes));
        healing?.Restore(state);
    }

    /// <summary>Goes on by some updates, or to the trial's end when that comes before.</summary>
    /// <returns>Whether the trial goes on after them.</returns>
    public bool Advance(long steps, CurveRows curve, TrialColumns columns)
    {
        for (var end = Math.Min(trainer.Updates + steps, cell.Updates); trainer.Updates < end;)
        {
            var isRecorded = IsRecorded;
            if (elsewhere is not null && !isRecorded)
            {
                if (!UpdateElsewhere(elsewhere, end))
                {
                    End(columns, isDiverged: true);
                    return false;
                }

                continue;
            }

            if (isRecorded)
            {
                Evaluate();
            }

            var loss = Differentiate();
            if (!double.IsFinite(loss))
            {
                End(columns, isDiverged: true);
                return false;
            }

            if (isRecorded)
            {
                Check(curve, loss);
            }

            healing?.Look(trainer, loss);
            trainer.Update();
        }

        if (trainer.Updates < cell.Updates)
        {
            return true;
        }

        Evaluate();
        var last = Differentiate();
        Check(curve, last);
        End(columns, isDiverged: !double.IsFinite(last) || !double.IsFinite(record.Fit));
        return false;
    }

    /// <summary>All that the trial goes on from.</summary>
    public byte[] Save()
    {
        var bytes = new byte[StateBytes];
        var rest = bytes.AsSpan();
        trainer.Save(rest[..trainer.StateBytes]);
        rest = rest[trainer.StateBytes..];
        torque.Save(rest[..torque.StateBytes]);
        rest = rest[torque.StateBytes..];
        marks.Save(rest);
        healing?.Save(rest[NetworkMarks.Bytes..]);
        return bytes;
    }

    private void Evaluate() =>
        record.Evaluate(trainer, data, rows, fitted.AsSpan(0, Math.Min(FittedRows, fitted.Length)));

    /// <summary>Makes updates in a row, up to the next row of the time series; whether the loss stayed finite.</summary>
    private bool UpdateElsewhere(INetworkUpdates elsewhere, long end)
    {
        var most = Math.Max(1, OperationsAtOnce / (3 * cell.BatchSize * cell.Shape.Parameters));
        var row = (trainer.Updates / cell.RecordEvery + 1) * cell.RecordEvery;
        var steps = (int)Math.Min(most, Math.Min(end, row) - trainer.Updates);
        var (batches, rows) = (new int[steps * cell.BatchSize], new int[steps]);
        for (var step = 0; step < steps; step++)
        {
            var batch = BatchOf(trainer.Updates + step);
            batch.CopyTo(batches.AsSpan(step * cell.BatchSize));
            rows[step] = batch.Length;
        }

        return elsewhere.Make(trainer, batches, rows) == steps;
    }

    private double Differentiate()
    {
        trainer.Load(data, BatchOf(trainer.Updates));
        return trainer.Differentiate();
    }

    /// <summary>An update's samples; valid until the next call.</summary>
    private ReadOnlySpan<int> BatchOf(long update)
    {
        var (of, batch) = Math.DivRem(update, cell.BatchesPerEpoch);
        if (of != epoch)
        {
            Shuffle.Fill(order, trial.Key, trial.Index, (uint)NetworkStream.Order, of);
            epoch = of;
        }

        var from = (int)batch * cell.BatchSize;
        return order.AsSpan(from, Math.Min(cell.BatchSize, order.Length - from));
    }

    private void Check(CurveRows curve, double loss)
    {
        record.CheckHealth(trainer);
        if (cell.Jitter > 0)
        {
            NetworkJitter.Add(trainer, cell.Jitter, trial.Key, trial.Index);
            record.CheckTypes(trainer, classifier, trainer.Differentiate());
            Differentiate();
        }
        else
        {
            record.CheckTypes(trainer, classifier, loss);
        }

        torque.Add(record.Health, cell.Healing.Torque);
        marks = marks.After(record, trainer.Updates);
        record.Write(curve, trainer.Updates, loss, healing?.Counts);
    }

    private void End(TrialColumns columns, bool isDiverged)
    {
        var writer = new NetworkColumnWriter(columns);
        writer.Put("diverged", isDiverged);
        writer.Put("diverged_at", isDiverged ? trainer.Updates : double.NaN);
        writer.PutStart(marks, cell.Loss);
        writer.Put("died", !double.IsNaN(marks.DiedAt));
        writer.Put("died_at", marks.DiedAt);
        writer.PutEnd(isDiverged ? null : record, marks, cell);
        writer.Put("no_torque", isDiverged ? double.NaN : NoTorque());
        writer.PutHealing(cell.Healing, healing?.Counts);
    }

    private double NoTorque()
    {
        var sum = 0.0;
        for (var layer = 0; layer < cell.Shape.Depth; layer++)
        {
            for (var unit = 0; unit < cell.Shape.Width; unit++)
            {
                sum += torque.Share(layer, unit);
            }
        }

        return sum / (cell.Shape.Depth * cell.Shape.Width);
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> state, int bytes)
    {
        var taken = state[..bytes];
        state = state[bytes..];
        return taken;
    }
}

/// <summary>The random streams of a trial.</summary>
internal enum NetworkStream : uint
{
    /// <summary>Initial parameters.</summary>
    Start,

    /// <summary>The order of the samples, epoch by epoch.</summary>
    Order,

    /// <summary>The order whose first samples fit is measured on.</summary>
    FittedRows,

    /// <summary>Healing.</summary>
    Healing,

    /// <summary>Noise on what the classifier looks at.</summary>
    Jitter,
}
