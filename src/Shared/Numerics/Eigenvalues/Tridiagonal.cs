using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Farm.Numerics;

/// <summary>A symmetric tridiagonal matrix that is similar to a given one, by Householder's reflections, in float64.</summary>
/// <remarks>
/// Golub and Van Loan, Matrix Computations, §8.3.1. Each reflection's rank-two update is carried out in the same pass over
/// the matrix that multiplies it with the next reflection's vector: 2n³ operations, n/8 passes less memory. Scale the matrix
/// to a norm near 1 first: squares of its elements must neither overflow nor vanish.
/// </remarks>
internal static class Tridiagonal
{
    /// <summary>Numbers of scratch that a matrix of a padded order needs.</summary>
    public static int ScratchOf(int stride) => 4 * stride;

    /// <summary>Reduces a matrix, which is destroyed.</summary>
    /// <param name="matrix">Row-major, symmetric, zeros beyond <paramref name="n"/> in both directions.</param>
    /// <param name="n">Its order, at least 1.</param>
    /// <param name="stride">Its padded order: a multiple of 8; as many rows too.</param>
    /// <param name="diagonal">The <paramref name="n"/> numbers of the diagonal.</param>
    /// <param name="beside">The n − 1 numbers beside it.</param>
    /// <param name="scratch"><see cref="ScratchOf"/> numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Reduce(
        ref double matrix, int n, int stride, Span<double> diagonal, Span<double> beside, Span<double> scratch)
    {
        scratch[..(4 * stride)].Clear();
        ref var v = ref scratch[0];
        ref var w = ref scratch[stride];
        ref var next = ref scratch[2 * stride];
        ref var product = ref scratch[3 * stride];
        for (var k = 0; k < n; k++)
        {
            ref var row = ref Unsafe.Add(ref matrix, (nint)k * stride);
            UpdateRow(ref row, ref v, ref w, k, stride);
            diagonal[k] = Unsafe.Add(ref row, k);
            if (k == n - 1)
            {
                return;
            }

            var tau = Reflection(ref row, k, n, ref next, out beside[k]);
            var from = (k + 1) & ~(Wide.Count - 1);
            scratch.Slice(3 * stride + from, stride - from).Clear();
            Pass(ref matrix, (k + 1) & ~3, n, stride, from, ref v, ref w, ref next, ref product);
            var half = 0.5 * tau * tau * Wide.Dot(ref product, ref next, from, stride);
            var (t, h) = (Vector512.Create(tau), Vector512.Create(-half));
            for (nint i = from; i < stride; i += Wide.Count)
            {
                var reflected = Wide.Load(ref next, i);
                Wide.Store(reflected, ref v, i);
                Wide.Store(Wide.Fused(h, reflected, t * Wide.Load(ref product, i)), ref w, i);
            }

            for (var i = from; i <= k; i++)
            {
                Unsafe.Add(ref w, i) = 0;
            }
        }
    }

    private static void UpdateRow(ref double row, ref double v, ref double w, int k, nint stride)
    {
        var (minusV, minusW) = (Vector512.Create(-Unsafe.Add(ref v, k)), Vector512.Create(-Unsafe.Add(ref w, k)));
        for (nint i = k & ~(Wide.Count - 1); i < stride; i += Wide.Count)
        {
            var value = Wide.Fused(minusV, Wide.Load(ref w, i), Wide.Load(ref row, i));
            Wide.Store(Wide.Fused(minusW, Wide.Load(ref v, i), value), ref row, i);
        }
    }

    /// <summary>The vector, first component 1, of the reflection I − τvvᵀ that leaves of a row's rest one number.</summary>
    private static double Reflection(ref double row, int k, int n, ref double vector, out double beside)
    {
        for (var i = (k + 1) & ~(Wide.Count - 1); i <= k + 1; i++)
        {
            Unsafe.Add(ref vector, i) = 0;
        }

        for (var i = k + 2; i < n; i++)
        {
            Unsafe.Add(ref vector, i) = Unsafe.Add(ref row, i);
        }

        var rest = Wide.Dot(ref vector, ref vector, (k + 1) & ~(Wide.Count - 1), Wide.Padded(n));
        var first = Unsafe.Add(ref row, k + 1);
        if (rest == 0)
        {
            beside = first;
            for (var i = k + 2; i < n; i++)
            {
                Unsafe.Add(ref vector, i) = 0;
            }

            return 0;
        }

        var norm = Math.Sqrt(Math.FusedMultiplyAdd(first, first, rest));
        beside = first > 0 ? -norm : norm;
        var scale = 1 / (first - beside);
        for (var i = k + 2; i < n; i++)
        {
            Unsafe.Add(ref vector, i) *= scale;
        }

        Unsafe.Add(ref vector, k + 1) = 1;
        return (beside - first) / beside;
    }

    /// <summary>Rows minus v·wᵀ + w·vᵀ, and their product with the next vector. Rows above the first that matters are spent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass(
        ref double matrix, int firstRow, int n, nint stride, nint from,
        ref double v, ref double w, ref double next, ref double product)
    {
        for (nint row = firstRow; row < n; row += 4)
        {
            ref var r0 = ref Unsafe.Add(ref matrix, row * stride);
            ref var r1 = ref Unsafe.Add(ref r0, stride);
            ref var r2 = ref Unsafe.Add(ref r1, stride);
            ref var r3 = ref Unsafe.Add(ref r2, stride);
            var (v0, w0, x0) = Factors(ref v, ref w, ref next, row);
            var (v1, w1, x1) = Factors(ref v, ref w, ref next, row + 1);
            var (v2, w2, x2) = Factors(ref v, ref w, ref next, row + 2);
            var (v3, w3, x3) = Factors(ref v, ref w, ref next, row + 3);
            for (var i = from; i < stride; i += Wide.Count)
            {
                var (vi, wi, p) = (Wide.Load(ref v, i), Wide.Load(ref w, i), Wide.Load(ref product, i));
                var y = Wide.Fused(w0, vi, Wide.Fused(v0, wi, Wide.Load(ref r0, i)));
                Wide.Store(y, ref r0, i);
                p = Wide.Fused(x0, y, p);
                y = Wide.Fused(w1, vi, Wide.Fused(v1, wi, Wide.Load(ref r1, i)));
                Wide.Store(y, ref r1, i);
                p = Wide.Fused(x1, y, p);
                y = Wide.Fused(w2, vi, Wide.Fused(v2, wi, Wide.Load(ref r2, i)));
                Wide.Store(y, ref r2, i);
                p = Wide.Fused(x2, y, p);
                y = Wide.Fused(w3, vi, Wide.Fused(v3, wi, Wide.Load(ref r3, i)));
                Wide.Store(y, ref r3, i);
                Wide.Store(Wide.Fused(x3, y, p), ref product, i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> V, Vector512<double> W, Vector512<double> Next) Factors(
        ref double v, ref double w, ref double next, nint row) =>
        (Vector512.Create(-Unsafe.Add(ref v, row)), Vector512.Create(-Unsafe.Add(ref w, row)),
            Vector512.Create(Unsafe.Add(ref next, row)));
}
