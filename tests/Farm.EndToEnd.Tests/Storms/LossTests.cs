using Farm.EndToEnd.Tests.Engines;
using Farm.EndToEnd.Tests.Networks;
using Xunit.Abstractions;

namespace Farm.EndToEnd.Tests.Storms;

/// <summary>
/// How soon the shards of a node that is gone are computed by another, by the log's own times. Each engine's tests inherit
/// this.
/// </summary>
public abstract class LossTests
{
    private readonly EngineKind engine;
    private readonly ITestOutputHelper output;

    private protected LossTests(EngineKind engine, ITestOutputHelper output) => (this.engine, this.output) = (engine, output);

    [SkippableFact]
    public async Task Shards_of_a_killed_process_run_elsewhere_in_time()
    {
        Skip.IfNot(engine.Obstacle is null, engine.Obstacle);
        using var place = new Workplace();
        using var farm = StormFarm.Here(engine, place, Loss.WriteSweep(place), 2);
        await new Story(output, place).KeepOnFailureAsync(async () =>
        {
            farm.StartAll();
            var (loss, process) = (new Loss(place), farm.Nodes[0].Process);
            await loss.AtWorkAsync();
            AssertInTime(
                await loss.OfDeathAsync(() => process.Signal(SignalNumber.Stop), process.Kill),
                engine.NoticesDeathWithin);
        });
    }

    [SkippableFact]
    public async Task Shards_of_a_host_that_is_cut_off_run_elsewhere_in_time()
    {
        var obstacle = engine.Obstacle ?? BadNetwork.Obstacle();
        Skip.IfNot(obstacle is null, obstacle);
        using var place = new Workplace();
        using var network = BadNetwork.Create(StormOptions.Seed);
        using var farm = StormFarm.On(network, engine, place, Loss.WriteSweep(place), 2);
        await new Story(output, place).KeepOnFailureAsync(async () =>
        {
            farm.StartAll();
            var loss = new Loss(place);
            await loss.AtWorkAsync();
            AssertInTime(await loss.OfSilenceAsync(farm.Links[0].Cut), engine.NoticesSilenceWithin);
        });
    }

    [SkippableFact]
    public async Task A_coordinator_that_is_cut_off_says_so_in_time()
    {
        var obstacle = engine.Obstacle ?? BadNetwork.Obstacle();
        Skip.IfNot(obstacle is null, obstacle);
        using var place = new Workplace();
        using var network = BadNetwork.Create(StormOptions.Seed);
        using var farm = StormFarm.On(network, engine, place, Loss.WriteSweep(place), 2);
        await new Story(output, place).KeepOnFailureAsync(async () =>
        {
            farm.StartAll();
            await new Loss(place).AtWorkAsync();

            var cutAt = DateTimeOffset.UtcNow;
            farm.CoordinatorLink.Cut();
            var log = await FarmLog.UntilAsync(place, log => log.Named(engine.CutOffEvent).Any());

            var after = log.Named(engine.CutOffEvent).First().At - cutAt;
            output.WriteLine(FormattableString.Invariant($"It was noticed after {after.TotalSeconds:0.00} s"));
            Assert.InRange(after, TimeSpan.Zero, engine.NoticesSilenceWithin);
        });
    }

    private void AssertInTime(LostShards lost, TimeSpan limit)
    {
        output.WriteLine(FormattableString.Invariant($"{lost.Count} shards were done elsewhere {lost.DoneAfter.TotalSeconds:0.00} s later"));
        Assert.InRange(lost.DoneAfter, TimeSpan.Zero, limit);
    }
}
