using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>
/// How many eigenvalues of a unit's Hessian block lie below a border, from the signs of a cubic's coefficients.
/// </summary>
/// <remarks>
/// <para>Twice the block of the k points on which the unit is on is K = Σ x̃x̃ᵀ, of whole numbers: k on the diagonal. The four
/// points together make 4I, so that with a slope s below zero twice the block is (1 − s²)K + 4s²I. The eigenvalues λ of
/// D^−½HD^−½ below t are as many as the negative ones of 2H − 2tD (Sylvester), which has those of K − diag(τ),
/// τ = (2tD − 4s²)/(1 − s²), for its signs.</para>
/// <para>A symmetric matrix's eigenvalues are real, so by Descartes' rule as many are negative as its characteristic
/// polynomial's coefficients 1, −trace, minors, −determinant keep their sign: exactly, zeros left out; there is no pivot to
/// vanish. K's coefficients are exact, and what is computed from τ loses digits only where an eigenvalue is near the
/// border. |τ| is held between 1e-12 and 1e12, so that no product overflows or vanishes; beside whole numbers up to 4 that
/// moves no border by more than 1e-11 of itself.</para>
/// </remarks>
/// <typeparam name="T">The lanes.</typeparam>
internal readonly struct XorCurvature<T>
    where T : struct, ILanes<T>
{
    private readonly T count;
    private readonly T minorXy;
    private readonly T minorXb;
    private readonly T minorYb;
    private readonly T minors;
    private readonly T determinant;

    /// <summary>K of the points on which the unit is on: 1 or 0 each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public XorCurvature(T on0, T on1, T on2, T on3)
    {
        count = (on0 + on3) + (on1 + on2);
        var xy = (on0 + on3) - (on1 + on2);
        var xb = (on1 + on3) - (on0 + on2);
        var yb = (on2 + on3) - (on0 + on1);
        var square = count * count;
        minorXy = square - xy * xy;
        minorXb = square - xb * xb;
        minorYb = square - yb * yb;
        minors = (minorXy + minorXb) + minorYb;
        determinant = count * (minors - (square + square)) + (xy * xb * yb + xy * xb * yb);
    }

    /// <summary>k.</summary>
    public T Count => count;

    /// <summary>The coefficients of the characteristic polynomial of K − diag(τ), but for their alternating signs.</summary>
    /// <param name="x">τ of the first weight.</param>
    /// <param name="y">τ of the second weight.</param>
    /// <param name="b">τ of the bias.</param>
    /// <param name="trace">Sum of the eigenvalues.</param>
    /// <param name="second">Sum of their products two by two.</param>
    /// <param name="third">Product of all.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Coefficients(T x, T y, T b, out T trace, out T second, out T third)
    {
        (x, y, b) = (Hold(x), Hold(y), Hold(b));
        var sum = (x + y) + b;
        var products = T.FusedMultiplyAdd(x, y, T.FusedMultiplyAdd(x, b, y * b));
        trace = T.Of(3f) * count - sum;
        second = minors - (count + count) * sum + products;
        var lost = T.FusedMultiplyAdd(x, minorYb, T.FusedMultiplyAdd(y, minorXb, b * minorXy));
        third = determinant - lost + count * products - x * (y * b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Hold(T tau)
    {
        var size = T.Abs(tau);
        var sign = tau ^ size;
        size = T.IfLess(size, T.Of(1e-12f), T.Of(1e-12f), size);
        return T.IfLess(T.Of(1e12f), size, T.Of(1e12f), size) | sign;
    }

    /// <summary>
    /// Changes of sign along 1, a, b, c, zeros left out: how many eigenvalues are negative, for the coefficients as they are,
    /// or positive, for −a, b, −c.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static T Changes(T a, T b, T c)
    {
        var (zero, one) = (T.Of(0f), T.Of(1f));
        var isNegative = T.Less(a, zero);
        var changes = T.Select(isNegative, one, zero);
        var isOther = T.Select(isNegative, T.Less(zero, b), T.Less(b, zero));
        changes += T.Select(isOther, one, zero);
        isNegative ^= isOther;
        isOther = T.Select(isNegative, T.Less(zero, c), T.Less(c, zero));
        return changes + T.Select(isOther, one, zero);
    }
}
