using Farm.Domain;

namespace Farm.Coordinator.Statistics;

/// <summary>Spearman's rank correlation, equal values sharing their mean rank.</summary>
internal static class RankCorrelation
{
    private const double NormalQuantile = 2.5758293035489004;

    /// <summary>How its interval is made, as reports name it.</summary>
    public const string IntervalMethod =
        "Fisher’s transformation with the variance (1 + ρ²/2)/(n − 3) of Bonett and Wright (2000), 99%";

    /// <summary>ρ of pairs; NaN where either side does not vary or there are fewer than two pairs.</summary>
    public static double Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var (x, y) = (Ranks(first), Ranks(second));
        var mean = (x.Length + 1) / 2.0;
        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }

        return xy / Math.Sqrt(xx * yy);
    }

    /// <summary>Its approximate 99% interval; none for fewer than five pairs, and for ρ of ±1 just that.</summary>
    public static Interval IntervalOf(double rho, int pairs)
    {
        if (double.IsNaN(rho) || pairs < 5)
        {
            return Interval.None;
        }

        var half = NormalQuantile * Math.Sqrt((1 + rho * rho / 2) / (pairs - 3));
        return new Interval(Math.Tanh(Math.Atanh(rho) - half), Math.Tanh(Math.Atanh(rho) + half));
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var from = 0; from < order.Length;)
        {
            var to = from;
            while (to < order.Length && values[order[to]] == values[order[from]])
            {
                to++;
            }

            for (var i = from; i < to; i++)
            {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }

            from = to;
        }

        return ranks;
    }
}
