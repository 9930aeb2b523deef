using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>How a unit's parameters follow its doubled gradient 2g (a sum over points, not halved by the mean).</summary>
internal interface IXorOptimizer
{
    /// <summary>Whether it keeps sums of squared gradients.</summary>
    static abstract bool HasSquares { get; }

    /// <summary>Once an epoch and group, before the units.</summary>
    /// <param name="group">The group's rows.</param>
    /// <param name="settings">The cell.</param>
    /// <param name="rate">What the units' updates are multiplied by.</param>
    /// <param name="scale">What sums of squares are multiplied by to be means.</param>
    static abstract void Begin<T>(ref float group, in XorSettings settings, out T rate, out T scale)
        where T : struct, ILanes<T>;

    /// <summary>Updates one unit.</summary>
    static abstract void Update<T>(ref float unit, in XorSettings settings, T rate, T scale)
        where T : struct, ILanes<T>;
}

/// <summary>θ ← θ − ηg.</summary>
internal readonly struct GradientDescent : IXorOptimizer
{
    public static bool HasSquares => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin<T>(ref float group, in XorSettings settings, out T rate, out T scale)
        where T : struct, ILanes<T>
    {
        rate = T.Of(settings.MinusHalfRate);
        scale = default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<T>(ref float unit, in XorSettings settings, T rate, T scale)
        where T : struct, ILanes<T>
    {
        Follow(ref unit, XorRows.WeightX, rate);
        Follow(ref unit, XorRows.WeightY, rate);
        Follow(ref unit, XorRows.Bias, rate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Follow<T>(ref float unit, int parameter, T rate)
        where T : struct, ILanes<T>
    {
        ref var value = ref XorGroup.Row<T>(ref unit, parameter);
        var gradient = T.Load(ref XorGroup.Row<T>(ref unit, XorRows.Gradient + parameter));
        T.Store(T.FusedMultiplyAdd(rate, gradient, T.Load(ref value)), ref value);
    }
}

/// <summary>m ← βm + (1−β)g, θ ← θ − ηm. What is stored is the sum s ← βs + 2g; m = (1−β)/2·s.</summary>
internal readonly struct HeavyBall : IXorOptimizer
{
    public static bool HasSquares => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin<T>(ref float group, in XorSettings settings, out T rate, out T scale)
        where T : struct, ILanes<T>
    {
        rate = T.Of(settings.MinusMomentumRate);
        scale = default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<T>(ref float unit, in XorSettings settings, T rate, T scale)
        where T : struct, ILanes<T>
    {
        Follow(ref unit, XorRows.WeightX, settings, rate);
        Follow(ref unit, XorRows.WeightY, settings, rate);
        Follow(ref unit, XorRows.Bias, settings, rate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Follow<T>(ref float unit, int parameter, in XorSettings settings, T rate)
        where T : struct, ILanes<T>
    {
        ref var value = ref XorGroup.Row<T>(ref unit, parameter);
        ref var sum = ref XorGroup.Row<T>(ref unit, XorRows.Mean + parameter);
        var gradient = T.Load(ref XorGroup.Row<T>(ref unit, XorRows.Gradient + parameter));
        var s = T.FusedMultiplyAdd(T.Of(settings.Momentum), T.Load(ref sum), gradient);
        T.Store(s, ref sum);
        T.Store(T.FusedMultiplyAdd(rate, s, T.Load(ref value)), ref value);
    }
}

/// <summary>Adam with bias correction: θ ← θ − η·m̂/(√v̂ + ε).</summary>
/// <remarks>
/// What is stored are sums, not means: s ← β₁s + 2g and q ← β₂q + (2g)², and the weights in them, S ← β₁S + 2 and
/// Q ← β₂Q + 4, so that m̂ = s/S and v̂ = q/Q are the bias-corrected means without any 1 − βᵗ. One division gives 1/S and
/// 1/Q, and one more serves a unit's three parameters: with D = √v̂ + ε of each, the first one's 1/D is
/// D₂D₃ · 1/(D₁D₂D₃).
/// </remarks>
internal readonly struct Adam : IXorOptimizer
{
    public static bool HasSquares => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin<T>(ref float group, in XorSettings settings, out T rate, out T scale)
        where T : struct, ILanes<T>
    {
        ref var meanRow = ref XorGroup.Row<T>(ref group, XorRows.MeanWeight);
        ref var squareRow = ref XorGroup.Row<T>(ref group, XorRows.SquareWeight);
        var mean = T.FusedMultiplyAdd(T.Load(ref meanRow), T.Of(settings.Beta1), T.Of(2f));
        var square = T.FusedMultiplyAdd(T.Load(ref squareRow), T.Of(settings.Beta2), T.Of(4f));
        T.Store(mean, ref meanRow);
        T.Store(square, ref squareRow);
        var inverse = T.Of(1f) / (mean * square);
        rate = T.Of(settings.MinusRate) * (square * inverse);
        scale = mean * inverse;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<T>(ref float unit, in XorSettings settings, T rate, T scale)
        where T : struct, ILanes<T>
    {
        var dx = Follow(ref unit, XorRows.WeightX, settings, scale, out var sx);
        var dy = Follow(ref unit, XorRows.WeightY, settings, scale, out var sy);
        var db = Follow(ref unit, XorRows.Bias, settings, scale, out var sb);
        var yb = dy * db;
        var common = rate / (dx * yb);
        Move(ref unit, XorRows.WeightX, sx * yb, common);
        Move(ref unit, XorRows.WeightY, sy * (dx * db), common);
        Move(ref unit, XorRows.Bias, sb * (dx * dy), common);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Follow<T>(ref float unit, int parameter, in XorSettings settings, T scale, out T sum)
        where T : struct, ILanes<T>
    {
        ref var sums = ref XorGroup.Row<T>(ref unit, XorRows.Mean + parameter);
        ref var squares = ref XorGroup.Row<T>(ref unit, XorRows.Square + parameter);
        var gradient = T.Load(ref XorGroup.Row<T>(ref unit, XorRows.Gradient + parameter));
        sum = T.FusedMultiplyAdd(T.Of(settings.Beta1), T.Load(ref sums), gradient);
        var square = T.FusedMultiplyAdd(T.Of(settings.Beta2), T.Load(ref squares), gradient * gradient);
        T.Store(sum, ref sums);
        T.Store(square, ref squares);
        return T.SquareRoot(square * scale) + T.Of(settings.Epsilon);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move<T>(ref float unit, int parameter, T way, T length)
        where T : struct, ILanes<T>
    {
        ref var value = ref XorGroup.Row<T>(ref unit, parameter);
        T.Store(T.FusedMultiplyAdd(way, length, T.Load(ref value)), ref value);
    }
}
