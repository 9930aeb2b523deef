namespace Farm.Domain.Tests.Blocks;

public sealed class BlockLayoutTests
{
    [Theory]
    [InlineData(1024, 0, 0, 0)]
    [InlineData(1024, 1, 1, 1)]
    [InlineData(1024, 1024, 1, 1024)]
    [InlineData(1024, 1025, 2, 1)]
    [InlineData(1, 3, 3, 1)]
    [InlineData(65_536, 1_000_000_000_000, 15_258_790, 4096)]
    public void A_last_block_may_be_short(int size, long trials, long blocks, int last)
    {
        var layout = new BlockLayout(size, trials);
        Assert.Equal(blocks, layout.Blocks);
        if (blocks > 0)
        {
            Assert.Equal(last, layout.TrialsIn(blocks - 1));
        }

        Assert.Equal(trials, layout.TrialsIn(new BlockRange(0, blocks)));
        Assert.Throws<ArgumentOutOfRangeException>(() => layout.TrialsIn(blocks));
        Assert.Throws<ArgumentOutOfRangeException>(() => layout.TrialsIn(-1L));
    }

    [Fact]
    public void Trials_of_a_range_are_those_of_its_blocks()
    {
        var layout = new BlockLayout(7, 30);
        for (var first = 0; first <= layout.Blocks; first++)
        {
            for (var count = 0; first + count <= layout.Blocks; count++)
            {
                var sum = Enumerable.Range(first, count).Sum(b => layout.TrialsIn((long)b));
                Assert.Equal(sum, layout.TrialsIn(new BlockRange(first, count)));
            }
        }
    }
}
