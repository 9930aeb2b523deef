using Farm.Domain;

namespace Farm.Studies;

/// <summary>
/// Computes slices of one cell's long trials and holds the study to its word. Used by one thread; wherever a slice is
/// computed, it is computed here.
/// </summary>
public sealed class SliceRunner
{
    private readonly StudyDescription study;
    private readonly ILongTrialRunner runner;
    private readonly Cell cell;
    private readonly ulong seed;
    private readonly SliceLayout layout;

    /// <summary>A runner of one cell's slices.</summary>
    /// <param name="study">The study.</param>
    /// <param name="runner">One of its runners.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="seed">The sweep's seed.</param>
    public SliceRunner(ILongStudy study, ILongTrialRunner runner, Cell cell, ulong seed)
    {
        this.study = study.Description;
        this.runner = runner;
        this.cell = cell;
        this.seed = seed;
        layout = this.study.Long!.Slices(cell);
        Curve = new CurveRows(this.study.Long.CurveOf(cell, this.study.ColumnVersion));
        Columns = new TrialColumns(this.study.MeasurementsOf(cell), 1);
    }

    /// <summary>The rows of the slice that was computed last.</summary>
    public CurveRows Curve { get; }

    /// <summary>The trial's row, once it has ended.</summary>
    public TrialColumns Columns { get; }

    /// <summary>Digest of the whole curve up to the end of the slice that was computed last.</summary>
    public byte[] CurveSoFar { get; private set; } = TrialState.Start.CurveDigest;

    /// <summary>Whether an order is for this cell.</summary>
    public bool Fits(Cell other, ulong otherSeed) => otherSeed == seed && other.Equals(cell);

    /// <summary>Computes one slice.</summary>
    /// <param name="trial">The trial's index.</param>
    /// <param name="slice">The slice, with its state.</param>
    /// <exception cref="TrialException">The trial cannot be computed, or its state is not the one that the order names.</exception>
    /// <exception cref="InvalidOperationException">The study broke its word.</exception>
    public SliceResult Run(long trial, SliceOrder slice)
    {
        if (slice.FirstStep > 0 && !DigestAt(trial, slice.FirstStep, slice.State).AsSpan().SequenceEqual(slice.From))
        {
            throw new TrialException(trial, "The state that came with the order is not the one that the order names.");
        }

        var before = TrialState.Parse(slice.State);
        Curve.Begin(before.CurveStep);
        Columns.Begin(trial, 1);
        var next = runner.Advance(new LongTrial(cell, seed, trial), before.Study.Span, slice.Steps, Curve, Columns);
        Check(next, slice);
        CurveSoFar = CurveDigest.Of(before.CurveDigest, Curve);
        var step = slice.End;
        var last = Curve.Count > 0 ? Curve.StepAt(Curve.Count - 1) : before.CurveStep;
        var after = new TrialState(CurveSoFar, last, next).ToBytes();
        return new SliceResult(step, next is null ? [] : after, DigestAt(trial, step, after), Curve.Bytes.ToArray());
    }

    /// <summary>The order for what follows a slice; null when its trial has ended.</summary>
    public SliceOrder? Next(SliceResult before) => before.IsLast
        ? null
        : new SliceOrder(before.Step, layout.StepsFrom(before.Step), before.Digest) { State = before.State };

    /// <summary>The order for a trial's first slice.</summary>
    public SliceOrder First => new(0, layout.StepsFrom(0), []);

    private byte[] DigestAt(long trial, long step, ReadOnlySpan<byte> state) =>
        SliceDigest.Of(study.Revision, study.ColumnVersion, cell, seed, trial, step, state);

    private void Check(byte[]? next, SliceOrder slice)
    {
        if (next is { Length: 0 or > SliceLimits.StateBytes })
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Study '{study.Name}' returned a state of {next.Length:#,0} bytes; 1 to {SliceLimits.StateBytes:#,0} are allowed."));
        }

        if (next is not null && slice.End >= layout.Steps)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Study '{study.Name}' has not ended its trial after {layout.Steps} steps."));
        }

        if (Curve.Bytes.Length > SliceLimits.CurveBytes)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Study '{study.Name}' measured {Curve.Count} rows in one slice, more than {SliceLimits.CurveBytes:#,0} bytes."));
        }

        if (Curve.Count > 0 && (Curve.StepAt(0) < slice.FirstStep || Curve.StepAt(Curve.Count - 1) > slice.End))
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Study '{study.Name}' measured a row outside of the slice from step {slice.FirstStep} to {slice.End}."));
        }
    }
}
