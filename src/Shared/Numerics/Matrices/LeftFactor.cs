using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>The left factor of a product, a number at a time: a matrix, or one that is read as its transpose.</summary>
public readonly ref struct LeftFactor
{
    private readonly ref float first;

    /// <summary>A factor.</summary>
    /// <param name="first">Its first number.</param>
    /// <param name="rowStride">Numbers from one of its rows to the next.</param>
    /// <param name="depthStride">Numbers from one of its columns to the next.</param>
    public LeftFactor(ref float first, int rowStride, int depthStride)
    {
        this.first = ref first;
        (RowStride, DepthStride) = (rowStride, depthStride);
    }

    /// <summary>Its first number.</summary>
    public ref float First => ref first;

    /// <summary>Numbers from one of its rows to the next.</summary>
    public nint RowStride { get; }

    /// <summary>Numbers from one of its columns to the next.</summary>
    public nint DepthStride { get; }

    /// <summary>A matrix.</summary>
    public static LeftFactor Of(Matrix matrix) => new(ref matrix.First, matrix.Stride, 1);

    /// <summary>A matrix's transpose, where the matrix lies.</summary>
    public static LeftFactor Transposed(Matrix matrix) => new(ref matrix.First, 1, matrix.Stride);

    /// <summary>The factor without its first rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LeftFactor Down(int rows) =>
        new(ref Unsafe.Add(ref first, rows * RowStride), (int)RowStride, (int)DepthStride);
}
