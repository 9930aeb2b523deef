using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Unactivated;

/// <summary>What a cell's trials say of the probability that its neuron is unactivated.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Mean">The estimate with its 99% interval.</param>
internal sealed record CellProbability(CellStatistics Cell, TrialMean Mean)
{
    /// <summary>n₀.</summary>
    public int Inputs => (int)Cell.Cell.Parameters["n0"].Number;

    /// <summary>n₁.</summary>
    public int Units => (int)Cell.Cell.Parameters["n1"].Number;

    /// <summary>Hidden layers below the neuron.</summary>
    public int Depth => (int)Cell.Cell.Parameters["depth"].Number;

    /// <summary>The estimator.</summary>
    public string Estimator => Cell.Cell.Parameters["estimator"].Word;

    /// <summary>Whether the estimate is unbiased: that of a cloud lies too high.</summary>
    public bool IsUnbiased => Estimator != "sampled";

    /// <summary>The probability that the source proves; null where it proves none.</summary>
    public double? Theorem => Depth > 1 ? null
        : Units <= Inputs ? Math.Pow(2, -(Units + 1))
        : Units == Inputs + 1 ? (Math.Pow(2, Inputs) + 1) / Math.Pow(4, Inputs + 1)
        : null;

    /// <summary>
    /// How many times fewer trials it takes than one that counts: p(1 − p) over the variance of a trial; NaN for counts.
    /// </summary>
    public double VarianceRatio => Estimator == "smoothed"
        ? Mean.Value * (1 - Mean.Value) / (Mean.Of.StandardDeviation * Mean.Of.StandardDeviation)
        : double.NaN;

    /// <summary>Half the interval's width over the estimate.</summary>
    public double RelativeHalfWidth => Mean.Interval.Width / 2 / Mean.Value;

    /// <summary>The cells that have trials.</summary>
    public static IReadOnlyList<CellProbability> AllOf(ReportData data) =>
        [.. data.Cells.Where(c => c.Trials > 0).Select(c => new CellProbability(c, Of(c)))];

    /// <summary>A cell without what tells cells of one curve apart.</summary>
    public string Setting(params IReadOnlyList<string> without) => string.Join(';', Cell.Cell.Parameters
        .Where(p => !without.Contains(p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value.Text}"));

    private static TrialMean Of(CellStatistics cell)
    {
        if (cell.IndexOf("probability") is var smoothed && smoothed >= 0)
        {
            var mean = cell.Mean(smoothed);
            return new TrialMean((int)Math.Min(mean.Count, int.MaxValue), mean.Value, mean.Interval(), mean);
        }

        var share = cell.Proportion(cell.IndexOf("unactivated"));
        var spread = Math.Sqrt(share.Share * (1 - share.Share) * share.Trials / Math.Max(1, share.Trials - 1));
        return new TrialMean(
            (int)Math.Min(share.Trials, int.MaxValue),
            share.Share,
            share.Interval(),
            new Mean(share.Trials, share.Share, spread));
    }
}
