namespace Farm.Domain;

/// <summary>What a block stores of one measurement: enough for proportions, means, spreads and quantiles.</summary>
/// <param name="Count">Trials that have a value (a NaN is none).</param>
/// <param name="Sum">Sum of the values.</param>
/// <param name="SumOfSquares">Sum of their squares.</param>
/// <param name="Minimum">Smallest value; +∞ when there is none.</param>
/// <param name="Maximum">Largest value; −∞ when there is none.</param>
/// <param name="Histogram">Count of values in each bin; of a category, in each code; empty when not binned.</param>
public sealed record MeasurementSummary(
    long Count, double Sum, double SumOfSquares, double Minimum, double Maximum, long[] Histogram)
{
    /// <summary>The summary of no trials.</summary>
    public static MeasurementSummary Empty(int bins) => Empty(new long[bins]);

    /// <summary>The summary of no trials, with a histogram of no counts.</summary>
    internal static MeasurementSummary Empty(long[] histogram) =>
        new(0, 0, 0, double.PositiveInfinity, double.NegativeInfinity, histogram);

    /// <summary>
    /// This summary with the next block's added. Sums are folded in block order, always from the first block, so that
    /// every figure is the same to the last bit.
    /// </summary>
    public MeasurementSummary Plus(MeasurementSummary next)
    {
        if (next.Histogram.Length != Histogram.Length)
        {
            throw new ArgumentException("The two summaries do not have the same bins.", nameof(next));
        }

        var histogram = new long[Histogram.Length];
        for (var i = 0; i < histogram.Length; i++)
        {
            histogram[i] = Histogram[i] + next.Histogram[i];
        }

        return new MeasurementSummary(
            Count + next.Count,
            Sum + next.Sum,
            SumOfSquares + next.SumOfSquares,
            Math.Min(Minimum, next.Minimum),
            Math.Max(Maximum, next.Maximum),
            histogram);
    }

    /// <summary>Bins that a summary of this measurement has.</summary>
    public static int BinsOf(Measurement measurement) =>
        measurement.Words.Count > 0 ? measurement.Words.Count : measurement.Histogram?.Bins ?? 0;
}
