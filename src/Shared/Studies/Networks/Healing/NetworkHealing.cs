using Farm.Numerics;
using Farm.Studies.Healing;

namespace Farm.Studies.Networks.Healing;

/// <summary>
/// The general healing loop of a network in training: <see cref="Look"/> between <see cref="NetworkTrainer.Differentiate"/>
/// and <see cref="NetworkTrainer.Update"/> at every update.
/// </summary>
/// <remarks>
/// <para>Source: science.md §6. Every K updates, on the batch and the gradients at hand, layer after layer: dead data above
/// D_th raises the layer's biases; then each unit in turn is replaced when as many checks in a row as are asked found it
/// collapsed (or off), else turned when it is without torque. Every so many updates each unit's η is set by the moving
/// average of its largest λ, clip(1/(ηλ), ¼, 4)·η; of Adam λ is that of D^−½ H D^−½ and η that of the classifier.</para>
/// <para>With <c>all</c> a unit is checked again at the next K and an action escalated only when the unit is still out of
/// bounds: without torque first tangent, then noise, then leaky, and leaky again for as long as that lasts; a check that
/// finds it in bounds begins anew. While a unit is leaky nothing else turns it. A unit is drawn anew once, and pruned when
/// it is found of no use again. With a single action that action is repeated at each check that calls for it.</para>
/// <para>The gradients at hand are kept, so the update that follows is that of the batch before the action; those of a
/// replaced unit, and the optimiser's means of it, become 0. Randomness is Philox's under keys from (key, trial, stream) with
/// the update and the unit in the counter. Nothing is allocated but by the log and
/// for a unit drawn anew.</para>
/// </remarks>
public sealed class NetworkHealing
{
    private static readonly HealingAction[] ladder = [HealingAction.Tangent, HealingAction.Noise, HealingAction.Leaky];

    private readonly NetworkShape shape;
    private readonly HealingSettings settings;
    private readonly NetworkClassifier? classifier;
    private readonly NetworkHealth health;
    private readonly UnitTreatment treatment;
    private readonly UnitMemory memory;
    private readonly UnitReport[] reports;
    private readonly double[] largest;
    private readonly double[] residuals;
    private readonly float[] tops;
    private readonly bool[] areOfNoUse;
    private readonly HealingAction[] turns;
    private readonly bool warmsUp;
    private readonly bool replaces;
    private readonly bool setsRates;
    private (ulong Noise, ulong Start) keys;
    private long nextSlopeEnd = long.MaxValue;
    private bool isPrunedAnywhere;
    private bool hasBatch;

    /// <summary>A loop at the start of a trial.</summary>
    /// <param name="shape">The network.</param>
    /// <param name="settings">What is done, and when.</param>
    /// <param name="start">The law that units are drawn anew by.</param>
    /// <param name="classifier">A classifier of such networks' batches, which may be shared; needed where <see cref="Asks"/>.</param>
    public NetworkHealing(NetworkShape shape, HealingSettings settings, NetworkStart start, NetworkClassifier? classifier)
    {
        if (Asks(settings) && classifier is null)
        {
            throw new ArgumentNullException(nameof(classifier), $"Healing by {settings.Word} asks a classifier.");
        }

        (this.shape, this.settings, this.classifier) = (shape, settings, classifier);
        health = new(shape);
        treatment = new(shape, start);
        memory = new(checked(shape.Depth * shape.Width));
        reports = new UnitReport[shape.Width];
        largest = new double[shape.Width];
        residuals = new double[shape.Width];
        tops = new float[shape.Width];
        areOfNoUse = new bool[memory.Runs.Length];

        // A unit that passes everything on below 0 has no dead data to warm up, and one with a slope needs none.
        var canBeDead = shape.Activation != Activation.Abs;
        turns = [.. ladder.Where(a => settings.Does(a) && (a != HealingAction.Leaky || shape.SlopeBelow == 0))];
        warmsUp = settings.Does(HealingAction.BiasWarmUp) && canBeDead;
        replaces = settings.Does(HealingAction.Reinit) || settings.Does(HealingAction.Prune);
        setsRates = settings.Does(HealingAction.StepSize);
    }

