using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>One epoch of all lanes of a group: loss and gradient at θ, then the update.</summary>
/// <remarks>
/// Several methods, since the compiler stops inlining in methods of more than 512 locals; each lane operation costs it a few.
/// </remarks>
internal static class XorEpoch
{
    /// <summary>Loss and gradient, and the stop rules on that loss.</summary>
    /// <returns>Bit i: lane i goes on after this epoch's update.</returns>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Differentiate<T, TModel, THealing>(ref float group, ref float healing, in XorSettings settings)
        where T : struct, ILanes<T>
        where TModel : struct, IXorModel
        where THealing : struct, IXorHealing
    {
        var slope = T.Of(settings.Slope);
        var otherSlope = slope;
        if (THealing.HasUnitSlopes)
        {
            slope = T.Load(ref XorGroup.Row<T>(ref healing, XorHealingRows.Slope));
            otherSlope = T.Load(ref XorGroup.Row<T>(ref healing, XorHealingRows.Slope + 1));
        }

        ref var other = ref XorGroup.Row<T>(ref group, XorRows.OfUnit);
        Forward<T>(ref group, out var z0, out var z1, out var z2, out var z3);
        var (e0, e1) = (TModel.Activate(z0, slope), TModel.Activate(z1, slope));
        var (e2, e3) = (TModel.Activate(z2, slope), TModel.Activate(z3, slope));
        T y0 = default, y1 = default, y2 = default, y3 = default;
        if (TModel.Units == 2)
        {
            Forward(ref other, out y0, out y1, out y2, out y3);
            e0 += TModel.Activate(y0, otherSlope);
            e1 += TModel.Activate(y1, otherSlope);
            e2 += TModel.Activate(y2, otherSlope);
            e3 += TModel.Activate(y3, otherSlope);
        }

        e1 -= T.Of(1f);
        e2 -= T.Of(1f);
        Backward(
            ref group,
            TModel.Backward(z0, e0, slope), TModel.Backward(z1, e1, slope),
            TModel.Backward(z2, e2, slope), TModel.Backward(z3, e3, slope));
        if (TModel.Units == 2)
        {
            Backward(
                ref other,
                TModel.Backward(y0, e0, otherSlope), TModel.Backward(y1, e1, otherSlope),
                TModel.Backward(y2, e2, otherSlope), TModel.Backward(y3, e3, otherSlope));
        }

        return GoesOn(ref group, settings, XorNetwork.Sum(e0, e1, e2, e3));
    }

    /// <summary>What all units of the group share in this epoch.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Begin<T, TOptimizer>(ref float group, in XorSettings settings)
        where T : struct, ILanes<T>
        where TOptimizer : struct, IXorOptimizer
    {
        TOptimizer.Begin<T>(ref group, settings, out var rate, out var scale);
        T.Store(rate, ref XorGroup.Row<T>(ref group, XorRows.Rate));
        T.Store(scale, ref XorGroup.Row<T>(ref group, XorRows.Scale));
    }

    /// <summary>The torque of one unit of the group, and its update.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update<T, TOptimizer, THealing>(
        ref float group, ref float healing, int unit, in XorSettings settings)
        where T : struct, ILanes<T>
        where TOptimizer : struct, IXorOptimizer
        where THealing : struct, IXorHealing
    {
        ref var counter = ref XorGroup.Row<T>(ref group, XorRows.NoTorque + unit);
        var rate = T.Load(ref XorGroup.Row<T>(ref group, XorRows.Rate));
        var scale = T.Load(ref XorGroup.Row<T>(ref group, XorRows.Scale));
        ref var rows = ref XorGroup.Row<T>(ref group, unit * XorRows.OfUnit);
        var count = XorNetwork.CountNoTorque(
            T.Load(ref counter),
            T.Load(ref XorGroup.Row<T>(ref rows, XorRows.WeightX)),
            T.Load(ref XorGroup.Row<T>(ref rows, XorRows.WeightY)),
            T.Load(ref XorGroup.Row<T>(ref rows, XorRows.Gradient)),
            T.Load(ref XorGroup.Row<T>(ref rows, XorRows.Gradient + 1)));
        T.Store(count, ref counter);
        if (THealing.IsOn && !THealing.IsRescue)
        {
            rate *= T.Load(ref XorGroup.Row<T>(ref healing, XorHealingRows.Factor + unit));
            Shrink<T>(ref XorGroup.Row<T>(ref rows, XorRows.WeightX), settings);
            Shrink<T>(ref XorGroup.Row<T>(ref rows, XorRows.WeightY), settings);
        }

        TOptimizer.Update(ref rows, settings, rate, scale);
    }

    /// <summary>Weight decay, if there is any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shrink<T>(ref float weight, in XorSettings settings)
        where T : struct, ILanes<T> => T.Store(T.Of(settings.Keep) * T.Load(ref weight), ref weight);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward<T>(ref float unit, out T z0, out T z1, out T z2, out T z3)
        where T : struct, ILanes<T> =>
        XorNetwork.Preactivate(
            T.Load(ref XorGroup.Row<T>(ref unit, XorRows.WeightX)),
            T.Load(ref XorGroup.Row<T>(ref unit, XorRows.WeightY)),
            T.Load(ref XorGroup.Row<T>(ref unit, XorRows.Bias)),
            out z0, out z1, out z2, out z3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Backward<T>(ref float unit, T h0, T h1, T h2, T h3)
        where T : struct, ILanes<T>
    {
        XorNetwork.Gradient(h0, h1, h2, h3, out var gx, out var gy, out var gb);
        T.Store(gx, ref XorGroup.Row<T>(ref unit, XorRows.Gradient));
        T.Store(gy, ref XorGroup.Row<T>(ref unit, XorRows.Gradient + 1));
        T.Store(gb, ref XorGroup.Row<T>(ref unit, XorRows.Gradient + 2));
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
        var gain = best - sum;
        var least = T.Of(settings.MinImprovementSum);
        var stale = T.IfLess(least, gain, T.Of(0f), T.Load(ref staleRow) + T.Of(1f));
        var epochs = T.Load(ref epochsRow) + T.Of(1f);
        T.Store(T.IfLess(least, gain, sum, best), ref bestRow);
        T.Store(stale, ref staleRow);
        T.Store(epochs, ref epochsRow);
        T.Store(sum, ref XorGroup.Row<T>(ref group, XorRows.Sum));
        return T.BitsOfLessOrEqual(T.Of(settings.StopSum), sum)
            & T.BitsOfLessOrEqual(stale, T.Of(settings.Patience))
            & T.BitsOfLess(epochs, T.Of(settings.MaxEpochs));
    }
}
