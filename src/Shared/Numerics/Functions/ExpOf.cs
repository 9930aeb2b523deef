using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Exponential of a float32 that is at most 0.</summary>
/// <remarks>
/// e^x = 2^n·e^r with n the nearest integer to x/ln 2, r = x − n·ln 2 by ln 2 in two parts, e^r by a polynomial of degree 6.
/// Source of the coefficients: Cephes, expf. Error at most 1.1 ulp against float64 down to −87; below, where the result would
/// be subnormal, it is 0, and so it is for −∞. NaN stays NaN. Above 0 no promise is made.
/// </remarks>
public static class ExpOf
{
    private const float Least = -87f;
    private const float OneOverLn2 = 1.44269504088896341f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>1.5·2²³: a number added to it is rounded to an integer, which then stands in its lowest bits.</summary>
    private const float Rounder = 12582912f;

    /// <summary>The exponential of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T NotAboveZero<T>(T x)
        where T : struct, ILanes<T>
    {
        var shifted = T.FusedMultiplyAdd(x, T.Of(OneOverLn2), T.Of(Rounder));
        var n = shifted - T.Of(Rounder);
        var r = T.FusedMultiplyAdd(n, T.Of(-Ln2High), x);
        r = T.FusedMultiplyAdd(n, T.Of(-Ln2Low), r);
        var p = T.FusedMultiplyAdd(T.Of(1.9875691500e-4f), r, T.Of(1.3981999507e-3f));
        p = T.FusedMultiplyAdd(p, r, T.Of(8.3334519073e-3f));
        p = T.FusedMultiplyAdd(p, r, T.Of(4.1665795894e-2f));
        p = T.FusedMultiplyAdd(p, r, T.Of(1.6666665459e-1f));
        p = T.FusedMultiplyAdd(p, r, T.Of(0.5f));
        var y = T.FusedMultiplyAdd(p, r * r, r) + T.Of(1f);

        // Multiplying by 2ⁿ adds n to the exponent: the rounder's other bits fall off the top.
        var scaled = T.AddBits(y, shifted << 23);
        return T.IfLess(x, T.Of(Least), T.Of(0f), T.Select(T.Equal(x, x), scaled, x));
    }
}
