using Farm.Numerics;
using Farm.Studies.Healing;

namespace Farm.Studies.Xor;

/// <summary>The general healing loop on one trial: what <c>NetworkHealing</c> is to a network, on a layer of one or two units.</summary>
/// <remarks>
/// <para>Source: science.md §6. Every K updates, on the gradient at hand: dead data above D_th raises the biases; then each
/// unit in turn is replaced when as many checks in a row as are asked found it collapsed (or off), else turned when it is
/// without torque. What calls for an action is what the epoch's parameters say, before anything is moved; gradients and the
/// optimiser's means are kept but those of a replaced unit, which become 0. Escalation is that of a network.</para>
/// <para>The output sums the units, so nothing leads on from one that could be cut: a pruned unit is held at w = b = 0 by a
/// step size of 0. In two dimensions there are two unit tangents, and <c>noise</c> takes one of them at random. What moves
/// parameters or changes a slope begins anew to wait for a better loss, or <c>patience</c> would end a trial for the very
/// loss that an action costs at first. A slope from healing counts in training alone: a trial is measured without it.</para>
/// </remarks>
internal sealed class XorChecks
{
    private static readonly HealingAction[] ladder = [HealingAction.Tangent, HealingAction.Noise, HealingAction.Leaky];

    private readonly XorSettings cell;
    private readonly HealingSettings settings;
    private readonly XorUnits units;
    private readonly ulong key;
    private readonly int count;
    private readonly bool isAbsolute;
    private readonly bool warmsUp;
    private readonly bool replaces;
    private readonly bool setsRates;
    private readonly HealingAction[] turns;

    /// <summary>The loop of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="key">Its stream key.</param>
    /// <param name="count">Units of its model.</param>
    /// <param name="isAbsolute">Whether they take absolute values.</param>
    public XorChecks(in XorSettings cell, ulong key, int count, bool isAbsolute)
    {
        (this.cell, this.key, this.count, this.isAbsolute) = (cell, key, count, isAbsolute);
        settings = cell.Treatment!.General;
        units = new(cell, isAbsolute);
        var canLeak = cell.Treatment.HasUnitSlopes(cell);
        turns = [.. ladder.Where(a => settings.Does(a) && (a != HealingAction.Leaky || canLeak))];
        warmsUp = settings.Does(HealingAction.BiasWarmUp) && !isAbsolute;
        replaces = settings.Does(HealingAction.Reinit) || settings.Does(HealingAction.Prune);
        setsRates = settings.Does(HealingAction.StepSize);
    }

    /// <summary>Share of dead data, and the smallest torque ratio.</summary>
    public static (float Dead, float Torque) State(XorLane lane, int units, bool isAbsolute = false)
    {
        var dead = 0;
        for (var point = 0; point < 4; point++)
        {
            dead += IsOn(lane, 0, point, isAbsolute) || (units == 2 && IsOn(lane, 1, point, isAbsolute)) ? 0 : 1;
        }

        return (dead / 4f, (float)lane.LeastTorque(units));
    }

    /// <summary>Does what is due, and says when the next look is.</summary>
    /// <returns>Whether parameters or a slope changed.</returns>
    public bool Look(XorLane lane, XorPatient patient)
    {
        var update = (int)lane.At(XorRows.Epochs) - 1;
        var (before, done) = (State(lane, count, isAbsolute), patient.Actions);
        var changed = false;
        if (float.IsFinite(lane.At(XorRows.Sum)))
        {
            changed = EndSlopes(lane, patient, update);
            if (update == 0)
            {
                NoteDecay(patient);
            }
            else
            {
                changed |= Act(lane, patient, update);
            }
        }

        lane.Healing(XorHealingRows.Due) = Next(patient, update) + 1f;
        if (patient.Actions != done)
        {
            patient.Note(update, before, State(lane, count, isAbsolute));
        }

        return changed;
    }

    private bool Act(XorLane lane, XorPatient patient, int update)
    {
        if (setsRates && update % settings.RateEvery == 0)
        {
            SetRates(lane, patient, update);
        }

        return (warmsUp || replaces || turns.Length > 0) && update % settings.Every == 0 && Check(lane, patient, update);
    }

    private long Next(XorPatient patient, int update)
    {
        var next = long.MaxValue / 2;
        if (warmsUp || replaces || turns.Length > 0)
        {
            next = update - update % settings.Every + settings.Every;
        }

        if (setsRates)
        {
            next = Math.Min(next, update - update % settings.RateEvery + settings.RateEvery);
        }

        for (var unit = 0; unit < count; unit++)
        {
            var end = patient.Unit(unit).LeakyUntil;
            next = end > update ? Math.Min(next, end) : next;
        }

        return next;
    }

    private bool Check(XorLane lane, XorPatient patient, int update)
    {
        Span<bool> areUseless = [replaces && units.IsUseless(lane, 0), replaces && count == 2 && units.IsUseless(lane, 1)];
        var changed = warmsUp && WarmUp(lane, patient, update);
        for (var unit = 0; unit < count; unit++)
        {
            if (!patient.Unit(unit).IsPruned)
            {
                changed |= (replaces && Replace(lane, patient, update, unit, areUseless[unit]))
                    || (turns.Length > 0 && Turn(lane, patient, update, unit));
            }
        }

        return changed;
    }

