using Farm.Domain;
using Farm.Studies.Healing;
using Farm.Studies.Xor;

namespace Farm.Studies.Tests;

/// <summary>Healing of one scalar training, straight from its description: what is done to a trial, and what was done.</summary>
internal sealed class XorScalarHealing
{
    private static readonly (float X, float Y)[] points = [(-1, -1), (1, -1), (-1, 1), (1, 1)];

    private readonly XorScalar network;
    private readonly Cell cell;
    private readonly ulong key;
    private readonly ulong trial;
    private readonly XorScalarTraining training;
    private readonly XorScalarTypes types;
    private readonly HealingSettings settings;
    private readonly string word;
    private readonly bool isAbs;
    private readonly int rateEvery;
    private readonly int[] streaks = new int[4];
    private readonly int[] fars = new int[2];
    private readonly int[] runs = new int[2];
    private readonly int[] levels = new int[2];
    private readonly int[] leakyUntil = new int[2];
    private readonly bool[] arePruned = new bool[2];
    private readonly bool[] wereReplaced = new bool[2];
    private readonly double?[] averages = new double?[2];

    public XorScalarHealing(
        XorScalar network, Cell cell, ulong key, ulong trial, XorScalarTraining training, XorScalarTypes types)
    {
        (this.network, this.cell, this.key, this.trial) = (network, cell, key, trial);
        (this.training, this.types) = (training, types);
        settings = HealingSettings.Of(cell);
        word = cell.Parameters["healing"].Word;
        isAbs = cell.Parameters["model"].Word == "abs";
        rateEvery = cell.Parameters.TryGetValue("healing_rate_every", out var every) ? (int)every.Number : 10;
    }

    public bool IsRescue => word == "rescue";

    public float[] Slopes { get; } = [0, 0];

    public float[] Factors { get; } = [1, 1];

    public XorScalarOutcome Outcome { get; } = new();

    private float[] Theta => training.Theta;

    /// <summary>Weight decay, before an update.</summary>
    public void Shrink()
    {
        var keep = (float)(1 - cell.Parameters["learning_rate"].Number * (Does("weight-decay") ? settings.Decay : 0));
        for (var i = 0; i < 6; i++)
        {
            Theta[i] *= i % 3 == 2 ? 1 : keep;
        }
    }

    /// <summary>Between gradient and update; whether the wait for a better loss begins anew.</summary>
    public bool Heal(float[] gradient, float sum)
    {
        var (before, events) = (State(gradient), Outcome.Events.Count);
        var changed = !IsRescue && float.IsFinite(sum) && Check(gradient);
        if (IsRescue)
        {
            Rescue();
        }

        if (Outcome.Events.Count > events)
        {
            Outcome.Frame(training.Epochs, before, State(gradient));
        }

        return changed;
    }

    private void Rescue()
    {
        var z = Z();
        bool[] areFar = [.. Enumerable.Range(0, network.Units).Select(u => MathF.Abs(Theta[3 * u + 2]) > 1.4f * Norm(u))];
        for (var p = 0; p < 4; p++)
        {
            var outputIsOne = z.Sum(u => u[p] > 0 ? u[p] : 0) > 0.5f;
            var isWrong = outputIsOne != (p is 1 or 2);
            streaks[p] = z.All(u => u[p] <= 0) && isWrong ? streaks[p] + 1 : 0;
        }

        for (var u = 0; u < network.Units; u++)
        {
            fars[u] = areFar[u] ? fars[u] + 1 : 0;
        }

        for (var p = 0; p < 4; p++)
        {
            if (streaks[p] > 5)
            {
                Revive(p);
                streaks[p] = 0;
            }
        }

        for (var u = 0; u < network.Units; u++)
        {
            if (fars[u] > 3)
            {
                Outcome.Add(new(training.Epochs, 0, u, HealingAction.Centre, 0, Math.Abs((double)Theta[3 * u + 2]) / Norm(u), 0));
                (Theta[3 * u + 2], fars[u]) = (0, 0);
            }
        }
    }

