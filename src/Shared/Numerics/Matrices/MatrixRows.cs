using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Rows of numbers that kernels read and write a row of lanes at a time.</summary>
public readonly ref struct MatrixRows
{
    private readonly ref float first;

    /// <summary>Rows.</summary>
    /// <param name="first">The first number.</param>
    /// <param name="stride">Numbers from one row to the next; 0 is one row for all.</param>
    public MatrixRows(ref float first, int stride)
    {
        this.first = ref first;
        Stride = stride;
    }

    /// <summary>The first number.</summary>
    public ref float First => ref first;

    /// <summary>Numbers from one row to the next.</summary>
    public nint Stride { get; }

    /// <summary>A matrix.</summary>
    public static MatrixRows Of(Matrix matrix) => new(ref matrix.First, matrix.Stride);

    /// <summary>A matrix of one row, for every row.</summary>
    public static MatrixRows Repeated(Matrix row) => new(ref row.First, 0);

    /// <summary>From a row and a column on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MatrixRows At(int row, int column) => new(ref Unsafe.Add(ref first, row * Stride + column), (int)Stride);

    /// <summary>From a column on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MatrixRows Right(int columns) => new(ref Unsafe.Add(ref first, columns), (int)Stride);
}
