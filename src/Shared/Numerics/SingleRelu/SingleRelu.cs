using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>The model relu(wx + b) of a standard normal x: where it is active, and the moments of x there.</summary>
public static class SingleRelu
{
    /// <summary>
    /// Beyond it t is cut off: Φ and φ have reached their limits, so that t·φ is 0 and not a product of 0 and ∞.
    /// </summary>
    public const double FarthestRatio = 38;

    /// <summary>
    /// t = b/|w| of each lane, within ±<see cref="FarthestRatio"/>: the unit is active for ρx above −t, ρ = sign w. At
    /// w = 0 the limit by the sign of b; at w = b = 0 that of a unit that is never active, whose gradient is 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ratio<T>(T w, T b)
        where T : struct, IDoubleLanes<T>
    {
        NormalLaw.OfQuotient(T.Abs(w), b, FarthestRatio, out var t, out _);
        return t;
    }

    /// <summary>The moments of x where the unit is active.</summary>
    /// <param name="w">The weight.</param>
    /// <param name="b">The bias.</param>
    /// <param name="t"><see cref="Ratio"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ActiveMoments<T> Moments<T>(T w, T b, out T t)
        where T : struct, IDoubleLanes<T>
    {
        var law = NormalLaw.OfQuotient(T.Abs(w), b, FarthestRatio, out t, out var density);
        return new ActiveMoments<T>(
            law,
            density ^ (w & T.OfBits(0x8000_0000_0000_0000)),
            density,
            T.FusedMultiplyAdd(-t, density, law));
    }
}

/// <summary>E[x^k] over where a unit is active.</summary>
/// <param name="Zeroth">Φ(t): the share of inputs that activate it.</param>
/// <param name="First">ρφ(t).</param>
/// <param name="Density">φ(t).</param>
/// <param name="Second">Φ(t) − tφ(t).</param>
public readonly record struct ActiveMoments<T>(T Zeroth, T First, T Density, T Second)
    where T : struct, IDoubleLanes<T>;
