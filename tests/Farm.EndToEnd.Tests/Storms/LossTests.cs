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
    private const int BlockSize = 16;

    /// <summary>Longer than any of these tests.</summary>
    private const int Trials = 200_000;

    /// <summary>Long after all that the other node held at that moment is done.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    private readonly EngineKind engine;
    private readonly ITestOutputHelper output;

    private protected LossTests(EngineKind engine, ITestOutputHelper output) => (this.engine, this.output) = (engine, output);

    [SkippableFact]
    public async Task Shards_of_a_killed_process_run_elsewhere_in_time()
    {
        Skip.IfNot(engine.Obstacle is null, engine.Obstacle);
        using var place = new Workplace();
        using var farm = StormFarm.Here(engine, place, LongSweep.Write(place, Trials, BlockSize), 2);
        await new Story(output, place).KeepOnFailureAsync(async () =>
        {
            await StartAsync(farm, place);

            // Frozen first, for a moment: what the others pass by is what it holds when it is killed.
            farm.Nodes[0].Process.Signal(SignalNumber.Stop);
            var held = await StragglersAsync(place, DateTimeOffset.UtcNow);
            var killedAt = DateTimeOffset.UtcNow;
            farm.Nodes[0].Process.Kill();

            await AssertDoneByNode2Async(place, held, killedAt, engine.NoticesDeathWithin);
        });
    }

    [SkippableFact]
    public async Task Shards_of_a_host_that_is_cut_off_run_elsewhere_in_time()
    {
        var obstacle = engine.Obstacle ?? BadNetwork.Obstacle();
        Skip.IfNot(obstacle is null, obstacle);
        using var place = new Workplace();
        using var network = BadNetwork.Create(StormOptions.Seed);
        using var farm = StormFarm.On(network, engine, place, LongSweep.Write(place, Trials, BlockSize), 2);
        await new Story(output, place).KeepOnFailureAsync(async () =>
        {
            await StartAsync(farm, place);

            var cutAt = DateTimeOffset.UtcNow;
            farm.Links[0].Cut();
            var held = await StragglersAsync(place, cutAt);

            await AssertDoneByNode2Async(place, held, cutAt, engine.NoticesSilenceWithin);
        });
    }

    [SkippableFact]
    public async Task A_coordinator_that_is_cut_off_says_so_in_time()
    {
        var obstacle = engine.Obstacle ?? BadNetwork.Obstacle();
        Skip.IfNot(obstacle is null, obstacle);
        using var place = new Workplace();
        using var network = BadNetwork.Create(StormOptions.Seed);
        using var farm = StormFarm.On(network, engine, place, LongSweep.Write(place, Trials, BlockSize), 2);
        await new Story(output, place).KeepOnFailureAsync(async () =>
        {
            await StartAsync(farm, place);

            var cutAt = DateTimeOffset.UtcNow;
            farm.CoordinatorLink.Cut();
            var log = await FarmLog.UntilAsync(place, log => log.Named(engine.CutOffEvent).Any());

            var after = log.Named(engine.CutOffEvent).First().At - cutAt;
            output.WriteLine(FormattableString.Invariant($"It was noticed after {after.TotalSeconds:0.00} s"));
            Assert.InRange(after, TimeSpan.Zero, engine.NoticesSilenceWithin);
        });
    }

    private static async Task StartAsync(StormFarm farm, Workplace place)
    {
        farm.StartAll();
        await FarmLog.UntilAsync(place, log => DoneBy(log, "node1").Skip(4).Any() && DoneBy(log, "node2").Skip(4).Any());
    }

    /// <summary>Shards that were ordered before others which are done, and are not done themselves.</summary>
    private static async Task<IReadOnlySet<string>> StragglersAsync(Workplace place, DateTimeOffset from)
    {
        var log = await FarmLog.UntilAsync(place, log => DoneBy(log, "node2").Any(e => e.At > from + Settled));
        var done = log.Named("ShardDone").Select(e => e.Text("shard")).ToHashSet();
        var epoch = done.Select(EpochOf).Distinct().Single();
        var held = Enumerable.Range(1, done.Max(NumberOf)).Select(n => FormattableString.Invariant($"{epoch}-{n}")).Except(done);
        Assert.NotEmpty(held);
        return held.ToHashSet();
    }

    private async Task AssertDoneByNode2Async(
        Workplace place, IReadOnlySet<string> held, DateTimeOffset since, TimeSpan limit)
    {
        var log = await FarmLog.UntilAsync(
            place, log => held.IsSubsetOf(DoneBy(log, "node2").Select(e => e.Text("shard"))));
        var last = DoneBy(log, "node2").Where(e => held.Contains(e.Text("shard"))).Max(e => e.At) - since;
        output.WriteLine(FormattableString.Invariant($"{held.Count} shards were done elsewhere {last.TotalSeconds:0.00} s later"));
        Assert.InRange(last, TimeSpan.Zero, limit);
    }

    private static IEnumerable<LoggedEvent> DoneBy(FarmLog log, string node) =>
        log.Named("ShardDone").Where(e => e.Text("node").StartsWith(node, StringComparison.Ordinal));

    private static string EpochOf(string shard) => shard[..shard.IndexOf('-', StringComparison.Ordinal)];

    private static int NumberOf(string shard) => int.Parse(
        shard.AsSpan(shard.IndexOf('-', StringComparison.Ordinal) + 1), System.Globalization.CultureInfo.InvariantCulture);
}
