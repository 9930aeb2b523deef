using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>The formulas of one unit on the four points, for training and measuring alike.</summary>
/// <remarks>Points 0, 1, 2, 3 are (−1,−1), (1,−1), (−1,1), (1,1); 1 and 2 are of class 1.</remarks>
internal static class XorNetwork
{
    /// <summary>z on the four points: b ∓ (wx + wy) and b ± (wx − wy).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Preactivate<T>(T wx, T wy, T b, out T z0, out T z1, out T z2, out T z3)
        where T : struct, ILanes<T>
    {
        var sum = wx + wy;
        var difference = wx - wy;
        z0 = b - sum;
        z1 = b + difference;
        z2 = b - difference;
        z3 = b + sum;
    }

    /// <summary>Sum over the points of error · derivative · (x, y, 1): twice the gradient of the mean loss.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gradient<T>(T h0, T h1, T h2, T h3, out T gx, out T gy, out T gb)
        where T : struct, ILanes<T>
    {
        var same = h3 - h0;
        var opposite = h1 - h2;
        gx = same + opposite;
        gy = same - opposite;
        gb = (h3 + h0) + (h1 + h2);
    }

    /// <summary>Sum of squared errors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(T e0, T e1, T e2, T e3)
        where T : struct, ILanes<T> =>
        T.FusedMultiplyAdd(e3, e3, T.FusedMultiplyAdd(e2, e2, T.FusedMultiplyAdd(e1, e1, e0 * e0)));

    /// <summary>
    /// Counts an epoch without torque: ratio |g × w|/(‖g‖‖w‖) &lt; 0.05 and ‖g‖ &gt; 0.001, for a gradient that is doubled.
    /// None where the ratio is undefined (g or w is 0).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T CountNoTorque<T>(T count, T wx, T wy, T gx, T gy)
        where T : struct, ILanes<T>
    {
        var cross = T.FusedMultiplyAdd(gx, wy, -(gy * wx));
        var gradient = T.FusedMultiplyAdd(gx, gx, gy * gy);
        var weight = T.FusedMultiplyAdd(wx, wx, wy * wy);
        var more = T.IfLess(T.Of(4e-6f), gradient, count + T.Of(1f), count);
        return T.IfLess(cross * cross, T.Of(0.0025f) * (gradient * weight), more, count);
    }
}
