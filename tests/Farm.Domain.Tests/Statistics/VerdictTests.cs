namespace Farm.Domain.Tests.Statistics;

public class VerdictTests
{
    [Fact]
    public void Overlapping_intervals_are_consistent_and_others_contradict()
    {
        var published = new Proportion(21, 50);
        Assert.Equal(VerdictWord.Consistent, Verdict.OnPublished(new Proportion(40_000, 100_000), published).Word);
        Assert.Equal(VerdictWord.Contradicted, Verdict.OnPublished(new Proportion(90_000, 100_000), published).Word);
        Assert.Equal(VerdictWord.Open, Verdict.OnPublished(new Proportion(0, 0), published).Word);
    }

    [Fact]
    public void Cells_differ_when_the_interval_excludes_0()
    {
        Assert.Equal(VerdictWord.Differs, Verdict.OnDifference(new Interval(0.1, 0.2)).Word);
        Assert.Equal(VerdictWord.NotDistinguished, Verdict.OnDifference(new Interval(-0.1, 0.2)).Word);
        Assert.Equal(VerdictWord.NotDistinguished, Verdict.OnDifference(new Interval(0, 0)).Word);
        Assert.Equal(VerdictWord.Open, Verdict.OnDifference(Interval.None).Word);
    }
}