    /// <summary>Where actions are written down; null for nowhere.</summary>
    public HealingLog? Log { get; set; }

    /// <summary>How often each action was done in the trial.</summary>
    public HealingCounts Counts { get; } = new();

    /// <summary>Bytes that <see cref="Save"/> writes.</summary>
    public int StateBytes => HealingCounts.StateBytes + memory.StateBytes;

    /// <summary>Whether settings ask a classifier.</summary>
    public static bool Asks(HealingSettings settings) =>
        settings.Does(HealingAction.StepSize)
        || ((settings.Does(HealingAction.Reinit) || settings.Does(HealingAction.Prune))
            && (settings.Targets & HealingTargets.Collapsed) != 0);

    /// <summary>Begins a trial, or goes on with one whose state is restored next.</summary>
    /// <param name="key">The cell's stream key.</param>
    /// <param name="trial">The trial's index.</param>
    /// <param name="stream">A stream that nothing else draws from.</param>
    public void Begin(ulong key, ulong trial, uint stream)
    {
        var (word0, word1, word2, word3) = Philox.Draw(key, trial, stream, draw: 0);
        keys = (((ulong)word1 << 32) | word0, ((ulong)word3 << 32) | word2);
        memory.Clear();
        Counts.Clear();
        (nextSlopeEnd, isPrunedAnywhere) = (long.MaxValue, false);
    }

    /// <summary>Does what is due before the trainer's next update.</summary>
    /// <param name="trainer">The trainer, differentiated.</param>
    /// <param name="loss">The batch's loss. Nothing is done when it is not finite.</param>
    public void Look(NetworkTrainer trainer, double loss)
    {
        var update = trainer.Updates;
        if (!double.IsFinite(loss))
        {
            return;
        }

        hasBatch = false;
        EndSlopes(trainer, update);
        if (update == 0)
        {
            NoteDecay(trainer);
            return;
        }

        // Curvature first: what checks do to parameters no longer fits the batch's pre-activations.
        if (setsRates && update % settings.RateEvery == 0)
        {
            SetRates(trainer, loss);
        }

        if (update % settings.Every == 0 && (warmsUp || replaces || turns.Length > 0))
        {
            Check(trainer, loss);
        }
    }

    /// <summary>Writes all that later checks depend on.</summary>
    /// <param name="state"><see cref="StateBytes"/> bytes.</param>
    public void Save(Span<byte> state)
    {
        Counts.Save(state);
        memory.Save(state[HealingCounts.StateBytes..]);
    }

    /// <summary>Goes on from where <see cref="Save"/> was called, after <see cref="Begin"/> of the same trial.</summary>
    /// <exception cref="ArgumentException">The state has another length.</exception>
    public void Restore(ReadOnlySpan<byte> state)
    {
        if (state.Length != StateBytes)
        {
            throw new ArgumentException($"A state of {state.Length} bytes, not {StateBytes}.", nameof(state));
        }

        Counts.Restore(state);
        memory.Restore(state[HealingCounts.StateBytes..]);
        isPrunedAnywhere = memory.ArePruned.AsSpan().Contains(true);
        FindNextSlopeEnd();
    }

    private void Check(NetworkTrainer trainer, double loss)
    {
        health.Measure(trainer);
        for (var layer = 0; replaces && layer < shape.Depth; layer++)
        {
            FindUseless(trainer, layer, loss, areOfNoUse.AsSpan(At(layer, 0), shape.Width));
        }

        for (var layer = 0; layer < shape.Depth; layer++)
        {
            if (warmsUp)
            {
                WarmUp(trainer, layer);
            }

            for (var unit = 0; unit < shape.Width; unit++)
            {
                if (!memory.ArePruned[At(layer, unit)] && !(replaces && Replace(trainer, layer, unit)) && turns.Length > 0)
                {
                    Turn(trainer, layer, unit);
                }
            }
        }

        // What was drawn or turned above a pruned unit leads on from it again.
        for (var at = 0; isPrunedAnywhere && at < memory.ArePruned.Length; at++)
        {
            if (memory.ArePruned[at])
            {
                treatment.CutOff(trainer, at / shape.Width, at % shape.Width);
            }
        }
    }

