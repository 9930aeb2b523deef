using Farm.EndToEnd.Tests.Engines;
using Farm.EndToEnd.Tests.Networks;
using Xunit.Abstractions;

namespace Farm.EndToEnd.Tests.Storms;

/// <summary>
/// A farm of hosts whose links are cut, one-way, slow, lossy and narrow by turns. <c>FARM_STORM_FAULTS</c> says how many
/// times, <c>FARM_TEST_SEED</c> how. Each engine's tests inherit this.
/// </summary>
public abstract class PartitionTests
{
    private const int Nodes = 3;
    private const int UsualBlows = 12;
    private const int BlockSize = 16;

    /// <summary>Two seconds' work of two cores, more or less.</summary>
    private const int TrialsPerBlow = 2_800;

    private readonly EngineKind engine;
    private readonly ITestOutputHelper output;

    private protected PartitionTests(EngineKind engine, ITestOutputHelper output) => (this.engine, this.output) = (engine, output);

    [SkippableFact]
    public async Task A_farm_with_bad_links_gives_the_bytes_of_one_undisturbed_process()
    {
        var obstacle = engine.Obstacle ?? BadNetwork.Obstacle();
        Skip.IfNot(obstacle is null, obstacle);
        var (blows, seed) = (StormOptions.Faults(UsualBlows), StormOptions.Seed);
        var trials = Math.Max(blows, 5) * TrialsPerBlow / LongSweep.Cells;
        using var calm = new Workplace();
        LongSweep.RunCalmly(calm, trials, BlockSize);

        using var place = new Workplace();
        var story = new Story(output, place);
        story.Say($"FARM_STORM_FAULTS={blows} FARM_TEST_SEED={seed}");
        await story.KeepOnFailureAsync(async () =>
        {
            using var network = BadNetwork.Create(seed);
            using var farm = StormFarm.On(network, engine, place, LongSweep.Write(place, trials, BlockSize), Nodes);
            farm.StartAll();
            var storm = new Storm(place, farm.Processes, farm.Links, new Random(seed), story.Say);
            await storm.RageAsync(blows, LongSweep.Blocks(trials, BlockSize));

            story.Say(farm.Coordinator.Last.Error);
            Assert.Equal(blows, storm.Hits);
            SameBytes.Check(calm, place);
            story.SayBlocksComputedAgain();
        });
    }
}
