using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Healing;

namespace Farm.Studies.Networks;

/// <summary>Writes the one row of a trial's columns, by name: those that the cell has not are passed over.</summary>
internal readonly struct NetworkColumnWriter(TrialColumns columns)
{
    /// <summary>A flag.</summary>
    public void Put(string name, bool value)
    {
        if (columns.IndexOf(name) is >= 0 and var at)
        {
            columns.Bytes(at)[0] = value ? (byte)1 : (byte)0;
        }
    }

    /// <summary>A number; what is not finite is stored as NaN.</summary>
    public void Put(string name, double value)
    {
        if (columns.IndexOf(name) is >= 0 and var at)
        {
            columns.Doubles(at)[0] = double.IsFinite(value) ? value : double.NaN;
        }
    }

    /// <summary>What was so at the start.</summary>
    public void PutStart(in NetworkMarks marks, LossKind loss)
    {
        Put(loss == LossKind.SquaredError ? "fit_start" : "loss_start", marks.Fit);
        Put("accuracy_start", marks.Accuracy);
        Put("worst_dead_start", marks.WorstDead);
        Put("dead_start", marks.Dead);
        Put("dead_data_start", marks.DeadData);
    }

    /// <summary>What is so at the end; null where the trial has diverged and there is nothing to look at.</summary>
    public void PutEnd(NetworkRecord? end, in NetworkMarks marks, NetworkCell cell)
    {
        Put(cell.Loss == LossKind.SquaredError ? "fit" : "loss", end?.Fit ?? double.NaN);
        Put("accuracy", end?.Accuracy ?? double.NaN);
        Put("worst_dead", end?.Worst.Share ?? double.NaN);
        columns.Bytes(columns.IndexOf("worst_layer"))[0] = (byte)((end?.Worst.Layer ?? -1) + 1);
        Put("dead", end?.Dead ?? double.NaN);
        Put("fit_since_died", (end?.Fit ?? double.NaN) / marks.DiedFit);
        Put("dead_data", end?.DeadData ?? double.NaN);
        Put("torque", end?.Torque ?? double.NaN);
        Put("torque_p10", end?.TorquePercentile ?? double.NaN);
        for (var variant = 0; variant < NetworkColumns.Variants; variant++)
        {
            for (var type = 0; type < NetworkColumns.Types; type++)
            {
                Put(
                    NetworkColumns.NameOf(UnitTypeWords.Variants[variant], UnitTypeWords.Types[type]),
                    end?.ShareOf(variant, type) ?? double.NaN);
            }
        }
    }

    /// <summary>How often each action of healing was done.</summary>
    public void PutHealing(HealingSettings settings, HealingCounts? counts)
    {
        Span<double> values = stackalloc double[HealingCounts.Actions];
        var at = 0;
        HealingColumns.Write(settings, counts, values);
        foreach (var column in HealingColumns.All())
        {
            if (columns.IndexOf(column.Name) >= 0)
            {
                Put(column.Name, values[at++]);
            }
        }
    }
}
