using System.Buffers.Binary;

namespace Farm.Domain;

/// <summary>
/// What goes from slice to slice: the study's own state, the digest of the curve so far, and the step of its last row.
/// </summary>
/// <param name="CurveDigest">The curve's digest, 32 bytes.</param>
/// <param name="CurveStep">The step of the curve's last row; −1 when it has none.</param>
/// <param name="Study">The study's own bytes.</param>
public readonly record struct TrialState(byte[] CurveDigest, long CurveStep, ReadOnlyMemory<byte> Study)
{
    /// <summary>Bytes besides the study's own.</summary>
    public const int HeaderBytes = Domain.CurveDigest.Length + sizeof(long);

    /// <summary>The state of a trial that has not begun.</summary>
    public static TrialState Start { get; } = new(new byte[Domain.CurveDigest.Length], -1, default);

    /// <summary>The state as it is stored and sent.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderBytes + Study.Length];
        CurveDigest.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Domain.CurveDigest.Length), CurveStep);
        Study.CopyTo(bytes.AsMemory(HeaderBytes));
        return bytes;
    }

    /// <summary>The state that bytes stand for; none are the start.</summary>
    /// <exception cref="FormatException">They stand for none.</exception>
    public static TrialState Parse(byte[] bytes) => bytes.Length switch
    {
        0 => Start,
        < HeaderBytes => throw new FormatException($"A trial's state has {bytes.Length} bytes, fewer than {HeaderBytes}."),
        _ => new(
            bytes[..Domain.CurveDigest.Length],
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(Domain.CurveDigest.Length)),
            bytes.AsMemory(HeaderBytes)),
    };
}
