using MathNet.Numerics.Distributions;

namespace Farm.Domain.Tests.Statistics;

public class ScoreDifferenceTests
{
    /// <summary>Intervals at 95% as Newcombe (Statistics in Medicine 17, 1998) gives them.</summary>
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0528, 0.3382)]
    [InlineData(9, 10, 3, 10, 0.1700, 0.8406)]
    [InlineData(10, 10, 0, 20, 0.7156, 1.0000)]
    [InlineData(10, 10, 0, 10, 0.6636, 1.0000)]
    [InlineData(0, 10, 0, 10, -0.2879, 0.2879)]
    public void Published_intervals_are_met(long x1, long n1, long x2, long n2, double low, double high)
    {
        var interval = ScoreDifference.Difference(new Proportion(x1, n1), new Proportion(x2, n2), 0.95);
        Assert.Equal(low, interval.Low, 3);
        Assert.Equal(high, interval.High, 3);
    }

    /// <summary>
    /// All outcomes of small samples over a lattice of probabilities: on average the confidence is met, and nowhere is
    /// it missed by much (a score interval is no exact one; Newcombe reports the same of it).
    /// </summary>
    [Theory]
    [InlineData(10, 10)]
    [InlineData(15, 30)]
    public void Coverage_by_enumeration_is_near_the_confidence(int n1, int n2)
    {
        var intervals = All(n1, n2, (a, b) => ScoreDifference.Difference(a, b));
        var (sum, least, points) = (0.0, 1.0, 0);
        for (var p1 = 0.025; p1 < 1; p1 += 0.05)
        {
            for (var p2 = 0.025; p2 < 1; p2 += 0.05)
            {
                var coverage = Coverage(intervals, p1, p2, p1 - p2);
                (sum, least, points) = (sum + coverage, Math.Min(least, coverage), points + 1);
            }
        }

        Assert.InRange(sum / points, 0.988, 0.997);
        Assert.InRange(least, 0.97, 1);
    }

    [Fact]
    public void The_ratios_coverage_by_enumeration_is_near_the_confidence()
    {
        var intervals = All(20, 20, (a, b) => ScoreDifference.Ratio(a, b));
        var (sum, least, points) = (0.0, 1.0, 0);
        for (var p1 = 0.125; p1 < 1; p1 += 0.05)
        {
            for (var p2 = 0.125; p2 < 1; p2 += 0.05)
            {
                var coverage = Coverage(intervals, p1, p2, p1 / p2);
                (sum, least, points) = (sum + coverage, Math.Min(least, coverage), points + 1);
            }
        }

        Assert.InRange(sum / points, 0.985, 0.998);
        Assert.InRange(least, 0.965, 1);
    }

    [Fact]
    public void Difference_excludes_0_just_when_the_ratio_excludes_1()
    {
        for (var x1 = 0; x1 <= 30; x1++)
        {
            for (var x2 = x1 == 0 ? 1 : 0; x2 <= 20; x2++)
            {
                var (first, second) = (new Proportion(x1, 30), new Proportion(x2, 20));
                Assert.Equal(
                    ScoreDifference.Difference(first, second).Contains(0),
                    ScoreDifference.Ratio(first, second).Contains(1));
            }
        }
    }

    [Fact]
    public void Exchanging_the_sides_mirrors_difference_and_ratio()
    {
        var (first, second) = (new Proportion(3, 400), new Proportion(70, 1000));
        var (there, back) = (ScoreDifference.Difference(first, second), ScoreDifference.Difference(second, first));
        Assert.Equal(there.Low, -back.High, 12);
        Assert.Equal(there.High, -back.Low, 12);
        var (ratio, inverse) = (ScoreDifference.Ratio(first, second), ScoreDifference.Ratio(second, first));
        Assert.Equal(ratio.Low, 1 / inverse.High, 12);
        Assert.Equal(ratio.High, 1 / inverse.Low, 12);
    }

    [Fact]
    public void Huge_samples_meet_the_normal_approximation()
    {
        var (first, second) = (new Proportion(420_000, 1_000_000), new Proportion(419_000, 1_000_000));
        var interval = ScoreDifference.Difference(first, second);
        var half = 2.5758293035489 * Math.Sqrt((0.42 * 0.58 + 0.419 * 0.581) / 1_000_000);
        Assert.Equal(0.001 - half, interval.Low, 7);
        Assert.Equal(0.001 + half, interval.High, 7);
    }

    [Fact]
    public void Nothing_on_one_side_leaves_the_ratio_open_and_no_trials_leave_no_interval()
    {
        var ratio = ScoreDifference.Ratio(new Proportion(5, 100), new Proportion(0, 100));
        Assert.True(double.IsPositiveInfinity(ratio.High));
        Assert.InRange(ratio.Low, 0.5, 5);
        Assert.False(ScoreDifference.Ratio(new Proportion(0, 100), new Proportion(0, 100)).Exists);
        Assert.False(ScoreDifference.Difference(new Proportion(0, 0), new Proportion(0, 100)).Exists);
    }

    private static Interval[,] All(int n1, int n2, Func<Proportion, Proportion, Interval> interval)
    {
        var all = new Interval[n1 + 1, n2 + 1];
        for (var x1 = 0; x1 <= n1; x1++)
        {
            for (var x2 = 0; x2 <= n2; x2++)
            {
                all[x1, x2] = interval(new Proportion(x1, n1), new Proportion(x2, n2));
            }
        }

        return all;
    }

    private static double Coverage(Interval[,] intervals, double p1, double p2, double truth)
    {
        var (n1, n2) = (intervals.GetLength(0) - 1, intervals.GetLength(1) - 1);
        var coverage = 0.0;
        for (var x1 = 0; x1 <= n1; x1++)
        {
            for (var x2 = 0; x2 <= n2; x2++)
            {
                var covers = !intervals[x1, x2].Exists || intervals[x1, x2].Contains(truth);
                coverage += covers ? Binomial.PMF(p1, n1, x1) * Binomial.PMF(p2, n2, x2) : 0;
            }
        }

        return coverage;
    }
}
