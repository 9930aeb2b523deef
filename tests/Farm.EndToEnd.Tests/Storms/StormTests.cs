using Farm.EndToEnd.Tests.Engines;
using Xunit.Abstractions;

namespace Farm.EndToEnd.Tests.Storms;

/// <summary>
/// A farm of real processes in a storm of faults. <c>FARM_STORM_FAULTS</c> says of how many, <c>FARM_TEST_SEED</c> which.
/// Each engine's tests inherit this.
/// </summary>
public abstract class StormTests
{
    private const int Nodes = 4;
    private const int UsualBlows = 24;
    private const int BlockSize = 16;

    /// <summary>A second's work of two cores, more or less, so that work goes on while parts are mended.</summary>
    private const int TrialsPerBlow = 2_000;

    private readonly EngineKind engine;
    private readonly ITestOutputHelper output;

    private protected StormTests(EngineKind engine, ITestOutputHelper output) => (this.engine, this.output) = (engine, output);

    [SkippableFact]
    public async Task A_farm_struck_at_random_gives_the_bytes_of_one_undisturbed_process()
    {
        Skip.IfNot(engine.Obstacle is null, engine.Obstacle);
        var (blows, seed) = (StormOptions.Faults(UsualBlows), StormOptions.Seed);
        var trials = Math.Max(blows, 5) * TrialsPerBlow / LongSweep.Cells;
        using var calm = new Workplace();
        LongSweep.RunCalmly(calm, trials, BlockSize);

        using var place = new Workplace();
        var story = new Story(output, place);
        story.Say($"FARM_STORM_FAULTS={blows} FARM_TEST_SEED={seed}");
        await story.KeepOnFailureAsync(async () =>
        {
            using var farm = StormFarm.Here(engine, place, LongSweep.Write(place, trials, BlockSize), Nodes);
            farm.StartAll();
            var storm = new Storm(place, farm.Processes, farm.Processes, new Random(seed), story.Say);
            await storm.RageAsync(blows, LongSweep.Blocks(trials, BlockSize));

            story.Say(farm.Coordinator.Last.Error);
            Assert.Equal(blows, storm.Hits);
            SameBytes.Check(calm, place);
            story.SayBlocksComputedAgain();
        });
    }
}
