using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies;

/// <summary>
/// A study whose trials are too long to be computed in one go: each is a chain of slices, of which any may run on another
/// host. Its description has <see cref="StudyDescription.Long"/> and block size 1.
/// </summary>
public interface ILongStudy : IStudy
{
    /// <summary>A runner for one worker: it owns the scratch memory and lives as long as the worker does.</summary>
    /// <param name="width">The SIMD width to compute with; results do not depend on it.</param>
    ILongTrialRunner CreateLongRunner(LaneWidth width);

    /// <summary>Computes whole trials, slice by slice: for those that compute a stored trial again.</summary>
    ITrialRunner IStudy.CreateRunner(LaneWidth width) => new WholeTrialRunner(this, width);
}

/// <summary>Computes slices of a study's long trials. Used by one thread at a time.</summary>
public interface ILongTrialRunner
{
    /// <summary>
    /// Goes on with a trial by exactly <paramref name="steps"/> steps, or to its end when that comes before. The same
    /// bits come out wherever slices end: nothing may be carried from one to the next but the state.
    /// </summary>
    /// <param name="trial">The trial.</param>
    /// <param name="state">What the slice before returned; empty at the trial's start.</param>
    /// <param name="steps">Steps to do, at least 1.</param>
    /// <param name="curve">
    /// Where rows of the time series are added as they are measured, each under the number of steps done by then.
    /// </param>
    /// <param name="columns">One row, this trial's: every column of it is written by the slice in which the trial ends.</param>
    /// <returns>
    /// The state to go on from, at least one byte and at most <see cref="SliceLimits.StateBytes"/>; null when the trial
    /// has ended, as it has at the latest after <see cref="SliceLayout.Steps"/> steps.
    /// </returns>
    /// <exception cref="TrialException">The trial cannot be computed.</exception>
    /// <exception cref="MissingDataException">This host lacks what the cell is computed from.</exception>
    byte[]? Advance(in LongTrial trial, ReadOnlySpan<byte> state, long steps, CurveRows curve, TrialColumns columns);
}

/// <summary>A long trial.</summary>
/// <param name="Cell">Its cell.</param>
/// <param name="Seed">The sweep's seed.</param>
/// <param name="Index">Its index in the cell.</param>
public readonly record struct LongTrial(Cell Cell, ulong Seed, long Index);
