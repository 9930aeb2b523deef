using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Sine and cosine of 2π·word/2³²: a whole turn divided into 2³² parts.</summary>
/// <remarks>
/// Reduced without error: the nearest quarter turn by the top bits, the rest, in [−⅛, ⅛) of a turn, by polynomials in
/// radians. Source of the coefficients: Cephes, sinf and cosf. Error at most 3 ulp of the result against
/// float64; every word is in the domain.
/// </remarks>
public static class SinCosOfTurn
{
    private const float RadiansOfPart = (float)(Math.PI / 2147483648.0);

    /// <summary>Sine and cosine of each lane's word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of<T>(T word, out T sin, out T cos)
        where T : struct, ILanes<T>
    {
        // Half an eighth up, so that the top two bits name the nearest quarter; what is left is signed.
        var shifted = T.AddBits(word, T.OfBits(0x2000_0000));
        var quarter = shifted >>> 30;
        var rest = T.AddBits(shifted & T.OfBits(0x3FFF_FFFF), T.OfBits(0xE000_0000));
        var x = T.ToNumbers(rest) * T.Of(RadiansOfPart);
        var square = x * x;

        var s = T.FusedMultiplyAdd(T.Of(-1.9515295891e-4f), square, T.Of(8.3321608736e-3f));
        s = T.FusedMultiplyAdd(s, square, T.Of(-1.6666654611e-1f));
        s = T.FusedMultiplyAdd(s * square, x, x);
        var c = T.FusedMultiplyAdd(T.Of(2.443315711809948e-5f), square, T.Of(-1.388731625493765e-3f));
        c = T.FusedMultiplyAdd(c, square, T.Of(4.166664568298827e-2f));
        c = T.FusedMultiplyAdd(c, square, T.Of(-0.5f));
        c = T.FusedMultiplyAdd(c, square, T.Of(1f));

        // Quarters 0, 1, 2, 3 have (sin, cos) = (s, c), (c, −s), (−s, −c), (−c, s).
        var swap = T.EqualBits(quarter & T.OfBits(1), T.OfBits(1));
        sin = T.Select(swap, c, s) ^ ((quarter & T.OfBits(2)) << 30);
        cos = T.Select(swap, s, c) ^ ((T.AddBits(quarter, T.OfBits(1)) & T.OfBits(2)) << 30);
    }
}
