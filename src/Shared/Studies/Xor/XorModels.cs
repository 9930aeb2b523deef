using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>A network of one or two units on the same inputs, whose outputs are summed.</summary>
/// <remarks>
/// An activation does not switch NaN off: what is not a number must reach the loss, which ends the trial.
/// </remarks>
internal interface IXorModel
{
    /// <summary>1 or 2.</summary>
    static abstract int Units { get; }

    /// <summary>Whether a point is live when z ≠ 0, not when z &gt; 0.</summary>
    static abstract bool IsAbsolute { get; }

    /// <summary>The activation of z.</summary>
    static abstract T Activate<T>(T z, T slope)
        where T : struct, ILanes<T>;

    /// <summary>The activation's derivative at z times an error.</summary>
    static abstract T Backward<T>(T z, T error, T slope)
        where T : struct, ILanes<T>;
}

/// <summary>relu(z) = max(z, 0), derivative 0 at 0.</summary>
internal readonly struct ReluModel<TUnits> : IXorModel
    where TUnits : struct, IUnits
{
    public static int Units => TUnits.Count;

    public static bool IsAbsolute => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Activate<T>(T z, T slope)
        where T : struct, ILanes<T> => T.Positive(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Backward<T>(T z, T error, T slope)
        where T : struct, ILanes<T> => T.IfLess(T.Of(0f), z, error, T.Of(0f));
}

/// <summary>max(z, slope·z), derivative slope at 0.</summary>
internal readonly struct LeakyModel<TUnits> : IXorModel
    where TUnits : struct, IUnits
{
    public static int Units => TUnits.Count;

    public static bool IsAbsolute => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Activate<T>(T z, T slope)
        where T : struct, ILanes<T> => T.IfLess(z, T.Of(0f), slope * z, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Backward<T>(T z, T error, T slope)
        where T : struct, ILanes<T> => T.IfLess(T.Of(0f), z, error, slope * error);
}

/// <summary>A ReLU whose slope below 0 may be its lane's own: to the bit <see cref="ReluModel{TUnits}"/> where that is 0.</summary>
internal readonly struct UnevenModel<TUnits> : IXorModel
    where TUnits : struct, IUnits
{
    public static int Units => TUnits.Count;

    public static bool IsAbsolute => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Activate<T>(T z, T slope)
        where T : struct, ILanes<T> =>
        T.IfLess(z, T.Of(0f), T.IfLess(T.Of(0f), slope, slope * z, T.Of(0f)), z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Backward<T>(T z, T error, T slope)
        where T : struct, ILanes<T> =>
        T.IfLess(T.Of(0f), z, error, T.IfLess(T.Of(0f), slope, slope * error, T.Of(0f)));
}

/// <summary>|z|, derivative 0 at 0.</summary>
internal readonly struct AbsModel : IXorModel
{
    public static int Units => 1;

    public static bool IsAbsolute => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Activate<T>(T z, T slope)
        where T : struct, ILanes<T> => T.Abs(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Backward<T>(T z, T error, T slope)
        where T : struct, ILanes<T> =>
        T.IfLess(T.Of(0f), z, error, T.IfLess(z, T.Of(0f), -error, T.Of(0f)));
}

/// <summary>A number of units as a type, so that a kernel is compiled for it.</summary>
internal interface IUnits
{
    /// <summary>The number.</summary>
    static abstract int Count { get; }
}

/// <summary>One unit.</summary>
internal readonly struct OneUnit : IUnits
{
    public static int Count => 1;
}

/// <summary>Two units.</summary>
internal readonly struct TwoUnits : IUnits
{
    public static int Count => 2;
}
