using System.Numerics;

namespace Farm.Numerics;

/// <summary>All eigenvalues of a real matrix that need not be symmetric, in float64.</summary>
/// <remarks>
/// Reduction to Hessenberg form by elimination with pivots, then Francis's double-shift QR iteration (Martin, Peters,
/// Wilkinson 1970, hqr). Errors are a few units in the last place of the largest modulus times the condition of each
/// eigenvalue. Plain scalar operations in a fixed order: the same bits everywhere. Tests hold it against MathNet.Numerics.
/// </remarks>
public static class GeneralEigenvalues
{
    private const int MostSweeps = 60;
    private const double Ulp = 2.3e-16;

    /// <summary>The eigenvalues by falling modulus; of a pair the one above the real axis first.</summary>
    /// <param name="matrix">Row-major, n × n; only finite numbers.</param>
    /// <param name="n">The order, at least 1.</param>
    /// <exception cref="ArgumentException">The matrix has another size, or a number in it is not finite.</exception>
    public static Complex[] Of(ReadOnlySpan<double> matrix, int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        if (matrix.Length != n * n || matrix.ContainsAnyExceptFinite())
        {
            throw new ArgumentException($"Not a matrix of order {n} of finite numbers.", nameof(matrix));
        }

        var a = new double[n, n];
        for (var i = 0; i < n * n; i++)
        {
            a[i / n, i % n] = matrix[i];
        }

        Reduce(a, n);
        var values = new Complex[n];
        Iterate(a, n, values);
        return [.. values.OrderByDescending(v => v.Real * v.Real + v.Imaginary * v.Imaginary)
            .ThenByDescending(v => v.Real).ThenByDescending(v => v.Imaginary)];
    }

    private static bool ContainsAnyExceptFinite(this ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
        {
            if (!double.IsFinite(number))
            {
                return true;
            }
        }

        return false;
    }

    private static void Reduce(double[,] a, int n)
    {
        for (var m = 1; m < n - 1; m++)
        {
            var pivot = m;
            for (var i = m; i < n; i++)
            {
                pivot = Math.Abs(a[i, m - 1]) > Math.Abs(a[pivot, m - 1]) ? i : pivot;
            }

            if (a[pivot, m - 1] == 0)
            {
                continue;
            }

            for (var j = 0; j < n; j++)
            {
                (a[pivot, j], a[m, j]) = (a[m, j], a[pivot, j]);
            }

            for (var j = 0; j < n; j++)
            {
                (a[j, pivot], a[j, m]) = (a[j, m], a[j, pivot]);
            }

            for (var i = m + 1; i < n; i++)
            {
                Eliminate(a, n, i, m);
            }
        }

        for (var i = 2; i < n; i++)
        {
            for (var j = 0; j < i - 1; j++)
            {
                a[i, j] = 0;
            }
        }
    }

    /// <summary>Row i loses its part below the subdiagonal, and columns follow.</summary>
    private static void Eliminate(double[,] a, int n, int i, int m)
    {
        var factor = a[i, m - 1] / a[m, m - 1];
        if (factor == 0)
        {
            return;
        }

        for (var j = m - 1; j < n; j++)
        {
            a[i, j] -= factor * a[m, j];
        }

        for (var j = 0; j < n; j++)
        {
            a[j, m] += factor * a[j, i];
        }
    }

    private static void Iterate(double[,] a, int n, Complex[] values)
    {
        var (high, shifted, sweeps) = (n - 1, 0.0, 0);
        while (high >= 0)
        {
            var low = high;
            while (low > 0 && Math.Abs(a[low, low - 1]) > Ulp * Size(a, low))
            {
                low--;
            }

            if (low == high)
            {
                values[high] = a[high, high] + shifted;
                (high, sweeps) = (high - 1, 0);
            }
            else if (low == high - 1)
            {
                (values[high - 1], values[high]) = OfTwo(a, high, shifted);
                (high, sweeps) = (high - 2, 0);
            }
            else
            {
                if (sweeps == MostSweeps)
                {
                    throw new InvalidOperationException("The QR iteration does not converge.");
                }

                var (x, y, w) = Shift(a, high, sweeps++, ref shifted);
                Sweep(a, low, high, x, y, w);
            }
        }
    }

    private static double Size(double[,] a, int low)
    {
        var size = Math.Abs(a[low - 1, low - 1]) + Math.Abs(a[low, low]);
        return size == 0 ? 1 : size;
    }

