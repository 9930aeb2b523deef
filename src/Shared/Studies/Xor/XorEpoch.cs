using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>One epoch of all lanes of a group: loss and gradient at θ, the update, then the stop rules.</summary>
internal static class XorEpoch
{
    /// <summary>Trains the group for one epoch.</summary>
    /// <returns>Bit i: lane i goes on.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Train<T, TModel, TOptimizer>(ref float group, in XorSettings settings)
        where T : struct, ILanes<T>
        where TModel : struct, IXorModel
        where TOptimizer : struct, IXorOptimizer
    {
        var slope = T.Of(settings.Slope);
        ref var other = ref XorGroup.Row<T>(ref group, XorRows.OfUnit);
        Forward<T>(ref group, out var z0, out var z1, out var z2, out var z3);
        var (e0, e1) = (TModel.Activate(z0, slope), TModel.Activate(z1, slope));
        var (e2, e3) = (TModel.Activate(z2, slope), TModel.Activate(z3, slope));
        T y0 = default, y1 = default, y2 = default, y3 = default;
        if (TModel.Units == 2)
        {
            Forward(ref other, out y0, out y1, out y2, out y3);
            e0 += TModel.Activate(y0, slope);
            e1 += TModel.Activate(y1, slope);
            e2 += TModel.Activate(y2, slope);
            e3 += TModel.Activate(y3, slope);
        }

        e1 -= T.Of(1f);
        e2 -= T.Of(1f);
        var sum = XorNetwork.Sum(e0, e1, e2, e3);
        TOptimizer.Begin<T>(ref group, settings, out var rate, out var scale);
        Learn<T, TOptimizer>(
            ref group, ref XorGroup.Row<T>(ref group, XorRows.NoTorque), settings, rate, scale,
            TModel.Backward(z0, e0, slope), TModel.Backward(z1, e1, slope),
            TModel.Backward(z2, e2, slope), TModel.Backward(z3, e3, slope));
        if (TModel.Units == 2)
        {
            Learn<T, TOptimizer>(
                ref other, ref XorGroup.Row<T>(ref group, XorRows.NoTorque + 1), settings, rate, scale,
                TModel.Backward(y0, e0, slope), TModel.Backward(y1, e1, slope),
                TModel.Backward(y2, e2, slope), TModel.Backward(y3, e3, slope));
        }

        return GoesOn(ref group, settings, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward<T>(ref float unit, out T z0, out T z1, out T z2, out T z3)
        where T : struct, ILanes<T> =>
        XorNetwork.Preactivate(
            T.Load(ref XorGroup.Row<T>(ref unit, XorRows.WeightX)),
            T.Load(ref XorGroup.Row<T>(ref unit, XorRows.WeightY)),
            T.Load(ref XorGroup.Row<T>(ref unit, XorRows.Bias)),
            out z0, out z1, out z2, out z3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Learn<T, TOptimizer>(
        ref float unit, ref float noTorque, in XorSettings settings, T rate, T scale, T h0, T h1, T h2, T h3)
        where T : struct, ILanes<T>
        where TOptimizer : struct, IXorOptimizer
    {
        var wx = T.Load(ref XorGroup.Row<T>(ref unit, XorRows.WeightX));
        var wy = T.Load(ref XorGroup.Row<T>(ref unit, XorRows.WeightY));
        var b = T.Load(ref XorGroup.Row<T>(ref unit, XorRows.Bias));
        XorNetwork.Gradient(h0, h1, h2, h3, out var gx, out var gy, out var gb);
        var count = T.Load(ref noTorque);
        T.Store(T.Select(XorNetwork.HasNoTorque(wx, wy, gx, gy), count + T.Of(1f), count), ref noTorque);
        TOptimizer.Update(ref unit, settings, rate, scale, wx, wy, b, gx, gy, gb);
    }

    /// <summary>The stop rules, on the loss before the update. A loss that is no number ends its trial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint GoesOn<T>(ref float group, in XorSettings settings, T sum)
        where T : struct, ILanes<T>
    {
        ref var bestRow = ref XorGroup.Row<T>(ref group, XorRows.Best);
        ref var staleRow = ref XorGroup.Row<T>(ref group, XorRows.Stale);
        ref var epochsRow = ref XorGroup.Row<T>(ref group, XorRows.Epochs);
        var best = T.Load(ref bestRow);
        var isBetter = T.Less(T.Of(settings.MinImprovementSum), best - sum);
        var stale = T.Select(isBetter, T.Of(0f), T.Load(ref staleRow) + T.Of(1f));
        var epochs = T.Load(ref epochsRow) + T.Of(1f);
        T.Store(T.Select(isBetter, sum, best), ref bestRow);
        T.Store(stale, ref staleRow);
        T.Store(epochs, ref epochsRow);
        T.Store(sum, ref XorGroup.Row<T>(ref group, XorRows.Sum));
        return T.Bits(
            T.LessOrEqual(T.Of(settings.StopSum), sum)
            & T.LessOrEqual(stale, T.Of(settings.Patience))
            & T.Less(epochs, T.Of(settings.MaxEpochs)));
    }
}
