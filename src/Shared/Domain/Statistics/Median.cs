namespace Farm.Domain;

/// <summary>The median of some values, with an interval that asks nothing of their distribution.</summary>
/// <param name="Count">Values.</param>
/// <param name="Value">Their median; the mean of the middle two of an even number; NaN for none.</param>
/// <param name="Range">From the least value to the largest; none for none.</param>
/// <param name="Interval">The interval of the distribution's median; none for too few values.</param>
public readonly record struct Median(int Count, double Value, Interval Range, Interval Interval)
{
    /// <summary>How its interval is made, as reports name it.</summary>
    public const string IntervalMethod =
        "from the k-th least value to the k-th largest, k as large as the binomial distribution of n and ½ allows";

    /// <summary>Fewest values that have an interval of 99%: 1 − 2·2⁻⁸ is the first such probability above it.</summary>
    public const int FewestForInterval = 8;

    /// <summary>The interval, or the whole range where there are too few values for one.</summary>
    public Interval Band => Interval.Exists ? Interval : Range;

    /// <summary>The median of some values.</summary>
    /// <param name="values">Numbers; a NaN is none and is passed over.</param>
    /// <param name="confidence">Of the interval, between 0 and 1.</param>
    public static Median Of(IEnumerable<double> values, double confidence = Domain.Interval.DefaultConfidence)
    {
        var sorted = values.Where(v => !double.IsNaN(v)).Order().ToArray();
        if (sorted.Length == 0)
        {
            return new Median(0, double.NaN, Domain.Interval.None, Domain.Interval.None);
        }

        // Halved before they are added, so that two large values do not overflow.
        var value = sorted[(sorted.Length - 1) / 2] / 2 + sorted[sorted.Length / 2] / 2;
        var rank = Rank(sorted.Length, Domain.Interval.TailOf(confidence));
        return new Median(
            sorted.Length,
            value,
            new Interval(sorted[0], sorted[^1]),
            rank == 0 ? Domain.Interval.None : new Interval(sorted[rank - 1], sorted[^rank]));
    }

    /// <summary>
    /// The largest k for which fewer than k of n values lie below the median with a probability of at most the tail:
    /// P(Binomial(n, ½) ≤ k − 1). Exact for continuous distributions, and on the safe side for others.
    /// </summary>
    /// <param name="count">n, at least 0.</param>
    /// <param name="tail">Error of the interval on one side.</param>
    /// <returns>k; 0 when even the least and the largest value are not far enough apart.</returns>
    /// <remarks>Source: David and Nagaraja, Order Statistics, 3rd edition, section 7.1.</remarks>
    public static int Rank(int count, double tail)
    {
        var (rank, sum, log) = (0, 0.0, -count * Math.Log(2));
        for (; rank <= count / 2; rank++)
        {
            sum += Math.Exp(log);
            if (sum > tail)
            {
                break;
            }

            log += Math.Log((double)(count - rank) / (rank + 1));
        }

        return Math.Min(rank, count / 2);
    }
}
