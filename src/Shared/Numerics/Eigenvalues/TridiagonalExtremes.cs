namespace Farm.Numerics;

/// <summary>Two eigenvalues of a symmetric tridiagonal matrix by their places in ascending order.</summary>
/// <remarks>
/// Both brackets are cut into nine a pass, by the counts of <see cref="SturmCounts"/>: thirteen passes leave less than
/// 1e-12 of the first bracket, the least interval known to hold all eigenvalues.
/// </remarks>
internal static class TridiagonalExtremes
{
    private const int Passes = 13;

    /// <summary>Finds the eigenvalues at two places, 0 the smallest.</summary>
    /// <param name="diagonal">The diagonal, of a matrix with norm near 1.</param>
    /// <param name="beside">The numbers beside it.</param>
    /// <param name="squares">Their squares.</param>
    /// <param name="lowPlace">One place.</param>
    /// <param name="highPlace">The other, not below it.</param>
    public static (double Low, double High) At(
        ReadOnlySpan<double> diagonal, ReadOnlySpan<double> beside, ReadOnlySpan<double> squares, int lowPlace, int highPlace)
    {
        var (least, most) = Gershgorin(diagonal, beside);
        Bracket low = new(lowPlace, least, most), high = new(highPlace, least, most);
        Span<double> shifts = stackalloc double[SturmCounts.Shifts];
        Span<int> counts = stackalloc int[SturmCounts.Shifts];
        for (var pass = 0; pass < Passes; pass++)
        {
            low.Cut(shifts[..Wide.Count]);
            high.Cut(shifts[Wide.Count..]);
            SturmCounts.Below(diagonal, squares, shifts, counts);
            low.Keep(shifts[..Wide.Count], counts[..Wide.Count]);
            high.Keep(shifts[Wide.Count..], counts[Wide.Count..]);
        }

        return (low.Middle, high.Middle);
    }

    /// <summary>An interval that holds all eigenvalues, a little wider than Gershgorin's circles.</summary>
    private static (double Least, double Most) Gershgorin(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> beside)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < diagonal.Length; i++)
        {
            var radius = (i > 0 ? Math.Abs(beside[i - 1]) : 0) + (i < diagonal.Length - 1 ? Math.Abs(beside[i]) : 0);
            least = Math.Min(least, diagonal[i] - radius);
            most = Math.Max(most, diagonal[i] + radius);
        }

        var more = 1e-14 * Math.Max(Math.Abs(least), Math.Abs(most)) + double.Epsilon;
        return (least - more, most + more);
    }

    private struct Bracket(int place, double from, double to)
    {
        private double from = from;
        private double to = to;

        public readonly double Middle => 0.5 * (from + to);

        public readonly void Cut(Span<double> shifts)
        {
            for (var i = 0; i < shifts.Length; i++)
            {
                shifts[i] = from + (to - from) * ((i + 1) / 9.0);
            }
        }

        public void Keep(ReadOnlySpan<double> shifts, ReadOnlySpan<int> counts)
        {
            for (var i = 0; i < shifts.Length; i++)
            {
                if (counts[i] > place)
                {
                    to = shifts[i];
                    return;
                }

                from = shifts[i];
            }
        }
    }
}
