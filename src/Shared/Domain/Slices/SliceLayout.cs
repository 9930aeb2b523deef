namespace Farm.Domain;

/// <summary>
/// How a long trial is cut into slices: slice k holds steps [k·size, (k+1)·size); the last may be short. A step is
/// whatever its study counts, such as an update.
/// </summary>
/// <param name="Steps">Steps of a trial that does not end early, at least 1.</param>
/// <param name="StepsPerSlice">Steps in a whole slice, at least 1.</param>
public readonly record struct SliceLayout(long Steps, long StepsPerSlice)
{
    /// <summary>Number of slices of a trial that does not end early.</summary>
    public long Slices => ((Steps - 1) / StepsPerSlice) + 1;

    /// <summary>Steps of the slice that begins at a step; fewer than a whole one's where a border comes before.</summary>
    /// <param name="step">The step, from 0 and below <see cref="Steps"/>.</param>
    public long StepsFrom(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, Steps);
        return Math.Min(StepsPerSlice - (step % StepsPerSlice), Steps - step);
    }
}
