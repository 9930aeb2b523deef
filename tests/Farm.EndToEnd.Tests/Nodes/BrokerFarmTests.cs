using System.Diagnostics;
using Farm.Domain;
using Farm.Node;
using Farm.Numerics;
using Farm.Studies;
using Farm.Testing.Broker;
using Farm.Transport.RabbitMq;

namespace Farm.EndToEnd.Tests.Nodes;

/// <summary>A coordinator's process and nodes' processes that meet at a broker.</summary>
[Collection(BrokerFixture.Collection)]
public sealed class BrokerFarmTests(BrokerFixture fixture)
{
    [SkippableFact]
    public async Task Two_nodes_give_byte_for_byte_what_one_process_gives()
    {
        var broker = await fixture.Broker.NewVirtualHostAsync();
        using var alone = new Workplace();
        FarmProcess.Run(alone.Folder, "run", alone.Sweep(60_000)).Expect(ExitCode.Good);
        using var shared = new Workplace();
        using var a = NodeProcess.Start(broker, "a");
        using var b = NodeProcess.Start(broker, "b");
        var farm = FarmProcess.Run(
            shared.Folder, "run", shared.Sweep(60_000), "--transport", broker.ToString(), "--nodes-only");

        farm.Expect(ExitCode.Good).ExpectLine($"nodes of {broker} only");
        foreach (var verb in (string[][])[
            ["results", "--format", "csv"],
            ["trials", "--cell", "init=normal", "--format", "csv"],
            ["trials", "--cell", "init=margin", "--format", "csv"]])
        {
            Assert.True(Output(alone, verb) == Output(shared, verb), $"{string.Join(' ', verb)} differs.");
        }

        foreach (var node in (NodeProcess[])[a, b])
        {
            node.Signal(NodeProcess.Terminate);
            node.Wait().Expect(ExitCode.Good).ExpectLine("drained");
            Assert.DoesNotContain("; 0 trials", node.Said, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task The_coordinators_own_node_and_another_share_a_sweep()
    {
        var broker = await fixture.Broker.NewVirtualHostAsync();
        using var place = new Workplace();
        using var node = NodeProcess.Start(broker, "a");
        FarmProcess.Run(
                place.Folder, "run", place.Sweep(300_000), "--transport", broker.ToString(), "--threads", "1")
            .Expect(ExitCode.Good).ExpectLine("1 thread here");

        node.Signal(NodeProcess.Terminate);
        node.Wait().Expect(ExitCode.Good);
        Assert.DoesNotContain("; 0 trials", node.Said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_node_that_is_told_to_end_drains_and_says_which_and_the_sweep_goes_on_with_another()
    {
        var broker = await fixture.Broker.NewVirtualHostAsync();
        using var place = new Workplace();
        using var a = NodeProcess.Start(broker, "a");
        using var farm = FarmProcess.Start(
            place.Folder, "run", place.Sweep(Workplace.EndlessTrials), "--transport", broker.ToString(), "--nodes-only");
        a.WaitForLine("begins to order");
        place.WaitForBlocks(1, farm);
        a.Signal(NodeProcess.Terminate);
        var ended = a.Wait().Expect(ExitCode.Good);

        WaitForEvent(place, "NodeGone", "Node a left");
        // Which of its shards it still had is a matter of the moment; of those that it had, each is told.
        const string Shards = @"(no shard|\d+ shards? \([^)]+\))";
        Assert.Matches($"drained: {Shards} finished, {Shards} handed back", ended.Error);
        var before = place.Blocks();
        using var b = NodeProcess.Start(broker, "b");
        place.WaitForBlocks(before + 1, farm);
        Assert.False(farm.HasExited);
    }

    [SkippableFact]
    public async Task A_second_signal_ends_a_node_at_once()
    {
        Assert.True(fixture.OwnBroker.IsOwn);
        await using var broker = await TestBroker.StartAsync();
        using var place = new Workplace();
        using var node = NodeProcess.Start(broker.Address, "a");
        using var farm = FarmProcess.Start(
            place.Folder, "run", place.Sweep(Workplace.EndlessTrials), "--transport", broker.Address.ToString(), "--nodes-only");
        node.WaitForLine("begins to order");
        place.WaitForBlocks(1, farm);

        // Without its broker it cannot hand back, so it is still draining when the second signal comes.
        broker.Kill();
        node.WaitForLine("is gone and waited for");
        node.Signal(NodeProcess.Terminate);
        node.WaitForLine("draining: finishes or hands back");
        node.Signal(NodeProcess.Terminate);

        node.Wait().Expect(ExitCode.Terminated);
        Assert.DoesNotContain("drained", node.Said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_node_of_another_release_is_refused_with_both_named_and_computes_nothing()
    {
        const string Other = "0.0.9";
        var broker = await fixture.Broker.NewVirtualHostAsync();
        using var place = new Workplace();
        using var farm = FarmProcess.Start(
            place.Folder, "run", place.Sweep(Workplace.EndlessTrials), "--transport", broker.ToString(), "--nodes-only");

        // A node's release is that of its build: here its actor is told another one.
        await using var transport = new RabbitMqTransport(new RabbitMqOptions(broker));
        var hello = NodeActor.HelloOf(1, BuiltInStudies.Catalog, LaneWidths.Widest) with { Release = Other };
        await using var node = await NodeActor.StartAsync(
            transport, hello, new NodeOptions(), BuiltInStudies.Catalog, LaneWidths.Widest, TimeProvider.System);
        var outcome = await node.Left.WaitAsync(FarmProcess.Patience);

        Assert.Equal(NodeEnd.Refused, outcome.End);
        Assert.Contains(Other, outcome.Message, StringComparison.Ordinal);
        Assert.Contains(FarmRelease.Version, outcome.Message, StringComparison.Ordinal);
        Assert.Equal((0L, 0L), (outcome.Totals.Trials, place.Blocks()));
    }

    [SkippableFact]
    public async Task Two_coordinators_share_a_node()
    {
        var broker = await fixture.Broker.NewVirtualHostAsync();
        using var one = new Workplace();
        using var other = new Workplace();
        using var node = NodeProcess.Start(broker, "a");
        using var first = FarmProcess.Start(
            one.Folder, "run", one.Sweep(Workplace.EndlessTrials), "--transport", broker.ToString(), "--nodes-only");
        using var second = FarmProcess.Start(
            other.Folder, "run", other.Sweep(Workplace.EndlessTrials), "--transport", broker.ToString(), "--nodes-only");
        one.WaitForBlocks(1, first);
        other.WaitForBlocks(1, second);

        // Both grow, side by side.
        one.WaitForBlocks(one.Blocks() + 100, first);
        other.WaitForBlocks(other.Blocks() + 100, second);
        Assert.False(first.HasExited || second.HasExited);
        Assert.Equal(2, node.Said.Split("begins to order").Length - 1);
    }

    [SkippableFact]
    public async Task The_second_coordinator_of_a_copied_ledger_is_refused_with_5_and_the_first_goes_on()
    {
        var broker = await fixture.Broker.NewVirtualHostAsync();
        using var place = new Workplace();
        FarmProcess.Run(place.Folder, "run", place.Sweep(2_000)).Expect(ExitCode.Good);
        File.Copy(place.Ledger, place.Ledger + ".copy");
        var sweep = place.Sweep(Workplace.EndlessTrials);
        using var node = NodeProcess.Start(broker, "a");
        using var first = FarmProcess.Start(
            place.Folder, "run", sweep, "--amend", "--transport", broker.ToString(), "--nodes-only");
        place.WaitForBlocks(10, first);

        FarmProcess.Run(
                place.Folder, "run", sweep, "--amend", "--ledger", "farm.db.copy", "--transport", broker.ToString(), "--nodes-only")
            .Expect(ExitCode.InUse).ExpectLine("is open already");
        place.WaitForBlocks(place.Blocks() + 1, first);
        Assert.False(first.HasExited);
    }

    [SkippableFact]
    public async Task A_sweep_that_is_interrupted_over_a_broker_resumes_with_what_it_says()
    {
        var broker = await fixture.Broker.NewVirtualHostAsync();
        using var place = new Workplace();
        var sweep = place.Sweep(Workplace.EndlessTrials);
        using (var farm = FarmProcess.Start(place.Folder, "run", sweep, "--transport", broker.ToString(), "--threads", "1"))
        {
            place.WaitForBlocks(1, farm);
            farm.Signal(2);
            farm.Wait().Expect(ExitCode.Interrupted).ExpectLine($"--transport {broker}");
        }

        var kept = place.Blocks();
        using var again = FarmProcess.Start(place.Folder, "run", sweep, "--transport", broker.ToString(), "--threads", "1");
        place.WaitForBlocks(kept + 1, again);
        Assert.False(again.HasExited);
    }

    private static void WaitForEvent(Workplace place, string name, string part)
    {
        var watch = Stopwatch.StartNew();
        while (!Output(place, ["logs", "--event", name]).Contains(part, StringComparison.Ordinal))
        {
            Assert.True(watch.Elapsed < FarmProcess.Patience, $"The log never had '{part}':\n{Output(place, ["logs"])}");
        }
    }

    private static string Output(Workplace place, string[] verb) =>
        FarmProcess.Run(place.Folder, verb).Expect(ExitCode.Good).Output;
}
