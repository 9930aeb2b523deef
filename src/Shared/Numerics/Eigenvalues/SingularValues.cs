namespace Farm.Numerics;

/// <summary>Singular values of a dense matrix, to 10⁻¹⁵ of its norm or better, by one-sided Jacobi rotations.</summary>
/// <remarks>
/// Hestenes 1958. Columns are turned in pairs until none has more than 10⁻¹⁵ of the matrix's norm along another; their lengths
/// are the singular values. Unlike the eigenvalues of the Gram matrix they are not squared, so that 10⁻¹⁰ of the largest is far
/// from rounding. Where columns depend on each other what is left of them is rounding, which no turn makes orthogonal.
/// </remarks>
public static class SingularValues
{
    private const double Orthogonal = 1e-15;
    private const int MostSweeps = 60;

    /// <summary>The singular values, largest first.</summary>
    /// <param name="columns">The matrix, column by column, all of one length; overwritten.</param>
    /// <exception cref="InvalidOperationException">The columns do not become orthogonal.</exception>
    public static double[] Of(double[][] columns)
    {
        var norm = Math.Sqrt(columns.Sum(c => Dot(c, c)));
        for (var sweep = 0; Turn(columns, norm); sweep++)
        {
            if (sweep == MostSweeps)
            {
                throw new InvalidOperationException("The columns did not become orthogonal.");
            }
        }

        return [.. columns.Select(c => Math.Sqrt(Dot(c, c))).OrderDescending()];
    }

    private static bool Turn(double[][] columns, double norm)
    {
        var isTurned = false;
        for (var p = 0; p < columns.Length - 1; p++)
        {
            for (var q = p + 1; q < columns.Length; q++)
            {
                var (a, b) = (columns[p], columns[q]);
                var (aa, bb, ab) = (Dot(a, a), Dot(b, b), Dot(a, b));
                if (Math.Abs(ab) <= Orthogonal * norm * Math.Sqrt(Math.Max(aa, bb)))
                {
                    continue;
                }

                var zeta = (bb - aa) / (2 * ab);
                var tangent = (zeta < 0 ? -1 : 1) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
                var cosine = 1 / Math.Sqrt(1 + tangent * tangent);
                var sine = cosine * tangent;
                for (var i = 0; i < a.Length; i++)
                {
                    (a[i], b[i]) = (cosine * a[i] - sine * b[i], sine * a[i] + cosine * b[i]);
                }

                isTurned = true;
            }
        }

        return isTurned;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
