using Farm.Coordinator.Actors;

namespace Farm.Coordinator.Tests.Actors;

public sealed class CellPaceTests
{
    private static readonly TimeSpan shardTime = TimeSpan.FromMilliseconds(100);
    private readonly CellPace pace = new();

    [Theory]
    [InlineData(22, 5)]
    [InlineData(23, 4)]
    [InlineData(30, 3)]
    [InlineData(250, 1)]
    public void A_shard_takes_as_many_blocks_as_come_nearest_to_its_time(int blockMilliseconds, long expected)
    {
        Learn(blocks: 1_000, blockMilliseconds);

        Assert.Equal(expected, pace.BlocksFor(shardTime, blockSize: 64));
    }

    [Fact]
    public void A_shard_is_at_most_four_times_the_largest_that_came_back()
    {
        Assert.Equal(1, pace.BlocksFor(shardTime, blockSize: 64));

        Learn(blocks: 1, blockMilliseconds: 1);
        Assert.Equal(4, pace.BlocksFor(shardTime, blockSize: 64));

        Learn(blocks: 4, blockMilliseconds: 1);
        Assert.Equal(16, pace.BlocksFor(shardTime, blockSize: 64));
    }

    private void Learn(long blocks, int blockMilliseconds) =>
        pace.Learn(blocks, trials: 64 * blocks, bytes: 100 * blocks, TimeSpan.FromMilliseconds(blockMilliseconds * blocks));
}
