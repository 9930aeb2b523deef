using Farm.EndToEnd.Tests;
using Farm.EndToEnd.Tests.Storms;
using Xunit.Abstractions;

namespace Farm.Containers.Tests;

/// <summary>
/// A farm of deploy/'s containers in storms and losses. <c>FARM_STORM_FAULTS</c> says of how many, <c>FARM_TEST_SEED</c>
/// which.
/// </summary>
[Collection(FarmImages.Collection)]
public sealed class ContainerFarmTests(FarmImages images, ITestOutputHelper output)
{
    private const int Nodes = 3;
    private const int UsualBlows = 16;
    private const int BlockSize = 16;

    /// <summary>A second's work of two cores, more or less, so that work goes on while parts are mended.</summary>
    private const int TrialsPerBlow = 3_000;

    /// <summary>How soon a broker notices a silent node.</summary>
    private static readonly TimeSpan NoticesWithin = TimeSpan.FromSeconds(15);

    [SkippableFact]
    public async Task Containers_struck_at_random_give_the_bytes_of_one_undisturbed_process()
    {
        images.Need();
        var (blows, seed) = (StormOptions.Faults(UsualBlows), StormOptions.Seed);
        var trials = Math.Max(blows, 5) * TrialsPerBlow / LongSweep.Cells;
        using var calm = new Workplace();
        LongSweep.RunCalmly(calm, trials, BlockSize);

        using var place = new Workplace();
        var story = new Story(output, place);
        story.Say($"FARM_STORM_FAULTS={blows} FARM_TEST_SEED={seed}");
        await story.KeepOnFailureAsync(async () =>
        {
            await using var farm = new ContainerFarm(place, LongSweep.Write(place, trials, BlockSize), Nodes);
            await farm.StartAsync();
            var storm = new Storm(place, farm.Parts, [.. farm.Parts, .. farm.Links], new Random(seed), story.Say);
            await storm.RageAsync(blows, LongSweep.Blocks(trials, BlockSize));

            story.Say(farm.Coordinator.Said);
            Assert.Equal(blows, storm.Hits);
            SameBytes.Check(calm, place);
            story.SayBlocksComputedAgain();
        });
    }

    [SkippableFact]
    public Task Shards_of_a_paused_container_run_elsewhere_and_it_comes_back() =>
        LoseAsync(farm => farm.Nodes[0].Pause(), farm => farm.Nodes[0].Unpause());

    [SkippableFact]
    public Task Shards_of_a_disconnected_container_run_elsewhere_and_it_comes_back() =>
        LoseAsync(farm => farm.Links[0].Disconnect(), farm => farm.Links[0].Connect());

    private async Task LoseAsync(Action<ContainerFarm> lose, Action<ContainerFarm> mend)
    {
        images.Need();
        using var place = new Workplace();
        await new Story(output, place).KeepOnFailureAsync(async () =>
        {
            await using var farm = new ContainerFarm(place, Loss.WriteSweep(place), Nodes);
            await farm.StartAsync();
            var loss = new Loss(place);
            await loss.AtWorkAsync();
            var lost = await loss.OfSilenceAsync(() => lose(farm));
            output.WriteLine(FormattableString.Invariant($"{lost.Count} shards were done elsewhere {lost.DoneAfter.TotalSeconds:0.00} s later"));
            Assert.InRange(lost.DoneAfter, TimeSpan.Zero, NoticesWithin);

            var mendedAt = DateTimeOffset.UtcNow;
            mend(farm);
            await loss.IsBackAsync(mendedAt);
            output.WriteLine(FormattableString.Invariant($"It worked again {(DateTimeOffset.UtcNow - mendedAt).TotalSeconds:0.00} s after it was mended"));
        });
    }
}