    private void WarmUp(NetworkTrainer trainer, int layer)
    {
        var pruned = memory.ArePruned.AsSpan(At(layer, 0), shape.Width);
        var reach = isPrunedAnywhere
            ? LayerReach.Of(trainer.PreActivations(layer), trainer.BatchRows, pruned)
            : health[layer].Reach;
        var rise = settings.Margin - reach.Least;
        if (reach.DeadShare > settings.DeadData && float.IsFinite(rise))
        {
            UnitTreatment.WarmUp(trainer, layer, rise, pruned);
            Note(new(trainer.Updates, layer, -1, HealingAction.BiasWarmUp, reach.Dead, reach.Least, reach.Least + rise));
        }
    }

    /// <summary>Which units of a layer this check finds of no use.</summary>
    private void FindUseless(NetworkTrainer trainer, int layer, double loss, Span<bool> found)
    {
        found.Clear();
        if ((settings.Targets & HealingTargets.Off) != 0)
        {
            UnitTops.Fill(trainer.PreActivations(layer), trainer.BatchRows, tops);
            var slopes = trainer.Slopes[layer].Row(0);
            for (var unit = 0; unit < tops.Length; unit++)
            {
                found[unit] = tops[unit] <= 0 && slopes[unit] == 0;
            }
        }

        if ((settings.Targets & HealingTargets.Collapsed) != 0 && HasSmallUnit(trainer, layer))
        {
            Take(trainer, loss);
            classifier!.Classify(layer, NetworkClassifier.RuleOf(trainer), reports);
            for (var unit = 0; unit < reports.Length; unit++)
            {
                found[unit] |= reports[unit].Norm < settings.Norm
                    && TypeOf(reports[unit]) is UnitType.CollapsedSink or UnitType.HealthySink;
            }
        }
    }

    private bool HasSmallUnit(NetworkTrainer trainer, int layer)
    {
        var norms = health[layer].WeightNorms;
        var biases = trainer.Parameters.UnitBiases(layer).Row(0);
        for (var unit = 0; unit < biases.Length; unit++)
        {
            var square = Math.FusedMultiplyAdd(norms[unit], norms[unit], (double)biases[unit] * biases[unit]);
            if (square < settings.Norm * settings.Norm * (1 + 1e-9) && !memory.ArePruned[At(layer, unit)])
            {
                return true;
            }
        }

        return false;
    }

    private UnitType TypeOf(in UnitReport report) => settings.Types switch
    {
        HealingTypes.Fixed => report.Fixed.Type,
        HealingTypes.Span => report.Span.Type,
        _ => report.Scaled.Type,
    };

    /// <summary>Counts a check of a unit and replaces it when that was one too many.</summary>
    private bool Replace(NetworkTrainer trainer, int layer, int unit)
    {
        var at = At(layer, unit);
        memory.Runs[at] = areOfNoUse[at] ? memory.Runs[at] + 1 : 0;
        if (memory.Runs[at] < settings.Checks)
        {
            return false;
        }

        var isPruned = !settings.Does(HealingAction.Reinit) || (memory.WereReplaced[at] && settings.Does(HealingAction.Prune));
        var before = treatment.NormOf(trainer, layer, unit);
        var after = isPruned
            ? treatment.Prune(trainer, layer, unit)
            : treatment.Reinit(trainer, layer, unit, keys.Start);
        (memory.Runs[at], memory.Levels[at], memory.Seen[at]) = (0, 0, 0);
        trainer.RateFactors[layer].Row(0)[unit] = 1;
        if (isPruned)
        {
            (memory.ArePruned[at], memory.LeakyUntil[at], isPrunedAnywhere) = (true, 0, true);
        }

        memory.WereReplaced[at] = true;
        Note(new(trainer.Updates, layer, unit, isPruned ? HealingAction.Prune : HealingAction.Reinit, 0, before, after));
        return true;
    }

