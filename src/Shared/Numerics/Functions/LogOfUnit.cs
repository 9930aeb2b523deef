using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Natural logarithm of a normal, positive float32.</summary>
/// <remarks>
/// x = 2^k·m with m in [√½, √2); ln x = k·ln 2 + ln(1 + (m − 1)) by a polynomial of degree 8 in r = m − 1, ln 2 in two
/// parts. Source of the coefficients: Cephes, logf. Error at most 1 ulp against float64: tested on every float32
/// of [½, 1) and on a seventh of those of five octaves down to 2⁻³³. Zero, subnormals, negatives, infinities and NaN are outside its domain: no promise.
/// </remarks>
public static class LogOfUnit
{
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>The logarithm of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T x)
        where T : struct, ILanes<T>
    {
        // The bits of √½ are taken off, so that the exponent field changes where m passes √2.
        var shifted = T.AddBits(x, T.OfBits(unchecked(0u - 0x3F3504F3u)));
        var exponent = T.ToNumbers(shifted >> 23);
        var m = T.AddBits(shifted & T.OfBits(0x007F_FFFF), T.OfBits(0x3F3504F3));
        var r = m - T.Of(1f);
        var square = r * r;
        var p = T.FusedMultiplyAdd(T.Of(7.0376836292e-2f), r, T.Of(-1.1514610310e-1f));
        p = T.FusedMultiplyAdd(p, r, T.Of(1.1676998740e-1f));
        p = T.FusedMultiplyAdd(p, r, T.Of(-1.2420140846e-1f));
        p = T.FusedMultiplyAdd(p, r, T.Of(1.4249322787e-1f));
        p = T.FusedMultiplyAdd(p, r, T.Of(-1.6668057665e-1f));
        p = T.FusedMultiplyAdd(p, r, T.Of(2.0000714765e-1f));
        p = T.FusedMultiplyAdd(p, r, T.Of(-2.4999993993e-1f));
        p = T.FusedMultiplyAdd(p, r, T.Of(3.3333331174e-1f));
        var tail = T.FusedMultiplyAdd(exponent, T.Of(Ln2Low), p * r * square);
        tail = T.FusedMultiplyAdd(square, T.Of(-0.5f), tail);
        return T.FusedMultiplyAdd(exponent, T.Of(Ln2High), r + tail);
    }
}
