using Farm.Coordinator.Actors;
using Farm.Simulation.Tests.Simulated;
using Xunit.Abstractions;

namespace Farm.Simulation.Tests;

/// <summary>
/// Many nodes and shards. By default 1,000 nodes and 100,000 shards; with FARM_SCALE=full 10,000 and 1,000,000.
/// </summary>
public sealed class ScaleTests(ITestOutputHelper output)
{
    /// <summary>Far above what it is, since tests share their processor: only what grows with the farm is above it.</summary>
    private const double MicrosecondsAtMost = 100;

    private static bool IsFull => Environment.GetEnvironmentVariable("FARM_SCALE") == "full";

    private static int Nodes => IsFull ? 10_000 : 1_000;

    private static int Shards => IsFull ? 1_000_000 : 100_000;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(1, 0.1)]
    public void A_shard_costs_the_coordinator_little_however_many_there_are(int blocksPerShard, double auditFraction)
    {
        var farm = new LeanFarm(new ScaleSettings(Nodes, Nodes / 10, Shards, blocksPerShard, AuditFraction: auditFraction));

        farm.Run();

        var microseconds = farm.InStep.TotalMicroseconds / farm.Reports;
        output.WriteLine(
            $"{Nodes} nodes, {farm.Reports} reports of {blocksPerShard} blocks, {auditFraction:P0} audited: "
                + $"{microseconds:F1} us of the coordinator's step a shard, at most {farm.MostOutstanding} outstanding; "
                + $"{farm.BytesEarly >> 20} MiB after a tenth, {farm.BytesLate >> 20} MiB after nine.");
        foreach (var (kind, (time, calls)) in farm.ByMessage)
        {
            output.WriteLine($"{kind}: {calls} times {time.TotalMicroseconds / calls:F1} us");
        }

        Assert.Equal(FarmEnd.Completed, farm.Outcome!.End);
        Assert.Equal((long)Shards * blocksPerShard, farm.Outcome.Totals.StoredBlocks);
        Assert.Equal(0, farm.Outcome.Totals.UnauditedBlocks);
        Assert.InRange(microseconds, 0, MicrosecondsAtMost);
        Assert.InRange(farm.MostOutstanding, Nodes, 2 * Nodes);
        Assert.InRange(farm.BytesLate - farm.BytesEarly, long.MinValue, 16 << 20);
    }
}
