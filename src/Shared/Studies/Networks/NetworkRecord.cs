using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Healing;

namespace Farm.Studies.Networks;

/// <summary>What one look at a network in training finds: a row of its time series.</summary>
/// <remarks>Filled again and again; allocates nothing after construction.</remarks>
internal sealed class NetworkRecord
{
    private readonly NetworkCell cell;
    private readonly Evaluation all;
    private readonly Evaluation fitted;
    private readonly NetworkHealth health;
    private readonly UnitReport[] reports;
    private readonly TorqueSummary[] torques;
    private readonly int[] types;
    private readonly double[] sharpest;
    private readonly double[] values;

    public NetworkRecord(NetworkCell cell, int columns)
    {
        this.cell = cell;
        var shape = cell.Shape;
        (all, fitted, health) = (new(shape), new(shape), new(shape));
        reports = new UnitReport[shape.Width];
        torques = new TorqueSummary[shape.Depth];
        types = new int[shape.Depth * NetworkColumns.Variants * NetworkColumns.Types];
        sharpest = new double[shape.Depth];
        values = new double[columns];
    }

    /// <summary>Mean squared error/γ² of a regression; of a classification the cross-entropy on the data.</summary>
    public double Fit { get; private set; }

    /// <summary>Share of the data that is classified right.</summary>
    public double Accuracy => all.Accuracy;

    /// <summary>Largest share of dead units of any layer, and that layer.</summary>
    public (int Layer, double Share) Worst { get; private set; }

    /// <summary>Share of dead units of the network.</summary>
    public double Dead { get; private set; }

    /// <summary>Largest share of dead data of any layer.</summary>
    public double DeadData { get; private set; }

    /// <summary>Mean torque ratio of all units that have one.</summary>
    public double Torque { get; private set; }

    /// <summary>Least 10th percentile of any layer's torque ratios.</summary>
    public double TorquePercentile { get; private set; }

    /// <summary>The health measures of the last batch.</summary>
    public NetworkHealth Health => health;

    /// <summary>Share of units of a type.</summary>
    public double ShareOf(int variant, int type)
    {
        var sum = 0;
        for (var layer = 0; layer < cell.Shape.Depth; layer++)
        {
            sum += types[Place(layer, variant, type)];
        }

        return (double)sum / (cell.Shape.Depth * cell.Shape.Width);
    }

    /// <summary>Looks at all the data; the trainer's batch is lost.</summary>
    public void Evaluate(NetworkTrainer trainer, TrainingData data, ReadOnlySpan<int> rows, ReadOnlySpan<int> fitRows)
    {
        trainer.Evaluate(data, rows, all);
        Fit = all.Loss;
        if (cell.Loss == LossKind.SquaredError)
        {
            trainer.Evaluate(data, fitRows, fitted);
            Fit = fitted.Loss / (cell.Gamma * cell.Gamma);
        }

        Worst = NetworkHealth.WorstLayer(all);
        (Dead, DeadData) = (0, 0);
        for (var layer = 0; layer < cell.Shape.Depth; layer++)
        {
            Dead += (double)all.DeadUnits(layer) / (cell.Shape.Width * cell.Shape.Depth);
            DeadData = Math.Max(DeadData, DeadDataOf(layer));
        }
    }

    /// <summary>Measures the health of the trainer's batch, differentiated.</summary>
    public void CheckHealth(NetworkTrainer trainer)
    {
        health.Measure(trainer);
        var (sum, count) = (0.0, 0);
        TorquePercentile = double.NaN;
        for (var layer = 0; layer < torques.Length; layer++)
        {
            var torque = torques[layer] = health[layer].Summary(cell.Healing.Torque);
            sum += torque.Defined > 0 ? torque.Mean * torque.Defined : 0;
            count += torque.Defined;
            TorquePercentile = double.IsNaN(TorquePercentile) || torque.TenthPercentile < TorquePercentile
                ? torque.TenthPercentile
                : TorquePercentile;
        }

        Torque = sum / count;
    }

    /// <summary>Classifies every unit on the trainer's batch, differentiated; its deltas are lost.</summary>
    public void CheckTypes(NetworkTrainer trainer, NetworkClassifier classifier, double loss)
    {
        Array.Clear(types);
        Array.Fill(sharpest, double.NaN);
        if (trainer.Optimizer.Kind == OptimizerKind.Adam && trainer.Updates == 0)
        {
            return;
        }

        classifier.Take(trainer, loss);
        for (var layer = 0; layer < torques.Length; layer++)
        {
            classifier.Classify(layer, NetworkClassifier.RuleOf(trainer), reports);
            foreach (var report in reports)
            {
                types[Place(layer, 0, (int)report.Fixed.Type)]++;
                types[Place(layer, 1, (int)report.Span.Type)]++;
                types[Place(layer, 2, (int)report.Scaled.Type)]++;
                sharpest[layer] = report.Largest > sharpest[layer] || double.IsNaN(sharpest[layer]) ? report.Largest : sharpest[layer];
            }
        }
    }

    /// <summary>Adds the row.</summary>
    public void Write(CurveRows curve, long step, double loss, HealingCounts? counts)
    {
        var at = 0;
        values[at++] = loss;
        values[at++] = Fit;
        if (cell.Loss == LossKind.CrossEntropy)
        {
            values[at++] = all.Accuracy;
        }

        values[at++] = Worst.Share;
        values[at++] = DeadData;
        at += HealingColumns.Write(cell.Healing, counts, values.AsSpan(at));
        for (var layer = 0; layer < torques.Length; layer++)
        {
            values[at++] = (double)all.DeadUnits(layer) / cell.Shape.Width;
            values[at++] = DeadDataOf(layer);
            values[at++] = torques[layer].Mean;
            values[at++] = torques[layer].TenthPercentile;
            values[at++] = torques[layer].NoTorque;
            values[at++] = sharpest[layer];
            for (var i = Place(layer, 0, 0); i < Place(layer + 1, 0, 0); i++)
            {
                values[at++] = types[i];
            }
        }

        foreach (ref var value in values.AsSpan())
        {
            value = double.IsFinite(value) ? value : double.NaN;
        }

        curve.Add(step, values);
    }

    private double DeadDataOf(int layer) => (double)all.DeadRows(layer) / all.Rows;

    private static int Place(int layer, int variant, int type) =>
        (layer * NetworkColumns.Variants + variant) * NetworkColumns.Types + type;
}
