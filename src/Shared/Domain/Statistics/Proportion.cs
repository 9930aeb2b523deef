namespace Farm.Domain;

/// <summary>How many of a number of trials had a property.</summary>
public readonly record struct Proportion
{
    /// <summary>Successes of trials.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Successes are not between 0 and trials.</exception>
    public Proportion(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        Successes = successes;
        Trials = trials;
    }

    /// <summary>Trials that had it.</summary>
    public long Successes { get; }

    /// <summary>All trials.</summary>
    public long Trials { get; }

    /// <summary>Successes / Trials; NaN for no trials.</summary>
    public double Share => (double)Successes / Trials;

    /// <summary>
    /// Of enumerated trials, which sample nothing: how far the share can be from what they stand for
    /// (<see cref="LatticeShare"/>); no interval where that is not known. Null for trials that were drawn.
    /// </summary>
    public Interval? Bound { get; init; }

    /// <summary>
    /// The exact interval for the probability behind it, see <see cref="ClopperPearson"/>; of enumerated trials their
    /// bound, whatever the confidence.
    /// </summary>
    /// <param name="confidence">Between 0 and 1.</param>
    public Interval Interval(double confidence = Domain.Interval.DefaultConfidence) =>
        Bound ?? ClopperPearson.Interval(Successes, Trials, confidence);

    /// <inheritdoc/>
    public override string ToString() => $"{Successes} of {Trials}";
}