    private void Revive(int p)
    {
        var z = Z();
        var unit = Enumerable.Range(0, network.Units).MinBy(u => Norm(u) == 0 ? float.PositiveInfinity : MathF.Abs(z[u][p]) / Norm(u));
        var (before, lack) = (z[unit][p], 1e-4f - z[unit][p]);
        var (x, y, b) = (cell.Parameters.TryGetValue("rescue_kind", out var kind) ? kind.Word : "joint") switch
        {
            "weight" => (lack / 2 * points[p].X, lack / 2 * points[p].Y, 0),
            "bias" => (0, 0, lack),
            "joint" => (lack / 3 * points[p].X, lack / 3 * points[p].Y, lack / 3),
            _ => Scaled(lack / MathF.Sqrt(2), XorDraws.Direction(key, trial, training.Epochs, p)),
        };
        Theta[3 * unit] += x;
        Theta[3 * unit + 1] += y;
        Theta[3 * unit + 2] += b;
        Outcome.Add(new(training.Epochs, 0, unit, HealingAction.Revive, 0, before, Z()[unit][p]) { Sample = p });
    }

    private static (float X, float Y, float B) Scaled(float by, (float X, float Y) u) => (by * u.X, by * u.Y, 0);

    private bool Check(float[] gradient)
    {
        var update = training.Epochs;
        var changed = false;
        for (var u = 0; u < network.Units; u++)
        {
            if (leakyUntil[u] > 0 && leakyUntil[u] == update)
            {
                (leakyUntil[u], Slopes[u], changed) = (0, 0, true);
            }
        }

        if (update == 0 && Does("weight-decay"))
        {
            Outcome.Add(new(0, -1, -1, HealingAction.WeightDecay, 0, 0, settings.Decay));
        }

        if (update > 0 && update % rateEvery == 0 && Does("step-size"))
        {
            SetRates();
        }

        if (update == 0 || update % settings.Every != 0)
        {
            return changed;
        }

        bool[] useless = [.. Enumerable.Range(0, network.Units).Select(u => IsUseless(u))];
        changed |= Does("bias-warm-up") && !isAbs && WarmUp();
        for (var u = 0; u < network.Units; u++)
        {
            if (!arePruned[u])
            {
                changed |= ((Does("reinit") || Does("prune")) && Replace(u, useless[u], gradient)) || Turn(u, gradient);
            }
        }

        return changed;
    }

    private bool WarmUp()
    {
        var z = Z();
        var tops = Enumerable.Range(0, 4).Select(p => Enumerable.Range(0, network.Units).Where(u => !arePruned[u])
            .Select(u => z[u][p]).DefaultIfEmpty(float.NegativeInfinity).Max()).ToArray();
        var (dead, rise) = (tops.Count(t => t <= 0), settings.Margin - tops.Min());
        if (dead / 4.0 <= settings.DeadData || !float.IsFinite(rise))
        {
            return false;
        }

        Outcome.Add(new(training.Epochs, 0, -1, HealingAction.BiasWarmUp, dead, tops.Min(), tops.Min() + rise));
        for (var u = 0; u < network.Units; u++)
        {
            Theta[3 * u + 2] += arePruned[u] ? 0 : rise;
        }

        return true;
    }

    private bool IsUseless(int u)
    {
        var z = XorScalar.Preactivate(Theta, u);
        var slope = network.Number("slope") + Slopes[u];
        var isOff = z.All(v => isAbs ? v == 0 : v <= 0) && slope == 0;
        var all = new Dictionary<string, double>();
        types.Add(all, u);
        var type = (Farm.Numerics.UnitType)all[$"unit_{settings.Types.ToString().ToLowerInvariant()}_{u + 1}"];
        var isCollapsed = Length(u) < settings.Norm
            && type is Farm.Numerics.UnitType.CollapsedSink or Farm.Numerics.UnitType.HealthySink;
        return (settings.Targets.HasFlag(HealingTargets.Off) && isOff) || (settings.Targets.HasFlag(HealingTargets.Collapsed) && isCollapsed);
    }

    private bool Replace(int u, bool isUseless, float[] gradient)
    {
        runs[u] = isUseless ? runs[u] + 1 : 0;
        if (runs[u] < settings.Checks)
        {
            return false;
        }

        var prunes = Does("prune") && (wereReplaced[u] || !Does("reinit"));
        var before = Length(u);
        var (x, y) = prunes ? default : XorDraws.Normals(key, trial, training.Epochs, u);
        var sigma = network.Number("init_std");
        (Theta[3 * u], Theta[3 * u + 1], Theta[3 * u + 2]) = (sigma * x, sigma * y, 0);
        if (cell.Parameters["init"].Word == "sphere" && !prunes)
        {
            Theta[3 * u + 2] = network.Number("radius") * Norm(u);
        }

        training.Forget(u);
        gradient.AsSpan(3 * u, 3).Clear();
        (runs[u], levels[u], averages[u], wereReplaced[u], arePruned[u]) = (0, 0, null, true, prunes);
        Factors[u] = prunes ? 0 : 1;
        (leakyUntil[u], Slopes[u]) = prunes ? (0, 0) : (leakyUntil[u], Slopes[u]);
        Outcome.Add(new(training.Epochs, 0, u, prunes ? HealingAction.Prune : HealingAction.Reinit, 0, before, Length(u)));
        return true;
    }

