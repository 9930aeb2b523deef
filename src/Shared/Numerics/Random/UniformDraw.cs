using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>A uniform draw from (0, 1] out of one random word: u = (word + ½)·2⁻³², rounded to float32.</summary>
/// <remarks>
/// The smallest is 2⁻³³, so that normals made of it reach 6.76 standard deviations; the largest rounds to 1. The word is
/// turned into a number as two exact halves joined by one rounding, and the ½ is added by another: |error| is at most
/// 2⁻²⁴·u.
/// </remarks>
public static class UniformDraw
{
    /// <summary>The draw of each lane's word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T word)
        where T : struct, ILanes<T>
    {
        var high = T.ToNumbers(word >>> 16);
        var low = T.ToNumbers(word & T.OfBits(0xFFFF));
        var number = T.FusedMultiplyAdd(high, T.Of(65536f), low);
        return (number + T.Of(0.5f)) * T.Of(1f / 4294967296f);
    }
}
