namespace Farm.Numerics.Tests.Health;

public sealed class TorqueSummaryTests
{
    [Fact]
    public void Mean_and_percentile_are_over_the_units_that_have_a_ratio()
    {
        double[] ratios = [0.9, double.NaN, 0.1, 0.5, 0.3];
        var summary = TorqueSummary.Of(ratios, [1, 1, 1, 1, 1], new TorqueLimits(), new double[5]);

        // Place 0.3 between 0.1 and 0.3.
        Assert.Equal((4, 0), (summary.Defined, summary.NoTorque));
        Assert.Equal(0.45, summary.Mean, 1e-15);
        Assert.Equal(0.16, summary.TenthPercentile, 1e-15);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.1)]
    [InlineData(11, 1)]
    [InlineData(16, 1.5)]
    [InlineData(200, 19.9)]
    public void The_percentile_lies_linearly_between_neighbours(int count, double expected)
    {
        double[] ratios = [.. Enumerable.Range(0, count).Reverse().Select(i => (double)i)];
        var norms = new double[count];
        Assert.Equal(expected, TorqueSummary.Of(ratios, norms, new TorqueLimits(), new double[count]).TenthPercentile, 1e-12);
    }

    [Fact]
    public void Nothing_has_no_mean() => Assert.Equal(
        new TorqueSummary(0, double.NaN, double.NaN, 0),
        TorqueSummary.Of([double.NaN], [1], new TorqueLimits(), new double[1]));

    [Fact]
    public void A_unit_is_without_torque_below_the_ratio_and_above_the_gradient()
    {
        var limits = new TorqueLimits();
        Assert.Equal((0.05, 1e-3), (limits.Ratio, limits.Gradient));
        Assert.True(limits.AreBroken(0.0499, 1.01e-3));
        Assert.False(limits.AreBroken(0.05, 1));
        Assert.False(limits.AreBroken(0.01, 1e-3));
        Assert.False(limits.AreBroken(double.NaN, 1));
        Assert.Equal(2, TorqueSummary.Of([0.01, 0.02, 0.03, 0.9], [1, 1e-4, 1, 1], limits, new double[4]).NoTorque);
    }
}