    private bool Turn(int u, float[] gradient)
    {
        HealingAction[] ladder = [.. new[] { HealingAction.Tangent, HealingAction.Noise, HealingAction.Leaky }
            .Where(a => settings.Does(a) && (a != HealingAction.Leaky || (!isAbs && network.Number("slope") == 0)))];
        if (ladder.Length == 0 || leakyUntil[u] != 0)
        {
            return false;
        }

        var (length, ratio) = Torque(u, gradient);
        if (!(ratio < settings.Torque.Ratio) || !(length > settings.Torque.Gradient))
        {
            levels[u] = 0;
            return false;
        }

        var action = ladder[levels[u]];
        levels[u] = Math.Min(levels[u] + 1, ladder.Length - 1);
        if (action == HealingAction.Leaky)
        {
            (Slopes[u], leakyUntil[u]) = (settings.Slope, training.Epochs + (int)settings.SlopeUpdates);
            Outcome.Add(new(training.Epochs, 0, u, action, 0, 0, settings.Slope));
            return true;
        }

        double wx = Theta[3 * u], wy = Theta[3 * u + 1], gx = gradient[3 * u] / 2, gy = gradient[3 * u + 1] / 2;
        var along = (gx * wx + gy * wy) / (wx * wx + wy * wy);
        var sign = action == HealingAction.Noise ? XorDraws.Sign(key, trial, training.Epochs, u) : 1;
        var (dx, dy) = action == HealingAction.Noise ? (-wy, wx) : (gx - along * wx, gy - along * wy);
        Theta[3 * u] = (float)(wx + settings.Turn * sign * dx);
        Theta[3 * u + 1] = (float)(wy + settings.Turn * sign * dy);
        Outcome.Add(new(training.Epochs, 0, u, action, 0, ratio, Torque(u, gradient).Ratio));
        return true;
    }

    private void SetRates()
    {
        for (var u = 0; u < network.Units; u++)
        {
            var largest = XorScalarCurvature.Largest(network, cell, training, u, Slopes[u], out var rate);
            if (arePruned[u] || !double.IsFinite(largest))
            {
                continue;
            }

            averages[u] = averages[u] is { } old ? 0.9 * old + (1 - 0.9) * largest : largest;
            var factor = (float)Math.Clamp(1 / (rate * averages[u]!.Value), settings.RateLeast, settings.RateMost);
            if (factor != Factors[u])
            {
                Outcome.Add(new(training.Epochs, 0, u, HealingAction.StepSize, 0, Factors[u], factor));
                Factors[u] = factor;
            }
        }
    }

    private (float Dead, float Torque) State(float[] gradient)
    {
        var z = Z();
        var dead = Enumerable.Range(0, 4).Count(p => z.All(u => isAbs ? !(MathF.Abs(u[p]) > 0) : !(u[p] > 0)));
        var ratios = Enumerable.Range(0, network.Units).Select(u => Torque(u, gradient).Ratio).Where(r => !double.IsNaN(r));
        return (dead / 4f, (float)ratios.DefaultIfEmpty(double.NaN).Min());
    }

    private (double Length, double Ratio) Torque(int u, float[] gradient)
    {
        double wx = Theta[3 * u], wy = Theta[3 * u + 1], gx = gradient[3 * u], gy = gradient[3 * u + 1];
        var product = (gx * gx + gy * gy) * (wx * wx + wy * wy);
        return (Math.Sqrt(gx * gx + gy * gy) / 2, product > 0 ? Math.Min(1, Math.Abs(gx * wy - gy * wx) / Math.Sqrt(product)) : double.NaN);
    }

    private bool Does(string action) => word == action || word == "all";

    private float[][] Z() => [.. Enumerable.Range(0, network.Units).Select(u => XorScalar.Preactivate(Theta, u))];

    private float Norm(int u) => MathF.Sqrt(MathF.FusedMultiplyAdd(Theta[3 * u], Theta[3 * u], Theta[3 * u + 1] * Theta[3 * u + 1]));

    private double Length(int u) => Math.Sqrt(Enumerable.Range(3 * u, 3).Aggregate(0.0, (s, i) => s + (double)Theta[i] * Theta[i]));
}
