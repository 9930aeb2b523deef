using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Farm.Numerics;

/// <summary>How many eigenvalues of a symmetric tridiagonal matrix T lie below each of sixteen shifts.</summary>
/// <remarks>
/// Sylvester's law of inertia: as many as T − σI has negative pivots in LDLᵀ, q₁ = d₁ − σ, qᵢ = dᵢ − σ − eᵢ₋₁²/qᵢ₋₁; a pivot
/// of 0 counts as a tiny negative one. Barth, Martin, Wilkinson 1967. The counts are those of a matrix whose elements are
/// wrong by a few units in the last place (Kahan 1966), so an eigenvalue that equals a shift to rounding may fall on either
/// side. Each shift is computed for itself: nothing depends on its neighbours, so counts have the same bits at every width.
/// </remarks>
internal static class SturmCounts
{
    /// <summary>Shifts of a call.</summary>
    public const int Shifts = 2 * Wide.Count;

    private const double LeastPivot = 1e-290;

    /// <summary>Counts below every shift.</summary>
    /// <param name="diagonal">The diagonal, of a matrix with norm near 1.</param>
    /// <param name="squares">Squares of the numbers beside the diagonal.</param>
    /// <param name="shifts"><see cref="Shifts"/> shifts; infinities are allowed.</param>
    /// <param name="counts">As many counts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Below(
        ReadOnlySpan<double> diagonal, ReadOnlySpan<double> squares, ReadOnlySpan<double> shifts, Span<int> counts)
    {
        var (left, right) = (Vector512.Create(shifts[..Wide.Count]), Vector512.Create(shifts[Wide.Count..Shifts]));
        var tiny = Vector512.Create(LeastPivot);
        var (q, p) = (Pivot(Vector512.Create(diagonal[0]) - left, tiny), Pivot(Vector512.Create(diagonal[0]) - right, tiny));
        var (a, b) = (Negatives(q), Negatives(p));
        for (var i = 1; i < diagonal.Length; i++)
        {
            var (d, square) = (Vector512.Create(diagonal[i]), Vector512.Create(squares[i - 1]));
            q = Pivot(d - left - square / q, tiny);
            p = Pivot(d - right - square / p, tiny);
            a += Negatives(q);
            b += Negatives(p);
        }

        for (var i = 0; i < Wide.Count; i++)
        {
            counts[i] = (int)-a.GetElement(i);
            counts[Wide.Count + i] = (int)-b.GetElement(i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Pivot(Vector512<double> q, Vector512<double> tiny) =>
        Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(q), tiny), -tiny, q);

    /// <summary>−1 where the pivot is negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Negatives(Vector512<double> q) =>
        Vector512.LessThan(q, Vector512<double>.Zero).AsInt64();
}
