using Farm.EndToEnd.Tests.Engines;
using Xunit.Abstractions;

namespace Farm.EndToEnd.Tests.Storms;

/// <summary>Several coordinators that share an engine and its nodes. Each engine's tests inherit this.</summary>
public abstract class SharingTests
{
    private const int Nodes = 2;
    private const int BlockSize = 16;
    private const int Trials = 6_000;

    /// <summary>While both have work, the slower coordinator gets this share of the faster one's trials at least.</summary>
    private const double FairShare = 0.6;

    private readonly EngineKind engine;
    private readonly ITestOutputHelper output;

    private protected SharingTests(EngineKind engine, ITestOutputHelper output) => (this.engine, this.output) = (engine, output);

    [SkippableFact]
    public async Task Two_sweeps_of_two_ledgers_share_the_nodes_fairly()
    {
        Skip.IfNot(engine.Obstacle is null, engine.Obstacle);
        using var place = new Workplace();
        using var other = new Workplace();
        using var farm = StormFarm.Here(engine, place, LongSweep.Write(place, Trials, BlockSize), Nodes);
        await new Story(output, place).KeepOnFailureAsync(async () =>
        {
            farm.StartAll();
            await FarmLog.UntilAsync(place, log => log.Named("ShardDone").Any());
            using var second = FarmProcess.Start(farm.Engine.Launch(
                other.Folder, "farm", null, "run", LongSweep.Write(other, Trials, BlockSize), "--nodes-only"));

            second.Wait().Expect(ExitCode.Good);
            farm.Coordinator.Process.Wait().Expect(ExitCode.Good);
            var (one, two) = TrialsWhileBothWork(FarmLog.Of(place), FarmLog.Of(other));
            output.WriteLine($"While both had work: {one} and {two} trials.");
            Assert.True(Math.Min(one, two) >= FairShare * Math.Max(one, two), $"{one} and {two} trials are no fair shares.");
            Assert.True(one + two > Trials, $"Both had work for {one + two} trials only.");
        });
    }

    private static (long One, long Two) TrialsWhileBothWork(FarmLog one, FarmLog two)
    {
        var from = new[] { one, two }.Max(l => l.Named("ShardDone").Min(e => e.At));
        var to = new[] { one, two }.Min(l => l.Named("ShardDone").Max(e => e.At));
        return (TrialsOf(one), TrialsOf(two));

        long TrialsOf(FarmLog log)
        {
            Assert.Equal(0, log.Sum("ShardDone", "skipped"));
            return log.Named("ShardDone")
                .Where(e => e.At >= from && e.At <= to)
                .Sum(e => e.Number("last_trial") - e.Number("first_trial") + 1);
        }
    }
}
