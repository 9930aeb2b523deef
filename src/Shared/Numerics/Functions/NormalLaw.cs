using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>The standard normal law's density φ and distribution function Φ, in float64.</summary>
/// <remarks>
/// <para>
/// φ(t) = 2^n·2^f/√2π with n + f = −t²/(2 ln 2), n whole and |f| ≤ ½, by a polynomial of degree 7 in f; the square's
/// rounding costs at most 2·10⁻¹³. Φ(−x) = φ(x)·M(x) for x ≥ 0 with Mills' ratio M, M(x) = u·P(u), u = 1/(1 + x/4), P of
/// degree 11; Φ(x) = 1 − Φ(−x). Source of the coefficients: fitted here for the least largest relative error (Remez), φ
/// 4·10⁻¹¹ and M 6·10⁻¹⁰ on [0, 37.75].
/// </para>
/// <para>
/// Relative error at most 1e-9 of both for |t| ≤ 37.5, the far lower tail included. Beyond, φ is 0 and Φ is 0 or 1, also
/// for the infinities: what is lost is below 1e-305, and no result is subnormal. NaN gives NaN.
/// </para>
/// </remarks>
public static class NormalLaw
{
    /// <summary>Beyond it the density is 0.</summary>
    public const double Reach = 37.5;

    /// <summary>1.5·2⁵²: a number added to it is rounded to an integer, which then stands in its lowest bits.</summary>
    private const double Rounder = 6755399441055744.0;

    private const double HalfOverLn2 = -0.7213475204444817;

    /// <summary>Φ of each lane.</summary>
    /// <param name="t">Where.</param>
    /// <param name="density">φ of each lane.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T t, out T density)
        where T : struct, IDoubleLanes<T>
    {
        var x = T.Abs(t);
        density = Density(x);
        var tail = density * Mills(T.Of(1) / T.FusedMultiplyAdd(x, T.Of(0.25), T.Of(1)));
        return T.IfLess(t, T.Of(0), tail, T.Of(1) - tail);
    }

    /// <summary>Φ of each lane's t = b/a, as <see cref="Of"/> gives it to within rounding, with fewer divisions in a row.</summary>
    /// <param name="a">Not below 0. Where it is 0, t is the limit by the sign of b, and where both are 0 that below.</param>
    /// <param name="b">Any number.</param>
    /// <param name="t">b/a within ±<paramref name="farthest"/>.</param>
    /// <param name="farthest">Above <see cref="Reach"/>.</param>
    /// <param name="density">φ of each lane.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfQuotient<T>(T a, T b, double farthest, out T t, out T density)
        where T : struct, IDoubleLanes<T>
    {
        // 1/(1 + x/4) of x = |b|/a is a/(a + |b|/4): it need not wait for x. What is added keeps 0/0 away, and changes nothing.
        var size = T.Abs(b);
        var x = size / a;
        var u = a / (T.FusedMultiplyAdd(size, T.Of(0.25), a) + T.Of(1e-300));
        x = T.IfLess(x, T.Of(farthest), x, T.Of(farthest));
        t = T.IfLessOrEqual(b, T.Of(0), -x, x);
        density = Density(x);
        var tail = density * Mills(u);
        return T.IfLessOrEqual(b, T.Of(0), tail, T.Of(1) - tail);
    }

    /// <summary>φ of each lane, of what is not below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Density<T>(T x)
        where T : struct, IDoubleLanes<T>
    {
        var square = x * x;
        var shifted = T.FusedMultiplyAdd(square, T.Of(HalfOverLn2), T.Of(Rounder));
        var f = T.FusedMultiplyAdd(square, T.Of(HalfOverLn2), T.Of(Rounder) - shifted);

        // By pairs, then pairs of pairs (Estrin): a third of the operations in a row that Horner's rule has.
        var f2 = f * f;
        var p01 = T.FusedMultiplyAdd(T.Of(0.276525716933631), f, T.Of(0.3989422803861461));
        var p23 = T.FusedMultiplyAdd(T.Of(0.022142933635677806), f, T.Of(0.09583651250281339));
        var p45 = T.FusedMultiplyAdd(T.Of(0.0005319465474414818), f, T.Of(0.0038370377255206208));
        var p67 = T.FusedMultiplyAdd(T.Of(6.064689239980859e-06), f, T.Of(6.171354290573965e-05));
        var low = T.FusedMultiplyAdd(p23, f2, p01);
        var high = T.FusedMultiplyAdd(p67, f2, p45);
        var y = T.FusedMultiplyAdd(high, f2 * f2, low);

        // Multiplying by 2ⁿ adds n to the exponent: the rounder's other bits fall off the top.
        return T.IfLess(T.Of(Reach), x, T.Of(0), T.AddBits(y, shifted << 52));
    }

    /// <summary>Mills' ratio Φ(−x)/φ(x) of each lane, of u = 1/(1 + x/4).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Mills<T>(T u)
        where T : struct, IDoubleLanes<T>
    {
        var u2 = u * u;
        var p01 = T.FusedMultiplyAdd(T.Of(0.25000093919576527), u, T.Of(0.24999995587046545));
        var p23 = T.FusedMultiplyAdd(T.Of(0.20293674091131284), u, T.Of(0.23437540921390657));
        var p45 = T.FusedMultiplyAdd(T.Of(0.09237376580309593), u, T.Of(0.16162557904050326));
        var p67 = T.FusedMultiplyAdd(T.Of(-0.1477268582878272), u, T.Of(0.1227389988350887));
        var p89 = T.FusedMultiplyAdd(T.Of(-0.3086473874544221), u, T.Of(0.27110976105762974));
        var p1011 = T.FusedMultiplyAdd(T.Of(-0.027917381877388178), u, T.Of(0.15244461430629785));
        var u4 = u2 * u2;
        var low = T.FusedMultiplyAdd(p23, u2, p01);
        var middle = T.FusedMultiplyAdd(p67, u2, p45);
        var high = T.FusedMultiplyAdd(p1011, u2, p89);
        low = T.FusedMultiplyAdd(middle, u4, low);
        return u * T.FusedMultiplyAdd(high, u4 * u4, low);
    }
}
