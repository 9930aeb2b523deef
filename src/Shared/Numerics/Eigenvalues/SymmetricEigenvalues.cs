namespace Farm.Numerics;

/// <summary>All eigenvalues of a symmetric matrix, in float64, the same bits at every SIMD width.</summary>
/// <remarks>
/// Householder's reduction, then the implicit QL iteration with Wilkinson's shift (Bowdler, Martin, Reinsch, Wilkinson
/// 1968; tql1). Errors are a few units in the last place of the largest eigenvalue's modulus. Tests hold them against
/// dense eigenvalues of MathNet.Numerics.
/// </remarks>
public static class SymmetricEigenvalues
{
    private const int MostSweeps = 60;
    private const double HalfUlp = 1.1e-16;

    /// <summary>The eigenvalues in ascending order.</summary>
    /// <param name="matrix">Row-major, n × n; only finite numbers. What is above the diagonal must mirror what is below.</param>
    /// <param name="n">The order, at least 1.</param>
    /// <exception cref="ArgumentException">The matrix has another size, or a number in it is not finite.</exception>
    public static double[] Of(ReadOnlySpan<double> matrix, int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        if (matrix.Length != n * n)
        {
            throw new ArgumentException($"{matrix.Length} numbers are no matrix of order {n}.", nameof(matrix));
        }

        var largest = 0.0;
        foreach (var number in matrix)
        {
            largest = Math.Max(largest, Math.Abs(number));
        }

        if (!double.IsFinite(largest))
        {
            throw new ArgumentException("Only finite numbers have eigenvalues.", nameof(matrix));
        }

        var exponent = largest == 0 ? 0 : Math.ILogB(largest);
        var stride = Wide.Padded(n);
        var copy = Wide.Allocate(stride * stride).Numbers();
        for (var i = 0; i < n * n; i++)
        {
            copy[i / n * stride + i % n] = Math.ScaleB(matrix[i], -exponent);
        }

        var (diagonal, beside) = (new double[n], new double[n]);
        Tridiagonal.Reduce(ref copy[0], n, stride, diagonal, beside, Wide.Allocate(Tridiagonal.ScratchOf(stride)).Numbers());
        Iterate(diagonal, beside);
        Array.Sort(diagonal);
        for (var i = 0; i < n; i++)
        {
            diagonal[i] = Math.ScaleB(diagonal[i], exponent);
        }

        return diagonal;
    }

    /// <summary>Makes the numbers beside the diagonal vanish.</summary>
    internal static void Iterate(Span<double> diagonal, Span<double> beside)
    {
        var n = diagonal.Length;
        var norm = 0.0;
        for (var i = 0; i < n; i++)
        {
            norm = Math.Max(norm, Math.Abs(diagonal[i]) + (i < n - 1 ? Math.Abs(beside[i]) : 0));
        }

        for (var low = 0; low < n; low++)
        {
            for (var sweep = 0; ; sweep++)
            {
                var high = FirstSplit(diagonal, beside, low, norm);
                if (high == low)
                {
                    break;
                }

                if (sweep == MostSweeps)
                {
                    throw new InvalidOperationException("The QL iteration does not converge.");
                }

                Sweep(diagonal, beside, low, high);
            }
        }
    }

    private static int FirstSplit(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> beside, int low, double norm)
    {
        var high = low;
        for (; high < diagonal.Length - 1; high++)
        {
            var size = Math.Abs(diagonal[high]) + Math.Abs(diagonal[high + 1]);
            if (Math.Abs(beside[high]) <= Math.Max(HalfUlp * size, HalfUlp / 16 * norm))
            {
                break;
            }
        }

        return high;
    }

    private static void Sweep(Span<double> diagonal, Span<double> beside, int low, int high)
    {
        var g = (diagonal[low + 1] - diagonal[low]) / (2 * beside[low]);
        var root = Length(g, 1);
        g = diagonal[high] - diagonal[low] + beside[low] / (g + (g < 0 ? -root : root));
        var (sin, cos, shift) = (1.0, 1.0, 0.0);
        for (var i = high - 1; i >= low; i--)
        {
            var f = sin * beside[i];
            var b = cos * beside[i];
            root = Length(f, g);
            beside[i + 1] = root;
            if (root == 0)
            {
                diagonal[i + 1] -= shift;
                beside[high] = 0;
                return;
            }

            (sin, cos) = (f / root, g / root);
            g = diagonal[i + 1] - shift;
            root = (diagonal[i] - g) * sin + 2 * cos * b;
            shift = sin * root;
            diagonal[i + 1] = g + shift;
            g = cos * root - b;
        }

        diagonal[low] -= shift;
        beside[low] = g;
        beside[high] = 0;
    }

    private static double Length(double a, double b)
    {
        var (x, y) = (Math.Abs(a), Math.Abs(b));
        var (large, small) = x > y ? (x, y) : (y, x);
        var ratio = large == 0 ? 0 : small / large;
        return large * Math.Sqrt(Math.FusedMultiplyAdd(ratio, ratio, 1));
    }
}
