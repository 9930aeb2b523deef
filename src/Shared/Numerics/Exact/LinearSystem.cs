using System.Numerics;

namespace Farm.Numerics;

/// <summary>Systems of linear equations solved without any error.</summary>
public static class LinearSystem
{
    /// <summary>
    /// Solves A·x = b by fraction-free elimination (Bareiss 1968): x = Numerators/Denominator with one denominator above 0.
    /// </summary>
    /// <param name="matrix">A, row-major, n × n.</param>
    /// <param name="right">b.</param>
    /// <returns>The solution; null when A is singular.</returns>
    public static (Dyadic[] Numerators, Dyadic Denominator)? Solve(Dyadic[] matrix, Dyadic[] right)
    {
        var n = right.Length;
        if (matrix.Length != n * n)
        {
            throw new ArgumentException($"{matrix.Length} numbers are no matrix of order {n}.", nameof(matrix));
        }

        var rows = Whole(matrix, right);
        var last = BigInteger.One;
        for (var k = 0; k < n; k++)
        {
            if (!Swap(rows, k))
            {
                return null;
            }

            // Gauss and Jordan: rows above the pivot are cleared as well, so that all end with the same pivot.
            for (var i = 0; i < n; i++)
            {
                if (i == k)
                {
                    continue;
                }

                var factor = rows[i][k];
                for (var j = 0; j <= n; j++)
                {
                    rows[i][j] = (rows[i][j] * rows[k][k] - factor * rows[k][j]) / last;
                }
            }

            last = rows[k][k];
        }

        var sign = last.Sign;
        return ([.. rows.Select(r => Dyadic.OfWhole(sign * r[n]))], Dyadic.OfWhole(sign * last));
    }

    /// <summary>All equations over one power of two: whole numbers.</summary>
    private static BigInteger[][] Whole(Dyadic[] matrix, Dyadic[] right)
    {
        var n = right.Length;
        var least = matrix.Concat(right).Min(v => v.Exponent);
        return
        [
            .. Enumerable.Range(0, n).Select(i => (BigInteger[])
                [.. Enumerable.Range(0, n).Select(j => matrix[i * n + j].Over(least)), right[i].Over(least)]),
        ];
    }

    private static bool Swap(BigInteger[][] rows, int k)
    {
        var pivot = Array.FindIndex(rows, k, r => !r[k].IsZero);
        if (pivot < 0)
        {
            return false;
        }

        (rows[k], rows[pivot]) = (rows[pivot], rows[k]);
        return true;
    }
}