    private void Turn(NetworkTrainer trainer, int layer, int unit)
    {
        var at = At(layer, unit);
        if (memory.LeakyUntil[at] != 0)
        {
            return;
        }

        var ratio = health[layer].Ratios[unit];
        if (!settings.Torque.AreBroken(ratio, health[layer].Norms[unit]))
        {
            memory.Levels[at] = 0;
            return;
        }

        var action = turns[Math.Min(memory.Levels[at], turns.Length - 1)];
        memory.Levels[at] = (byte)Math.Min(memory.Levels[at] + 1, turns.Length - 1);
        var (before, after) = (ratio, 0.0);
        switch (action)
        {
            case HealingAction.Tangent:
                after = treatment.Tangent(trainer, layer, unit, settings.Turn);
                break;
            case HealingAction.Noise:
                after = treatment.Noise(trainer, layer, unit, settings.Turn, keys.Noise);
                break;
            default:
                (before, after) = (trainer.Slopes[layer].Row(0)[unit], settings.Slope);
                UnitTreatment.Slope(trainer, layer, unit, settings.Slope, settings.Slope);
                memory.LeakyUntil[at] = trainer.Updates + settings.SlopeUpdates;
                nextSlopeEnd = Math.Min(nextSlopeEnd, memory.LeakyUntil[at]);
                break;
        }

        Note(new(trainer.Updates, layer, unit, action, 0, before, after));
    }

    /// <summary>Units that have been leaky for long enough are so no longer: on exactly T batches they were.</summary>
    private void EndSlopes(NetworkTrainer trainer, long update)
    {
        if (update < nextSlopeEnd)
        {
            return;
        }

        for (var at = 0; at < memory.LeakyUntil.Length; at++)
        {
            if (memory.LeakyUntil[at] != 0 && memory.LeakyUntil[at] <= update)
            {
                memory.LeakyUntil[at] = 0;
                UnitTreatment.Slope(trainer, at / shape.Width, at % shape.Width, shape.SlopeBelow, shape.SlopeAtZero);
            }
        }

        FindNextSlopeEnd();
    }

    private void FindNextSlopeEnd()
    {
        nextSlopeEnd = long.MaxValue;
        foreach (var end in memory.LeakyUntil)
        {
            nextSlopeEnd = end == 0 ? nextSlopeEnd : Math.Min(nextSlopeEnd, end);
        }
    }

    private void SetRates(NetworkTrainer trainer, double loss)
    {
        var rule = NetworkClassifier.RuleOf(trainer);
        Take(trainer, loss);
        trainer.HasRateFactors = true;
        for (var layer = 0; layer < shape.Depth; layer++)
        {
            classifier!.Largest(layer, rule, largest, residuals);
            var factors = trainer.RateFactors[layer].Row(0);
            for (var unit = 0; unit < factors.Length; unit++)
            {
                var at = At(layer, unit);
                if (memory.ArePruned[at] || !double.IsFinite(largest[unit]))
                {
                    continue;
                }

                memory.Averages[at] = memory.Seen[at] == 0
                    ? largest[unit]
                    : UnitTrend.OldWeight * memory.Averages[at] + (1 - UnitTrend.OldWeight) * largest[unit];
                memory.Seen[at]++;
                var factor = (float)Math.Clamp(1 / (rule.Rate * memory.Averages[at]), settings.RateLeast, settings.RateMost);
                if (factor != factors[unit])
                {
                    Note(new(trainer.Updates, layer, unit, HealingAction.StepSize, 0, factors[unit], factor));
                    factors[unit] = factor;
                }
            }
        }
    }

    /// <summary>The optimiser does it by itself; it is written down once.</summary>
    private void NoteDecay(NetworkTrainer trainer)
    {
        if (settings.Does(HealingAction.WeightDecay))
        {
            var decay = trainer.Optimizer.WeightDecay;
            Note(new(0, -1, -1, HealingAction.WeightDecay, 0, decay - settings.Decay, decay));
        }
    }

    /// <summary>Has the classifier take the batch, once a look.</summary>
    private void Take(NetworkTrainer trainer, double loss)
    {
        if (!hasBatch)
        {
            classifier!.Take(trainer, loss);
            hasBatch = true;
        }
    }

    private void Note(in HealingEvent healing)
    {
        Counts.Add(healing.Action);
        Log?.Add(healing);
    }

    private int At(int layer, int unit) => layer * shape.Width + unit;
}
