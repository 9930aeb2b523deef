using System.Runtime.InteropServices;

namespace Farm.Numerics;

/// <summary>Numbers that start at a multiple of 64 bytes and never move, so that no row of lanes straddles cache lines.</summary>
public sealed class LaneMemory
{
    private const int Alignment = 64;

    private readonly float[] numbers;
    private readonly int offset;

    /// <summary>Zeros.</summary>
    /// <param name="length">How many, at least 1.</param>
    public LaneMemory(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        numbers = GC.AllocateArray<float>(length + Alignment / sizeof(float), pinned: true);
        var excess = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(numbers, 0) % Alignment);
        offset = (Alignment - excess) % Alignment / sizeof(float);
        Length = length;
    }

    /// <summary>How many numbers there are.</summary>
    public int Length { get; }

    /// <summary>The number at index 0. What is read beyond <see cref="Length"/> is the caller's fault.</summary>
    public ref float First => ref numbers[offset];

    /// <summary>All numbers.</summary>
    public Span<float> Span => numbers.AsSpan(offset, Length);
}
