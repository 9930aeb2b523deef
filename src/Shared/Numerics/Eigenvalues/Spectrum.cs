namespace Farm.Numerics;

/// <summary>Eigenvalue counts and extremes of a positive semidefinite matrix with known rank, in owned scratch.</summary>
/// <remarks>
/// Of a matrix of order n and rank r, the n − r smallest computed eigenvalues are rounding noise around 0. They are taken
/// off every count below a positive number, and the extremes are those of the r that remain.
/// </remarks>
internal sealed class Spectrum(int mostOrder)
{
    private readonly double[] diagonal = new double[mostOrder];
    private readonly double[] beside = new double[mostOrder];
    private readonly double[] squares = new double[mostOrder];
    private readonly LaneMemory scratch = Wide.Allocate(Tridiagonal.ScratchOf(Wide.Padded(mostOrder)));
    private int order;
    private int forced;
    private int exponent;

    /// <summary>Sum of the eigenvalues; not a positive finite number when there is no spectrum.</summary>
    public double Trace { get; private set; }

    /// <summary>Takes a matrix, which is destroyed; false when its trace is not a positive finite number.</summary>
    /// <param name="matrix">Row-major, padded with zeros to <paramref name="stride"/> rows and columns.</param>
    /// <param name="order">Its order n.</param>
    /// <param name="stride">A multiple of 8.</param>
    /// <param name="rank">r.</param>
    public bool Take(Span<double> matrix, int order, int stride, int rank)
    {
        Trace = 0;
        for (var i = 0; i < order; i++)
        {
            Trace += matrix[i * stride + i];
        }

        if (!(Trace > 0) || !double.IsFinite(Trace))
        {
            return false;
        }

        (this.order, forced, exponent) = (order, order - rank, Math.ILogB(Trace));
        var factor = Math.ScaleB(1, -exponent);
        foreach (ref var number in matrix)
        {
            number *= factor;
        }

        Tridiagonal.Reduce(
            ref matrix[0], order, stride, diagonal.AsSpan(0, order), beside.AsSpan(0, order), scratch.Numbers());
        for (var i = 0; i < order - 1; i++)
        {
            squares[i] = beside[i] * beside[i];
        }

        return true;
    }

    /// <summary>The least and the largest eigenvalue that rank does not force to 0.</summary>
    public (double Smallest, double Largest) Extremes()
    {
        var (low, high) = TridiagonalExtremes.At(
            diagonal.AsSpan(0, order), beside.AsSpan(0, order), squares.AsSpan(0, order), forced, order - 1);
        return (Math.Max(0, Math.ScaleB(low, exponent)), Math.ScaleB(high, exponent));
    }

    /// <summary>How many of the eigenvalues that rank does not force to 0 lie below each of sixteen numbers.</summary>
    /// <param name="borders">The numbers, changed by the call; below none at or below 0 lies any.</param>
    /// <param name="counts">The counts.</param>
    public void CountBelow(Span<double> borders, Span<int> counts)
    {
        foreach (ref var border in borders)
        {
            border = Math.ScaleB(border, -exponent);
        }

        SturmCounts.Below(diagonal.AsSpan(0, order), squares.AsSpan(0, order), borders, counts);
        for (var i = 0; i < borders.Length; i++)
        {
            counts[i] = borders[i] > 0 ? Math.Max(0, counts[i] - forced) : 0;
        }
    }
}