    private static (Complex First, Complex Second) OfTwo(double[,] a, int high, double shifted)
    {
        var (x, y) = (a[high, high], a[high - 1, high - 1]);
        var w = a[high, high - 1] * a[high - 1, high];
        var p = 0.5 * (y - x);
        var q = p * p + w;
        var root = Math.Sqrt(Math.Abs(q));
        x += shifted;
        if (q < 0)
        {
            return (new Complex(x + p, root), new Complex(x + p, -root));
        }

        var z = p + (p < 0 ? -root : root);
        return (x + z, z == 0 ? x : x - w / z);
    }

    /// <summary>The two shifts as sum and product; every tenth sweep an exceptional one.</summary>
    private static (double X, double Y, double W) Shift(double[,] a, int high, int sweeps, ref double shifted)
    {
        if (sweeps is not (10 or 20 or 30 or 40 or 50))
        {
            return (a[high, high], a[high - 1, high - 1], a[high, high - 1] * a[high - 1, high]);
        }

        var x = a[high, high];
        shifted += x;
        for (var i = 0; i <= high; i++)
        {
            a[i, i] -= x;
        }

        var size = Math.Abs(a[high, high - 1]) + Math.Abs(a[high - 1, high - 2]);
        return (0.75 * size, 0.75 * size, -0.4375 * size * size);
    }

    private static void Sweep(double[,] a, int low, int high, double x, double y, double w)
    {
        var m = high - 2;
        var (p, q, r) = (0.0, 0.0, 0.0);
        for (; m >= low; m--)
        {
            var z = a[m, m];
            (p, q) = (x - z, y - z);
            p = (p * q - w) / a[m + 1, m] + a[m, m + 1];
            q = a[m + 1, m + 1] - z - (x - z) - (y - z);
            r = a[m + 2, m + 1];
            var sum = Math.Abs(p) + Math.Abs(q) + Math.Abs(r);
            (p, q, r) = (p / sum, q / sum, r / sum);
            var small = Math.Abs(a[m, Math.Max(0, m - 1)]) * (Math.Abs(q) + Math.Abs(r));
            var large = Math.Abs(p) * (Math.Abs(a[Math.Max(0, m - 1), Math.Max(0, m - 1)]) + Math.Abs(z) + Math.Abs(a[m + 1, m + 1]));
            if (m == low || small <= Ulp * large)
            {
                break;
            }
        }

        for (var i = m + 2; i <= high; i++)
        {
            a[i, i - 2] = 0;
            if (i > m + 2)
            {
                a[i, i - 3] = 0;
            }
        }

        Chase(a, low, high, m, (p, q, r));
    }

    /// <summary>The bulge that the shifts made is chased down the diagonal.</summary>
    private static void Chase(double[,] a, int low, int high, int m, (double P, double Q, double R) first)
    {
        var (p, q, r) = first;
        for (var k = m; k < high; k++)
        {
            var scale = 1.0;
            if (k > m)
            {
                (p, q, r) = (a[k, k - 1], a[k + 1, k - 1], k < high - 1 ? a[k + 2, k - 1] : 0);
                scale = Math.Abs(p) + Math.Abs(q) + Math.Abs(r);
                if (scale == 0)
                {
                    continue;
                }

                (p, q, r) = (p / scale, q / scale, r / scale);
            }

            var s = Math.Sqrt(p * p + q * q + r * r);
            s = p < 0 ? -s : s;
            if (s == 0)
            {
                continue;
            }

            if (k > m)
            {
                a[k, k - 1] = -s * scale;
            }
            else if (low != m)
            {
                a[k, k - 1] = -a[k, k - 1];
            }

            p += s;
            var (x, y, z) = (p / s, q / s, r / s);
            Reflect(a, low, high, k, (x, y, z), (q / p, r / p));
        }
    }

    private static void Reflect(
        double[,] a, int low, int high, int k, (double X, double Y, double Z) at, (double Q, double R) over)
    {
        var isThree = k < high - 1;
        for (var j = k; j <= high; j++)
        {
            var sum = a[k, j] + over.Q * a[k + 1, j] + (isThree ? over.R * a[k + 2, j] : 0);
            a[k, j] -= sum * at.X;
            a[k + 1, j] -= sum * at.Y;
            if (isThree)
            {
                a[k + 2, j] -= sum * at.Z;
            }
        }

        for (var i = low; i <= Math.Min(high, k + 3); i++)
        {
            var sum = at.X * a[i, k] + at.Y * a[i, k + 1] + (isThree ? at.Z * a[i, k + 2] : 0);
            a[i, k] -= sum;
            a[i, k + 1] -= sum * over.Q;
            if (isThree)
            {
                a[i, k + 2] -= sum * over.R;
            }
        }
    }
}
