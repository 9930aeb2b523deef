namespace Farm.Studies.Xor;

/// <summary>The largest eigenvalue of a symmetric 3 × 3 matrix, in float64.</summary>
/// <remarks>
/// Jacobi's cyclic rotations (1846): each makes one element beside the diagonal 0, and six rounds of three leave nothing
/// above rounding beside it (the third squares what the second left). Error: a few units in the last place of the largest
/// eigenvalue's size. NaN where an element is no number.
/// </remarks>
internal static class LargestOfThree
{
    private const int Rounds = 6;

    /// <summary>It, from the diagonal and what is beside it.</summary>
    public static double Of(double xx, double yy, double bb, double xy, double xb, double yb)
    {
        for (var round = 0; round < Rounds; round++)
        {
            Rotate(ref xx, ref yy, ref xy, ref xb, ref yb);
            Rotate(ref xx, ref bb, ref xb, ref xy, ref yb);
            Rotate(ref yy, ref bb, ref yb, ref xy, ref xb);
        }

        return Math.Max(Math.Max(xx, yy), bb);
    }

    /// <summary>Turns p and q against each other so that pq becomes 0; r is the third axis.</summary>
    private static void Rotate(ref double pp, ref double qq, ref double pq, ref double pr, ref double qr)
    {
        if (pq == 0)
        {
            return;
        }

        var theta = (qq - pp) / (2 * pq);
        var tangent = Math.CopySign(1 / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1)), theta);
        var cosine = 1 / Math.Sqrt(tangent * tangent + 1);
        var sine = tangent * cosine;
        (pp, qq, pq) = (pp - tangent * pq, qq + tangent * pq, 0);
        (pr, qr) = (cosine * pr - sine * qr, sine * pr + cosine * qr);
    }
}
