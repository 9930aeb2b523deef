namespace Farm.Studies.Tests.Unactivated;

public sealed class UnactivatedRefusalTests
{
    [Theory]
    [InlineData("n0=6,n1=64", "n1", "7,624,512 lines of 64 breakpoints", "use estimator sampled")]
    [InlineData("n0=12,n1=40,estimator=smoothed", "n1", "s a draw", "use estimator sampled")]
    [InlineData("n0=2,n1=4,depth=2", "depth", "n0 1", "use estimator sampled, which is biased upward")]
    [InlineData("n0=1,n1=4,depth=2,estimator=smoothed", "estimator", "no bias is integrated out", "use estimator exact")]
    [InlineData("n0=6,n1=40,estimator=regions", "n1", "codewords a draw", "use a smaller n0 or n1")]
    [InlineData("n0=2,n1=100,estimator=dimension", "n1", "401 columns", "use smaller layers")]
    [InlineData("n0=2,n1=4,depth=2,estimator=regions", "depth", "first layer", "leave depth at 1")]
    public void What_an_estimator_cannot_do_is_refused_with_its_cost_and_the_one_that_can(
        string cell, string axis, string cost, string instead)
    {
        var refusal = Assert.Single(UnactivatedCells.Study.Refuse(UnactivatedCells.Of(cell)));
        Assert.Equal(axis, refusal.Axis);
        Assert.Contains(cost, refusal.Reason, StringComparison.Ordinal);
        Assert.Contains(instead, refusal.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Reason);
    }

    [Theory]
    [InlineData("n0=1,n1=1000")]
    [InlineData("n0=2,n1=64")]
    [InlineData("n0=3,n1=64")]
    [InlineData("n0=4,n1=32")]
    [InlineData("n0=5,n1=24,estimator=smoothed")]
    [InlineData("n0=6,n1=24,estimator=smoothed,positive_share=0.3")]
    [InlineData("n0=20,n1=10")]
    [InlineData("n0=12,n1=40,estimator=sampled")]
    [InlineData("n0=3,n1=5,depth=4,estimator=sampled")]
    public void What_it_can_do_is_not(string cell) =>
        Assert.Empty(UnactivatedCells.Study.Refuse(UnactivatedCells.Of(cell)));
}
