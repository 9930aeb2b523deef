namespace Farm.Studies.Unactivated;

/// <summary>Φ, the share of a standard normal below x, in float64 without library functions: the same bits on every host.</summary>
internal static class NormalShare
{
    private const double RootOfTwoPi = 2.5066282746310002;
    private const double LogOfTwoHigh = 0.6931471803691238;
    private const double LogOfTwoLow = 1.9082149292705877e-10;

    /// <summary>Φ(x) to within 10⁻¹⁵; 0 below −8, 1 above 8.</summary>
    /// <remarks>
    /// Marsaglia, "Evaluating the normal distribution", J. Stat. Software 11 (2004): ½ + φ(x)(x + x³/3 + x⁵/(3·5) + …), whose
    /// terms are all of one sign.
    /// </remarks>
    public static double Below(double x)
    {
        if (x is < -8 or > 8)
        {
            return x < 0 ? 0 : 1;
        }

        var (sum, term, last) = (x, x, double.NaN);
        for (var odd = 3; sum != last; odd += 2)
        {
            last = sum;
            term *= x * x / odd;
            sum += term;
        }

        return Math.Clamp(0.5 + sum * Falling(x * x / 2) / RootOfTwoPi, 0, 1);
    }

    /// <summary>e⁻ʸ for y from 0 to 32: 2⁻ᵏe⁻ʳ with |r| at most ln 2/2, the latter's series to the 14th power.</summary>
    private static double Falling(double y)
    {
        var halvings = (int)(y / LogOfTwoHigh + 0.5);
        var rest = Math.FusedMultiplyAdd(-halvings, LogOfTwoHigh, y);
        rest = -Math.FusedMultiplyAdd(-halvings, LogOfTwoLow, rest);
        var sum = 1.0;
        for (var n = 14; n > 0; n--)
        {
            sum = Math.FusedMultiplyAdd(sum, rest / n, 1);
        }

        return Math.ScaleB(sum, -halvings);
    }
}
