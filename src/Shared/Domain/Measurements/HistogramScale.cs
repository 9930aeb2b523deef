namespace Farm.Domain;

/// <summary>Fixed bins over a measurement's values, the same for every block, so that blocks add up.</summary>
public abstract record HistogramScale
{
    /// <summary>Number of bins, among them one below and one above the scale: bin 0 and bin Bins − 1.</summary>
    public abstract int Bins { get; }

    /// <summary>The bin of a value; NaN has none and must not be asked for.</summary>
    public abstract int BinOf(double value);

    /// <summary>
    /// Lower edge of a bin: −∞ for bin 0; the upper edge is the next bin's lower one, +∞ for the last.
    /// </summary>
    public abstract double LowerEdge(int bin);
}

/// <summary>Equal bins on [Low, High), and one more on either side.</summary>
public sealed record LinearScale(double Low, double High, int InnerBins) : HistogramScale
{
    /// <inheritdoc/>
    public override int Bins => InnerBins + 2;

    /// <summary>Width of an inner bin.</summary>
    public double Width => (High - Low) / InnerBins;

    /// <inheritdoc/>
    public override int BinOf(double value) =>
        value < Low ? 0
        : value >= High ? InnerBins + 1
        : 1 + Math.Min(InnerBins - 1, (int)((value - Low) * (InnerBins / (High - Low))));

    /// <inheritdoc/>
    public override double LowerEdge(int bin) =>
        bin <= 0 ? double.NegativeInfinity : bin > InnerBins + 1 ? double.PositiveInfinity : Low + (bin - 1) * Width;
}

/// <summary>
/// Bins that halve an octave each: [2^k, 1.5·2^k) and [1.5·2^k, 2^(k+1)) for k from LowExponent to HighExponent − 1,
/// and one more on either side. The bin is read off the number's own bits, so it is exact.
/// </summary>
public sealed record OctaveScale(int LowExponent, int HighExponent) : HistogramScale
{
    /// <inheritdoc/>
    public override int Bins => 2 * (HighExponent - LowExponent) + 2;

    /// <inheritdoc/>
    public override int BinOf(double value)
    {
        if (!(value >= double.ScaleB(1, LowExponent)))
        {
            return 0;
        }

        var halfOctaves = (int)(BitConverter.DoubleToInt64Bits(value) >> 51) - 2 * (1023 + LowExponent);
        return Math.Min(halfOctaves + 1, Bins - 1);
    }

    /// <inheritdoc/>
    public override double LowerEdge(int bin)
    {
        if (bin <= 0)
        {
            return double.NegativeInfinity;
        }

        if (bin >= Bins)
        {
            return double.PositiveInfinity;
        }

        var half = bin - 1;
        return double.ScaleB((half & 1) == 0 ? 1.0 : 1.5, LowExponent + half / 2);
    }
}
