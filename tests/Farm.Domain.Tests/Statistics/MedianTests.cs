using MathNet.Numerics.Distributions;

namespace Farm.Domain.Tests.Statistics;

public class MedianTests
{
    [Fact]
    public void The_median_is_the_middle_value_and_NaN_is_none()
    {
        Assert.Equal(3, Median.Of([9, 1, 3]).Value);
        Assert.Equal(2.5, Median.Of([4, 1, double.NaN, 2, 3]).Value);
        Assert.Equal(4, Median.Of([4, 1, double.NaN, 2, 3]).Count);
        Assert.True(double.IsNaN(Median.Of([]).Value));
        Assert.False(Median.Of([double.NaN]).Band.Exists);
        Assert.Equal(double.MaxValue, Median.Of([double.MaxValue, double.MaxValue]).Value);
    }

    [Fact]
    public void Eight_values_are_the_fewest_with_an_interval_of_99_percent_and_fewer_show_their_range()
    {
        var seven = Median.Of([7, 6, 5, 4, 3, 2, 1]);
        Assert.False(seven.Interval.Exists);
        Assert.Equal(new Interval(1, 7), seven.Band);
        var eight = Median.Of([8, 7, 6, 5, 4, 3, 2, 1]);
        Assert.Equal(new Interval(1, 8), eight.Interval);
        Assert.Equal(Median.FewestForInterval, eight.Count);
    }

    /// <summary>Tables of the sign test, two-sided 1%: the number of values left out on each side.</summary>
    [Theory]
    [InlineData(10, 0)]
    [InlineData(11, 0)]
    [InlineData(12, 1)]
    [InlineData(15, 2)]
    [InlineData(20, 3)]
    [InlineData(25, 5)]
    [InlineData(100, 36)]
    public void Ranks_are_those_of_the_tables_of_the_sign_test(int count, int leftOut)
    {
        var interval = Median.Of(Enumerable.Range(1, count).Select(i => (double)i)).Interval;
        Assert.Equal(new Interval(leftOut + 1, count - leftOut), interval);
    }

    [Fact]
    public void Coverage_is_at_least_the_confidence_and_one_rank_more_would_be_too_much()
    {
        foreach (var confidence in new[] { 0.5, 0.9, 0.99, 0.999 })
        {
            for (var n = 1; n <= 3000; n = n < 64 ? n + 1 : n * 3 / 2)
            {
                var rank = Median.Rank(n, (1 - confidence) / 2);
                double Left(int k) => k < 1 ? 0 : 2 * Binomial.CDF(0.5, n, k - 1);
                Assert.True(Left(rank) <= 1 - confidence + 1e-9, $"n = {n}, {confidence}: {rank} is too much");
                Assert.True(
                    rank == n / 2 || Left(rank + 1) > 1 - confidence - 1e-9, $"n = {n}, {confidence}: {rank} is too little");
            }
        }
    }
}