    private bool WarmUp(XorLane lane, XorPatient patient, int update)
    {
        var (least, dead) = (float.PositiveInfinity, 0);
        for (var point = 0; point < 4; point++)
        {
            var top = float.NegativeInfinity;
            for (var unit = 0; unit < count; unit++)
            {
                top = patient.Unit(unit).IsPruned ? top : MathF.Max(top, lane.PreActivation(unit, point));
            }

            least = MathF.Min(least, top);
            dead += top <= 0 ? 1 : 0;
        }

        var rise = settings.Margin - least;
        if (!(dead / 4.0 > settings.DeadData) || !float.IsFinite(rise))
        {
            return false;
        }

        for (var unit = 0; unit < count; unit++)
        {
            lane.Of(unit, XorRows.Bias) += patient.Unit(unit).IsPruned ? 0 : rise;
        }

        patient.Note(new HealingEvent(update, 0, -1, HealingAction.BiasWarmUp, dead, least, least + rise));
        return true;
    }

    private bool Replace(XorLane lane, XorPatient patient, int update, int unit, bool isUseless)
    {
        ref var memory = ref patient.Unit(unit);
        memory.Run = isUseless ? memory.Run + 1 : 0;
        if (memory.Run < settings.Checks)
        {
            return false;
        }

        var isPruned = !settings.Does(HealingAction.Reinit) || (memory.WasReplaced && settings.Does(HealingAction.Prune));
        var before = lane.Norm(unit);
        units.Replace(lane, unit, isPruned, isPruned ? default : XorDraws.Normals(key, patient.Trial, update, unit));
        memory = new() { IsPruned = isPruned, WasReplaced = true, LeakyUntil = isPruned ? 0 : memory.LeakyUntil };
        lane.Healing(XorHealingRows.Factor + unit) = isPruned ? 0 : 1;
        if (isPruned)
        {
            lane.Healing(XorHealingRows.Slope + unit) = 0;
        }

        patient.Note(new HealingEvent(
            update, 0, unit, isPruned ? HealingAction.Prune : HealingAction.Reinit, 0, before, lane.Norm(unit)));
        return true;
    }

    private bool Turn(XorLane lane, XorPatient patient, int update, int unit)
    {
        ref var memory = ref patient.Unit(unit);
        if (memory.LeakyUntil != 0)
        {
            return false;
        }

        var (gradient, ratio) = lane.Torque(unit);
        if (!settings.Torque.AreBroken(ratio, gradient))
        {
            memory.Level = 0;
            return false;
        }

        var action = turns[memory.Level];
        memory.Level = Math.Min(memory.Level + 1, turns.Length - 1);
        var (before, after) = (ratio, (double)settings.Slope);
        if (action == HealingAction.Leaky)
        {
            before = 0;
            lane.Healing(XorHealingRows.Slope + unit) = settings.Slope;
            memory.LeakyUntil = (int)Math.Min(update + settings.SlopeUpdates, int.MaxValue);
        }
        else
        {
            var turn = action == HealingAction.Tangent
                ? settings.Turn : settings.Turn * XorDraws.Sign(key, patient.Trial, update, unit);
            XorUnits.Turn(lane, unit, turn, isNoise: action == HealingAction.Noise);
            after = lane.Torque(unit).Ratio;
        }

        patient.Note(new HealingEvent(update, 0, unit, action, 0, before, after));
        return true;
    }

    private bool EndSlopes(XorLane lane, XorPatient patient, int update)
    {
        var ended = false;
        for (var unit = 0; unit < count; unit++)
        {
            ref var memory = ref patient.Unit(unit);
            if (memory.LeakyUntil != 0 && memory.LeakyUntil <= update)
            {
                (memory.LeakyUntil, lane.Healing(XorHealingRows.Slope + unit)) = (0, 0);
                ended = true;
            }
        }

        return ended;
    }

    private void SetRates(XorLane lane, XorPatient patient, int update)
    {
        for (var unit = 0; unit < count; unit++)
        {
            ref var memory = ref patient.Unit(unit);
            var largest = units.Largest(lane, unit, out var rate);
            if (memory.IsPruned || !double.IsFinite(largest))
            {
                continue;
            }

            memory.Average = memory.HasAverage
                ? UnitTrend.OldWeight * memory.Average + (1 - UnitTrend.OldWeight) * largest
                : largest;
            memory.HasAverage = true;
            ref var factor = ref lane.Healing(XorHealingRows.Factor + unit);
            var next = (float)Math.Clamp(1 / (rate * memory.Average), settings.RateLeast, settings.RateMost);
            if (next != factor)
            {
                patient.Note(new HealingEvent(update, 0, unit, HealingAction.StepSize, 0, factor, next));
                factor = next;
            }
        }
    }

    private void NoteDecay(XorPatient patient)
    {
        if (settings.Does(HealingAction.WeightDecay))
        {
            patient.Note(new HealingEvent(0, -1, -1, HealingAction.WeightDecay, 0, 0, settings.Decay));
        }
    }

    private static bool IsOn(XorLane lane, int unit, int point, bool isAbsolute)
    {
        var z = lane.PreActivation(unit, point);
        return isAbsolute ? z is < 0 or > 0 : z > 0;
    }
}
