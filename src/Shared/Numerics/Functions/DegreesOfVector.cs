using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Direction of (x, y) from the x axis, in degrees, in [−180, 180].</summary>
/// <remarks>
/// The smaller coordinate over the larger gives the tangent of an angle of at most 45°; above tan 22.5° that is taken as
/// 45° + atan((t − 1)/(t + 1)). Source of the coefficients: Cephes, atanf. Error at most 4 ulp of the result against
/// float64. NaN for (0, 0), and where a coordinate is NaN or both are infinite; coordinates whose larger one is below
/// 2⁻¹⁰⁰ or above 2¹⁰⁰ lose accuracy.
/// </remarks>
public static class DegreesOfVector
{
    private const float DegreesOfRadian = (float)(180 / Math.PI);

    /// <summary>The direction of each lane's vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T x, T y)
        where T : struct, ILanes<T>
    {
        var (width, height) = (T.Abs(x), T.Abs(y));
        var isSteep = T.Less(width, height);
        var small = T.Select(isSteep, width, height);
        var large = T.Select(isSteep, height, width);
        var t = small / large;
        var isWide = T.Less(T.Of(0.41421356f), t);
        var reduced = T.Select(isWide, (small - large) / (small + large), t);
        var square = reduced * reduced;
        var p = T.FusedMultiplyAdd(T.Of(8.05374449538e-2f), square, T.Of(-1.38776856032e-1f));
        p = T.FusedMultiplyAdd(p, square, T.Of(1.99777106478e-1f));
        p = T.FusedMultiplyAdd(p, square, T.Of(-3.33329491539e-1f));
        var radians = T.FusedMultiplyAdd(p * square, reduced, reduced);
        var degrees = T.FusedMultiplyAdd(radians, T.Of(DegreesOfRadian), T.Select(isWide, T.Of(45f), T.Of(0f)));
        degrees = T.Select(isSteep, T.Of(90f) - degrees, degrees);
        degrees = T.Select(T.Less(x, T.Of(0f)), T.Of(180f) - degrees, degrees);
        return degrees | (y & T.OfBits(0x8000_0000));
    }
}
