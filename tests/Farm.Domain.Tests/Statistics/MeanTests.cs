using MathNet.Numerics.Distributions;

namespace Farm.Domain.Tests.Statistics;

public class MeanTests
{
    /// <summary>Tables of Student's t, two-sided 99%.</summary>
    [Theory]
    [InlineData(1, 63.6567)]
    [InlineData(2, 9.9248)]
    [InlineData(5, 4.0321)]
    [InlineData(10, 3.1693)]
    [InlineData(30, 2.7500)]
    [InlineData(120, 2.6174)]
    [InlineData(1e9, 2.5758)]
    public void Students_t_is_that_of_the_tables(double degrees, double expected) =>
        Assert.Equal(expected, Domain.StudentT.TwoSided(degrees), 4);

    [Theory]
    [InlineData(1, 0.99)]
    [InlineData(3.7, 0.95)]
    [InlineData(99, 0.999)]
    [InlineData(20_000, 0.99)]
    public void Students_t_has_its_probability(double degrees, double confidence)
    {
        var t = Domain.StudentT.TwoSided(degrees, confidence);
        Assert.Equal((1 - confidence) / 2, MathNet.Numerics.Distributions.StudentT.CDF(0, 1, degrees, -t), 11);
    }

    [Fact]
    public void Many_degrees_of_freedom_meet_the_expansion_about_the_normal()
    {
        var z = -Normal.InvCDF(0, 1, 0.005);
        foreach (var degrees in new[] { 1e5, 1e7, 1e9 })
        {
            var expansion = z + (z * z * z + z) / (4 * degrees);
            Assert.Equal(expansion, Domain.StudentT.TwoSided(degrees), 8);
        }
    }

    [Fact]
    public void Mean_deviation_and_interval_are_those_of_the_values()
    {
        double[] values = [2, 4, 4, 4, 5, 5, 7, 9];
        var mean = Mean.Of(values.Length, values.Sum(), values.Sum(v => v * v));
        Assert.Equal(5, mean.Value);
        Assert.Equal(Math.Sqrt(32 / 7.0), mean.StandardDeviation, 14);

        // 5 ± 3.499483 · 2.138090 / √8
        var interval = mean.Interval();
        Assert.Equal(5 - 2.645361, interval.Low, 5);
        Assert.Equal(5 + 2.645361, interval.High, 5);
    }

    [Fact]
    public void One_value_has_a_mean_and_no_interval_and_none_has_neither()
    {
        var one = Mean.Of(1, 3, 9);
        Assert.Equal(3, one.Value);
        Assert.False(one.Interval().Exists);
        Assert.True(double.IsNaN(one.StandardDeviation));
        Assert.True(double.IsNaN(Mean.Of(0, 0, 0).Value));
    }

    [Fact]
    public void Equal_values_have_no_spread_whatever_rounding_says()
    {
        var mean = Mean.Of(3, 0.3 + 1e-17, 0.03);
        Assert.True(mean.StandardDeviation >= 0);
        Assert.True(mean.Interval().Exists);
    }

    [Fact]
    public void Welchs_interval_is_that_of_a_worked_example()
    {
        // n 10 and 12, means 20 and 22, deviations 2 and 5: difference -2, se 1.576019, 15.02 degrees, t 2.946.
        var interval = Welch.Difference(new Mean(10, 20, 2), new Mean(12, 22, 5));
        var se = Math.Sqrt(4 / 10.0 + 25 / 12.0);
        var degrees = Math.Pow(se, 4) / (0.16 / 9 + Math.Pow(25 / 12.0, 2) / 11);
        var t = MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, degrees, 0.995);
        Assert.Equal(-2 - t * se, interval.Low, 6);
        Assert.Equal(-2 + t * se, interval.High, 6);
    }

    [Fact]
    public void Welch_needs_two_values_a_side_and_survives_no_spread()
    {
        Assert.False(Welch.Difference(new Mean(1, 3, double.NaN), new Mean(9, 1, 1)).Exists);
        Assert.Equal(new Interval(2, 2), Welch.Difference(new Mean(5, 3, 0), new Mean(9, 1, 0)));
    }
}
