using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Farm.Numerics;

/// <summary>How many of some rows are independent, from their Gram matrix, in float64.</summary>
/// <remarks>
/// Cholesky's decomposition with diagonal pivoting of the Gram matrix of the rows, each scaled to length 1: the next pivot is
/// the square of the largest distance of a row from the span of those before. The rank is the number of pivots above
/// <see cref="LeastSquare"/>: a row counts while it is farther than a millionth of its own length from the span of the
/// others. That is well above what float32 inputs (6e-8) and float64 Gram matrices (1e-8 at most after the root) blur, and
/// does not depend on what the rows are weighted with.
/// </remarks>
internal static class RowRank
{
    /// <summary>Square of the least distance, relative to a row's length, that makes a row independent.</summary>
    public const double LeastSquare = 1e-12;

    /// <summary>Numbers of scratch that a number of rows needs.</summary>
    public static int ScratchOf(int rows, int mostRank) => Wide.Padded(rows) * (mostRank + 2);

    /// <summary>The rank.</summary>
    /// <param name="gram">Gram matrix of all rows there are, with a positive diagonal at those asked for.</param>
    /// <param name="stride">Distance of its rows.</param>
    /// <param name="rows">Which rows are asked for.</param>
    /// <param name="most">What the rank cannot exceed.</param>
    /// <param name="scratch"><see cref="ScratchOf"/> numbers.</param>
    public static int Of(ReadOnlySpan<double> gram, int stride, ReadOnlySpan<int> rows, int most, Span<double> scratch)
    {
        if (rows.IsEmpty)
        {
            return 0;
        }

        var padded = Wide.Padded(rows.Length);
        var rest = scratch[..padded];
        var scale = scratch.Slice(padded, padded);
        var factors = scratch[(2 * padded)..];
        rest.Clear();
        for (var i = 0; i < rows.Length; i++)
        {
            rest[i] = 1;
            scale[i] = 1 / Math.Sqrt(gram[rows[i] * stride + rows[i]]);
        }

        var rank = 0;
        for (; rank < most; rank++)
        {
            var pivot = 0;
            for (var i = 1; i < rows.Length; i++)
            {
                pivot = rest[i] > rest[pivot] ? i : pivot;
            }

            // Also false for what is no number.
            if (!(rest[pivot] > LeastSquare))
            {
                break;
            }

            var column = factors.Slice(rank * padded, padded);
            column.Clear();
            for (var i = 0; i < rows.Length; i++)
            {
                column[i] = gram[rows[pivot] * stride + rows[i]] * scale[i] * scale[pivot];
            }

            Eliminate(ref factors[0], padded, pivot, rank, ref rest[0]);
        }

        return rank;
    }

    /// <summary>Makes a new column of products one of factors, and takes its squares off the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eliminate(ref double factors, nint padded, int pivot, int rank, ref double rest)
    {
        ref var column = ref Unsafe.Add(ref factors, rank * padded);
        var inverse = Vector512.Create(1 / Math.Sqrt(Unsafe.Add(ref rest, pivot)));
        for (nint i = 0; i < padded; i += Wide.Count)
        {
            var sum = Wide.Load(ref column, i);
            for (nint k = 0; k < rank; k++)
            {
                ref var before = ref Unsafe.Add(ref factors, k * padded);
                sum = Wide.Fused(Vector512.Create(-Unsafe.Add(ref before, pivot)), Wide.Load(ref before, i), sum);
            }

            sum *= inverse;
            Wide.Store(sum, ref column, i);
            Wide.Store(Wide.Fused(-sum, sum, Wide.Load(ref rest, i)), ref rest, i);
        }

        Unsafe.Add(ref rest, pivot) = 0;
    }
}
