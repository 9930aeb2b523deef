namespace Farm.Domain;

/// <summary>Which slice of a long trial an order is for, and where it begins.</summary>
/// <param name="FirstStep">Steps that the trial has done before, from 0.</param>
/// <param name="Steps">Steps to do, at least 1; fewer when the trial ends before.</param>
/// <param name="From">
/// Digest of the state that it begins with, 32 bytes: names the state wherever the state itself is not. Empty at the
/// start.
/// </param>
public sealed record SliceOrder(long FirstStep, long Steps, byte[] From)
{
    /// <summary>The state; goes with the order and does not come back with its report. Empty at the start.</summary>
    public byte[] State { get; init; } = [];

    /// <summary>Where it ends.</summary>
    public long End => FirstStep + Steps;

    /// <inheritdoc/>
    public bool Equals(SliceOrder? other) =>
        other is not null && other.FirstStep == FirstStep && other.Steps == Steps
        && other.From.AsSpan().SequenceEqual(From) && other.State.AsSpan().SequenceEqual(State);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(FirstStep, Steps, From.Length, State.Length);
}

/// <summary>What a slice led to.</summary>
/// <param name="Step">The border that it reached: where the order ends, also when the trial has ended before.</param>
/// <param name="State">The state to go on from; empty when the trial has ended, and then its block is in the report.</param>
/// <param name="Digest">What <see cref="SliceDigest"/> makes of it, 32 bytes.</param>
/// <param name="Rows">The curve's rows of this slice, as <see cref="CurveRows"/> has them.</param>
public sealed record SliceResult(long Step, byte[] State, byte[] Digest, byte[] Rows)
{
    /// <summary>Whether the trial has ended.</summary>
    public bool IsLast => State.Length == 0;

    /// <inheritdoc/>
    public bool Equals(SliceResult? other) =>
        other is not null && other.Step == Step && other.State.AsSpan().SequenceEqual(State)
        && other.Digest.AsSpan().SequenceEqual(Digest) && other.Rows.AsSpan().SequenceEqual(Rows);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Step, State.Length, Rows.Length);
}
