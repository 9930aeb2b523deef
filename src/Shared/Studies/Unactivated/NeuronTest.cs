using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>What an exact test finds of one draw.</summary>
/// <param name="IsBounded">Whether no slope is above 0.</param>
/// <param name="IsUndecided">Whether rounding may have decided.</param>
/// <param name="Chance">Chance that the neuron is unactivated; without smoothing 0 or 1. 0 when undecided.</param>
internal readonly record struct NeuronAnswer(bool IsBounded, bool IsUndecided, double Chance)
{
    /// <summary>Some slope is above 0, so that the neuron is active far out.</summary>
    public static NeuronAnswer Unbounded { get; } = new(false, false, 0);
}

/// <summary>Decides one draw after the other, exactly, with the neuron's bias drawn or integrated out.</summary>
internal sealed class NeuronTest
{
    /// <summary>No drawn normal is farther from 0: √(66 ln 2).</summary>
    private const double FarthestNormal = 6.7638;

    private readonly NeuronSource source;
    private readonly NeuronDraw draw;
    private readonly ISupremum? supremum;
    private readonly UnactivatedSettings settings;

    /// <summary>A test of a cell's draws.</summary>
    /// <param name="width">SIMD width; answers do not depend on it.</param>
    /// <param name="settings">The cell.</param>
    /// <param name="source">Where its draws come from.</param>
    public NeuronTest(LaneWidth width, UnactivatedSettings settings, NeuronSource source)
    {
        this.source = source;
        draw = source.Draw;
        supremum = settings.Units >= settings.Inputs ? Suprema.Of(width, draw) : null;
        this.settings = settings;
    }

    /// <summary>Decides the trial whose W and v the source has just filled; fills b and c where they are needed.</summary>
    public NeuronAnswer Answer(long trial)
    {
        // With fewer units than inputs the first layer reaches every point of the orthant: g has no bound, or is c at most.
        var slopes = supremum?.Slopes()
            ?? (draw.Outer.ContainsAnyInRange(0, double.MaxValue) ? SlopeVerdict.Unbounded : SlopeVerdict.Bounded);
        if (slopes == SlopeVerdict.Unbounded)
        {
            return NeuronAnswer.Unbounded;
        }

        if (slopes == SlopeVerdict.Undecided)
        {
            return new NeuronAnswer(false, true, 0);
        }

        source.FillOffsets(trial);
        return settings.Estimator == "smoothed" ? Smoothed(settings, Values(SmoothedLimit(settings))) : Exact();
    }

    /// <summary>Whether draws of a cell can be decided exactly in the time that there is.</summary>
    public static bool IsFeasible(UnactivatedSettings settings) => settings.Units < settings.Inputs
        || UnactivatedCost.Seconds(settings.Inputs, settings.Units) <= UnactivatedCost.MostSeconds;

    /// <summary>What a supremum may be at most for any bias to leave the neuron unactivated.</summary>
    public static double SmoothedLimit(UnactivatedSettings settings) =>
        (settings.Law == SymmetricLaw.Normal ? FarthestNormal : 1) / settings.FirstFactor;

    /// <summary>The answer by the drawn bias.</summary>
    /// <param name="limit">−c over the first layer's factor: unactivated when factor·sup + c &lt; 0.</param>
    /// <param name="found">The supremum.</param>
    public static NeuronAnswer Exact(double limit, in Supremum found) =>
        found.Low > limit ? new NeuronAnswer(true, false, 0)
        : found.IsWhole && found.High < limit ? new NeuronAnswer(true, false, 1)
        : new NeuronAnswer(true, true, 0);

    /// <summary>The answer with the bias integrated out.</summary>
    public static NeuronAnswer Smoothed(UnactivatedSettings settings, in Supremum found)
    {
        if (found.Low > SmoothedLimit(settings) || !found.IsWhole)
        {
            return new NeuronAnswer(true, found.Low <= SmoothedLimit(settings), 0);
        }

        var bias = -settings.FirstFactor * found.Value;
        var chance = settings.Law == SymmetricLaw.Normal ? NormalShare.Below(bias) : Math.Clamp((1 + bias) / 2, 0, 1);
        return new NeuronAnswer(true, false, chance);
    }

    private Supremum Values(double limit) => supremum?.Values(limit) ?? new Supremum(0, 0, 0, IsWhole: true);

    private NeuronAnswer Exact()
    {
        var limit = -draw.Bias / settings.FirstFactor;
        return Exact(limit, Values(limit));
    }
}
