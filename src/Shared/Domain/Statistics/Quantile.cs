namespace Farm.Domain;

/// <summary>A quantile read from a histogram.</summary>
/// <param name="Value">The estimate; NaN when there is no value.</param>
/// <param name="Error">The true sample quantile is at most so far away: the part of its bin that holds values.</param>
public readonly record struct Quantile(double Value, double Error)
{
    /// <summary>
    /// The smallest value that at least a share of the values do not exceed, as far as the histogram tells: its bin is
    /// sure, its place in the bin is interpolated.
    /// </summary>
    /// <param name="summary">The folded summary, with a histogram.</param>
    /// <param name="measurement">The measurement, with a scale.</param>
    /// <param name="share">Above 0, at most 1.</param>
    public static Quantile Of(MeasurementSummary summary, Measurement measurement, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var scale = measurement.Histogram
            ?? throw new ArgumentException($"{measurement.Name} has no histogram.", nameof(measurement));
        if (summary.Count == 0)
        {
            return new Quantile(double.NaN, double.NaN);
        }

        var rank = Math.Max(1, (long)Math.Ceiling(share * summary.Count));
        long below = 0;
        var bin = 0;
        while (below + summary.Histogram[bin] < rank)
        {
            below += summary.Histogram[bin++];
        }

        var low = Math.Max(scale.LowerEdge(bin), summary.Minimum);
        var high = Math.Min(scale.LowerEdge(bin + 1), summary.Maximum);
        if (measurement.Type is ColumnType.Small or ColumnType.Count)
        {
            (low, high) = WholeSteps(low, high, scale.LowerEdge(bin + 1), measurement.Scale);
        }

        var place = (rank - below - 0.5) / summary.Histogram[bin];
        return low >= high ? new Quantile(low, 0) : new Quantile(low + (high - low) * place, high - low);
    }

    /// <summary>Counts have only whole steps: a bin that holds one of them holds nothing else.</summary>
    private static (double Low, double High) WholeSteps(double low, double high, double upperEdge, double step)
    {
        var first = Math.Ceiling(low / step);
        var last = Math.Floor(high / step);
        if (last * step >= upperEdge)
        {
            last--;
        }

        return (first * step, Math.Max(first, last) * step);
    }
}
