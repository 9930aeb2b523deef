using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>Margins of a start, whose units are (wx, wy, b) and, in models that have it, (vx, vy, c).</summary>
/// <remarks>Used to accept a start and to measure it, so that both see the same bits.</remarks>
internal static class XorMargins
{
    /// <summary>Smallest over points of the largest z over units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Activation<T, TModel>(T wx, T wy, T b, T vx, T vy, T c)
        where T : struct, ILanes<T>
        where TModel : struct, IXorModel
    {
        XorNetwork.Preactivate(wx, wy, b, out var z0, out var z1, out var z2, out var z3);
        if (TModel.Units == 2)
        {
            XorNetwork.Preactivate(vx, vy, c, out var y0, out var y1, out var y2, out var y3);
            (z0, z1, z2, z3) = (Larger(z0, y0), Larger(z1, y1), Larger(z2, y2), Larger(z3, y3));
        }

        return Smaller(Smaller(z0, z1), Smaller(z2, z3));
    }

    /// <summary>Smallest |z|/‖w‖ over units and points; NaN where a w is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Distance<T, TModel>(T wx, T wy, T b, T vx, T vy, T c)
        where T : struct, ILanes<T>
        where TModel : struct, IXorModel
    {
        var first = OfUnit(wx, wy, b);
        return TModel.Units == 1 ? first : Smaller(first, OfUnit(vx, vy, c));
    }

    /// <summary>Mask: no point is dead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T IsLive<T, TModel>(T wx, T wy, T b, T vx, T vy, T c)
        where T : struct, ILanes<T>
        where TModel : struct, IXorModel =>
        T.Less(T.Of(0f), TModel.IsAbsolute ? Closest(wx, wy, b) : Activation<T, TModel>(wx, wy, b, vx, vy, c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T OfUnit<T>(T wx, T wy, T b)
        where T : struct, ILanes<T> =>
        Closest(wx, wy, b) / T.SquareRoot(T.FusedMultiplyAdd(wx, wx, wy * wy));

    /// <summary>Smallest |z| over the points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Closest<T>(T wx, T wy, T b)
        where T : struct, ILanes<T>
    {
        XorNetwork.Preactivate(wx, wy, b, out var z0, out var z1, out var z2, out var z3);
        return Smaller(Smaller(T.Abs(z0), T.Abs(z1)), Smaller(T.Abs(z2), T.Abs(z3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Smaller<T>(T a, T b)
        where T : struct, ILanes<T> => T.Select(T.Less(b, a), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Larger<T>(T a, T b)
        where T : struct, ILanes<T> => T.Select(T.Less(a, b), b, a);
}
