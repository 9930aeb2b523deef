namespace Farm.Numerics;

/// <summary>
/// A matrix of float32 in rows, each of which begins at a multiple of 64 bytes and is filled up to one with zeros: kernels
/// read and write whole rows of lanes and never meet a ragged edge.
/// </summary>
public sealed class Matrix
{
    /// <summary>A row's length is a multiple of this: one row of lanes at the greatest width.</summary>
    public const int Padding = 16;

    private readonly LaneMemory memory;

    /// <summary>Zeros.</summary>
    /// <param name="rows">How many rows, at least 1.</param>
    /// <param name="columns">How many columns, at least 1.</param>
    public Matrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        (Rows, Columns, Stride) = (rows, columns, (columns + Padding - 1) / Padding * Padding);
        memory = new LaneMemory(checked(rows * Stride));
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many columns there are.</summary>
    public int Columns { get; }

    /// <summary>Numbers from one row's first to the next one's.</summary>
    public int Stride { get; }

    /// <summary>The first number.</summary>
    public ref float First => ref memory.First;

    /// <summary>All numbers, with what fills up the rows: zeros, unless somebody wrote there.</summary>
    public Span<float> Padded => memory.Span;

    /// <summary>One row, without what fills it up.</summary>
    public Span<float> Row(int row) => memory.Span.Slice(row * Stride, Columns);
}
