using Farm.Domain;

namespace Farm.Coordinator.Statistics;

/// <summary>A mean over trials with its 99% interval, on the scale on which the values are best compared.</summary>
/// <param name="Count">Trials with a value.</param>
/// <param name="Value">The mean; NaN for none.</param>
/// <param name="Interval">Its interval; none for fewer than two trials.</param>
/// <param name="Of">The mean that the interval was made of: of the values, or of their logarithms.</param>
internal sealed record TrialMean(int Count, double Value, Interval Interval, Mean Of)
{
    /// <summary>
    /// The geometric mean: the values' logarithms are averaged, Student's interval is made of those, and both are raised
    /// again. Values that are not above 0 are passed over, as NaNs are.
    /// </summary>
    public static TrialMean Geometric(IEnumerable<double> values)
    {
        var mean = MeanOf([.. values.Where(v => v > 0 && double.IsFinite(v)).Select(v => Math.Log(v))]);
        return new TrialMean((int)mean.Count, Math.Exp(mean.Value), Raised(mean.Interval()), mean);
    }

    /// <summary>The arithmetic mean of shares, Student's interval cut at 0 and 1.</summary>
    public static TrialMean OfShares(IEnumerable<double> values)
    {
        var mean = MeanOf([.. values.Where(double.IsFinite)]);
        var interval = mean.Interval();
        return new TrialMean(
            (int)mean.Count,
            mean.Value,
            interval.Exists ? new Interval(Math.Max(0, interval.Low), Math.Min(1, interval.High)) : interval,
            mean);
    }

    /// <summary>The interval of first/second of two geometric means, by Welch's of their logarithms' difference.</summary>
    public static Interval Ratio(TrialMean first, TrialMean second) => Raised(Welch.Difference(first.Of, second.Of));

    /// <summary>The mean of some numbers, its spread taken from their distances to it.</summary>
    public static Mean MeanOf(IReadOnlyList<double> values)
    {
        var mean = values.Count > 0 ? values.Sum() / values.Count : double.NaN;
        return new Mean(
            values.Count,
            mean,
            values.Count < 2 ? double.NaN : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)));
    }

    private static Interval Raised(Interval interval) => new(Math.Exp(interval.Low), Math.Exp(interval.High));
}
