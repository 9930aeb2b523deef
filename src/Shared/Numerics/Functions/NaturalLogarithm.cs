using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Natural logarithm of a normal, positive float64.</summary>
/// <remarks>
/// x = 2^k·m with m in [√½, √2); with f = m − 1 and s = f/(2 + f) ln m = f − ½f² + s·(½f² + R(s²)), ln 2 in two parts. Source
/// of the coefficients: fdlibm, __ieee754_log. Error at most 1 ulp against the platform's on
/// a million numbers. Zero, subnormals, negatives, infinities and NaN are outside its domain: no promise.
/// </remarks>
public static class NaturalLogarithm
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>The bits of √½.</summary>
    private const ulong RootHalf = 0x3FE6A09E667F3BCD;

    /// <summary>The logarithm of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T x)
        where T : struct, IDoubleLanes<T>
    {
        // The bits of √½ are taken off, so that the exponent field changes where m passes √2.
        var shifted = T.AddBits(x, T.OfBits(unchecked(0UL - RootHalf)));
        var exponent = T.ToNumbers(shifted >> 52);
        var m = T.AddBits(shifted & T.OfBits(0x000F_FFFF_FFFF_FFFF), T.OfBits(RootHalf));
        var f = m - T.Of(1);
        var s = f / (T.Of(2) + f);
        var z = s * s;
        var w = z * z;
        var even = T.FusedMultiplyAdd(T.Of(1.531383769920937332e-01), w, T.Of(2.222219843214978396e-01));
        even = w * T.FusedMultiplyAdd(even, w, T.Of(3.999999999940941908e-01));
        var odd = T.FusedMultiplyAdd(T.Of(1.479819860511658591e-01), w, T.Of(1.818357216161805012e-01));
        odd = T.FusedMultiplyAdd(odd, w, T.Of(2.857142874366239149e-01));
        odd = z * T.FusedMultiplyAdd(odd, w, T.Of(6.666666666666735130e-01));
        var half = T.Of(0.5) * f * f;
        var tail = T.FusedMultiplyAdd(exponent, T.Of(Ln2Low), s * (half + (even + odd)));
        return T.FusedMultiplyAdd(exponent, T.Of(Ln2High), f - (half - tail));
    }

    /// <summary>The logarithm of one number.</summary>
    public static double Of(double x)
    {
        Span<double> lanes = stackalloc double[DoubleLanes128.Count];
        DoubleLanes128.Store(Of(DoubleLanes128.Of(x)), ref lanes[0]);
        return lanes[0];
    }
}
