using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Affine functions restricted to one of the hyperplanes where they vanish: one coordinate less.</summary>
/// <remarks>
/// On A_i·x + β_i = 0 the coordinate p with the largest |A_ip| is a function of the others:
/// A'_jq = A_jq − A_jp·(A_iq/A_ip), β'_j = β_j − A_jp·(β_i/A_ip). Lanes are functions j, so nothing is summed and bits do not
/// depend on their number. Partial pivoting keeps every factor at most 1 in size.
/// </remarks>
internal static class Restriction
{
    /// <summary>Restricts all functions.</summary>
    /// <param name="from">Rows of coefficients, a coordinate each, then that of β.</param>
    /// <param name="to">Where one row less goes; may not overlap.</param>
    /// <param name="row">Numbers from a row to the next, and those of a row, a multiple of 8, that may be other than 0.</param>
    /// <param name="coordinates">Coordinates before.</param>
    /// <param name="hyperplane">i.</param>
    /// <param name="negligible">What counts as 0 among A_i.</param>
    /// <param name="hasOffsets">Whether β is wanted.</param>
    /// <returns>Whether it could be done: not when A_i is 0.</returns>
    [SkipLocalsInit]
    public static bool Restrict<T>(
        ref double from,
        ref double to,
        (int Stride, int Length) row,
        int coordinates,
        int hyperplane,
        double negligible,
        bool hasOffsets)
        where T : struct, IDoubleLanes<T>
    {
        var (stride, length) = row;
        var pivot = 0;
        var largest = 0.0;
        for (var q = 0; q < coordinates; q++)
        {
            var size = Math.Abs(Unsafe.Add(ref from, q * stride + hyperplane));
            (pivot, largest) = size > largest ? (q, size) : (pivot, largest);
        }

        if (largest <= negligible)
        {
            return false;
        }

        ref var pivots = ref Unsafe.Add(ref from, pivot * stride);
        var inverse = -1 / Unsafe.Add(ref pivots, hyperplane);
        var target = 0;
        for (var q = 0; q < coordinates + (hasOffsets ? 1 : 0); q++)
        {
            if (q == pivot)
            {
                continue;
            }

            ref var numbers = ref Unsafe.Add(ref from, q * stride);
            ref var result = ref Unsafe.Add(ref to, target++ * stride);
            var factor = T.Of(Unsafe.Add(ref numbers, hyperplane) * inverse);
            for (var j = 0; j < length; j += T.Count)
            {
                T.Store(
                    T.FusedMultiplyAdd(factor, T.Load(ref Unsafe.Add(ref pivots, j)), T.Load(ref Unsafe.Add(ref numbers, j))),
                    ref Unsafe.Add(ref result, j));
            }

            // What vanishes on it does so exactly, whatever the rounding.
            Unsafe.Add(ref result, hyperplane) = 0;
        }

        return true;
    }
}
