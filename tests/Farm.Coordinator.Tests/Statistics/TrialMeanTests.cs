using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Statistics;

public class TrialMeanTests
{
    [Fact]
    public void A_geometric_mean_and_its_interval_are_those_of_the_logarithms()
    {
        var mean = TrialMean.Geometric([0.01, 1, 100, double.NaN, 0]);
        Assert.Equal(3, mean.Count);
        Assert.Equal(1, mean.Value, 12);

        // sd of ln values is ln 100, t of 2 degrees at 99% is 9.9248.
        Assert.Equal(9.92484320091807 * Math.Log(100) / Math.Sqrt(3), Math.Log(mean.Interval.High), 9);
        Assert.Equal(1 / mean.Interval.High, mean.Interval.Low, 12);
    }

    [Fact]
    public void A_ratio_is_Welchs_difference_raised()
    {
        var (first, second) = (TrialMean.Geometric([2, 3, 4]), TrialMean.Geometric([1, 1.5, 1.1, 1.2]));
        var logs = Welch.Difference(
            TrialMean.MeanOf([Math.Log(2), Math.Log(3), Math.Log(4)]),
            TrialMean.MeanOf([0, Math.Log(1.5), Math.Log(1.1), Math.Log(1.2)]));
        Assert.Equal(new Interval(Math.Exp(logs.Low), Math.Exp(logs.High)), TrialMean.Ratio(first, second));
    }

    [Fact]
    public void An_interval_of_shares_stays_between_0_and_1()
    {
        var mean = TrialMean.OfShares([0, 0, 0.9]);
        Assert.Equal(0.3, mean.Value, 12);
        Assert.Equal(new Interval(0, 1), mean.Interval);
        Assert.False(TrialMean.OfShares([0.5]).Interval.Exists);
        Assert.Equal(0, TrialMean.OfShares([double.NaN]).Count);
    }

    [Fact]
    public void Rank_correlation_agrees_with_an_independent_implementation()
    {
        const int seed = 20260101;
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var n = random.Next(3, 30);
            double[] x = [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(6))];
            double[] y = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() < 0.3 ? 0 : random.NextDouble())];
            var expected = MathNet.Numerics.Statistics.Correlation.Spearman(x, y);
            var found = RankCorrelation.Of(x, y);
            Assert.True(
                (double.IsNaN(expected) && double.IsNaN(found)) || Math.Abs(expected - found) < 1e-12,
                $"seed {seed}, case {i}: {found} is not {expected}");
        }
    }

    [Fact]
    public void The_interval_of_a_rank_correlation_holds_it_and_shrinks_with_the_pairs()
    {
        var (few, many) = (RankCorrelation.IntervalOf(0.6, 10), RankCorrelation.IntervalOf(0.6, 1000));
        Assert.True(few.Contains(0.6) && many.Contains(0.6) && many.Width < few.Width / 5);
        Assert.False(RankCorrelation.IntervalOf(0.6, 4).Exists);
        Assert.False(RankCorrelation.IntervalOf(double.NaN, 40).Exists);
    }
}
