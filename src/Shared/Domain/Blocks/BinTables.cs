namespace Farm.Domain;

/// <summary>
/// What one worker counts the bins of its blocks in, again and again: new tables for each would cost a small block more
/// than all the counting. Used by one thread.
/// </summary>
/// <param name="measurements">The measurements of the blocks' columns.</param>
internal sealed class BinTables(IReadOnlyList<Measurement> measurements)
{
    private readonly long[][] histograms = [.. measurements.Select(m => new long[MeasurementSummary.BinsOf(m)])];

    // One more than the most bins, for values that are counted for nobody.
    private readonly int[] even = new int[MostBins(measurements) + 1];
    private readonly int[] odd = new int[MostBins(measurements) + 1];

    /// <summary>A column's histogram, with no counts; good until it is asked for again.</summary>
    public long[] Histogram(int column)
    {
        histograms[column].AsSpan().Clear();
        return histograms[column];
    }

    /// <summary>Two tables of so many bins and one more, with no counts; good until they are asked for again.</summary>
    public (int[] Even, int[] Odd) Pair(int bins)
    {
        even.AsSpan(0, bins + 1).Clear();
        odd.AsSpan(0, bins + 1).Clear();
        return (even, odd);
    }

    private static int MostBins(IReadOnlyList<Measurement> measurements) =>
        measurements.Count == 0 ? 0 : measurements.Max(MeasurementSummary.BinsOf);
}
