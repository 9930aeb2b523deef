using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Two independent standard normals out of two random words: √(−2 ln u)·(cos, sin)(¼-turns of the other).</summary>
/// <remarks>
/// Box and Muller 1958. |z| is at most √(66 ln 2) = 6.764; against float64 from the same u and angle the error is at most
/// 3 ulp of the radius √(−2 ln u).
/// </remarks>
public static class NormalPair
{
    /// <summary>The two normals of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of<T>(T radiusWord, T angleWord, out T first, out T second)
        where T : struct, ILanes<T>
    {
        var radius = T.SquareRoot(T.Of(-2f) * LogOfUnit.Of(UniformDraw.Of(radiusWord)));
        SinCosOfTurn.Of(angleWord, out var sin, out var cos);
        first = radius * cos;
        second = radius * sin;
    }
}
