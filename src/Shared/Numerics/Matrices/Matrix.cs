using System.Runtime.CompilerServices;

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
    private readonly int offset;

    /// <summary>Zeros.</summary>
    /// <param name="rows">How many rows, at least 1.</param>
    /// <param name="columns">How many columns, at least 1.</param>
    public Matrix(int rows, int columns)
        : this(new LaneMemory(LengthOf(rows, columns)), 0, rows, columns)
    {
    }

    /// <summary>A part of a memory.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="offset">Where it begins: a multiple of <see cref="Padding"/>.</param>
    /// <param name="rows">How many rows, at least 1.</param>
    /// <param name="columns">How many columns, at least 1.</param>
    public Matrix(LaneMemory memory, int offset, int rows, int columns)
    {
        if (offset < 0 || offset % Padding != 0 || offset + LengthOf(rows, columns) > memory.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{rows} by {columns} numbers do not lie there.");
        }

        (this.memory, this.offset, Rows, Columns, Stride) = (memory, offset, rows, columns, LengthOf(1, columns));
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many columns there are.</summary>
    public int Columns { get; }

    /// <summary>Numbers from one row's first to the next one's.</summary>
    public int Stride { get; }

    /// <summary>The first number.</summary>
    public ref float First => ref Unsafe.Add(ref memory.First, offset);

    /// <summary>All numbers, with what fills up the rows: zeros, unless somebody wrote there.</summary>
    public Span<float> Padded => memory.Span.Slice(offset, Rows * Stride);

    /// <summary>One row, without what fills it up.</summary>
    public Span<float> Row(int row) => memory.Span.Slice(offset + row * Stride, Columns);

    /// <summary>Zeros in what fills up the rows, where kernels have left 0·∞ there.</summary>
    internal void ClearFill()
    {
        for (var row = 0; Columns < Stride && row < Rows; row++)
        {
            memory.Span.Slice(offset + row * Stride + Columns, Stride - Columns).Clear();
        }
    }

    /// <summary>Numbers that a matrix takes, with what fills up its rows.</summary>
    /// <param name="rows">How many rows, at least 1.</param>
    /// <param name="columns">How many columns, at least 1.</param>
    public static int LengthOf(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        return checked(rows * ((columns + Padding - 1) / Padding * Padding));
    }
}
