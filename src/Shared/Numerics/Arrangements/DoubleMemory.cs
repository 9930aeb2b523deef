using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Farm.Numerics;

/// <summary><see cref="LaneMemory"/> for float64: zeros that start at a multiple of 64 bytes and never move.</summary>
public sealed class DoubleMemory
{
    private readonly LaneMemory memory;

    /// <summary>Zeros.</summary>
    /// <param name="length">How many, at least 1.</param>
    public DoubleMemory(int length) => memory = new LaneMemory(checked(2 * length));

    /// <summary>The number at index 0. What is read beyond the length is the caller's fault.</summary>
    public ref double First => ref Unsafe.As<float, double>(ref memory.First);

    /// <summary>All numbers.</summary>
    public Span<double> Span => MemoryMarshal.Cast<float, double>(memory.Span);
}
