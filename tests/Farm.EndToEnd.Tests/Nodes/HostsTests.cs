using System.Diagnostics;
using Farm.Domain;
using Farm.EndToEnd.Tests.Engines;
using Farm.Node;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.EndToEnd.Tests.Nodes;

/// <summary>A coordinator's process and nodes' processes, as on hosts of their own. Each engine's tests inherit this.</summary>
public abstract class HostsTests
{
    private protected HostsTests()
    {
    }

    [SkippableFact]
    public async Task Two_nodes_give_byte_for_byte_what_one_process_gives()
    {
        using var engine = await MeetAsync();
        using var alone = new Workplace();
        FarmProcess.Run(alone.Folder, "run", alone.Sweep(60_000)).Expect(ExitCode.Good);
        using var shared = new Workplace();
        using var a = NodeProcess.Start(engine, "a");
        using var b = NodeProcess.Start(engine, "b");
        var farm = FarmProcess.Run(Coordinator(engine, shared, shared.Sweep(60_000), "--nodes-only"));

        farm.Expect(ExitCode.Good).ExpectLine($"nodes of {engine.Address} only");
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
        using var engine = await MeetAsync();
        using var place = new Workplace();
        using var node = NodeProcess.Start(engine, "a");

        // Seconds of work: the other node is to have joined long before its end.
        FarmProcess.Run(Coordinator(engine, place, place.Sweep(2_000_000), "--threads", "1"))
            .Expect(ExitCode.Good).ExpectLine("1 thread here");

        node.Signal(NodeProcess.Terminate);
        node.Wait().Expect(ExitCode.Good);
        Assert.DoesNotContain("; 0 trials", node.Said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_node_that_is_told_to_end_drains_and_says_which_and_the_sweep_goes_on_with_another()
    {
        using var engine = await MeetAsync();
        using var place = new Workplace();
        using var a = NodeProcess.Start(engine, "a");
        using var farm = FarmProcess.Start(Coordinator(engine, place, place.Sweep(Workplace.EndlessTrials), "--nodes-only"));
        a.WaitForLine("begins to order");
        place.WaitForBlocks(1, farm);
        a.Signal(NodeProcess.Terminate);
        var ended = a.Wait().Expect(ExitCode.Good);

        WaitForEvent(place, "NodeGone", "Node a left");
        // Which of its shards it still had is a matter of the moment; of those that it had, each is told.
        const string Shards = @"(no shard|\d+ shards? \([^)]+\))";
        Assert.Matches($"drained: {Shards} finished, {Shards} handed back", ended.Error);
        var before = place.Blocks();
        using var b = NodeProcess.Start(engine, "b");
        place.WaitForBlocks(before + 1, farm);
        Assert.False(farm.HasExited);
    }

    [SkippableFact]
    public async Task A_node_of_another_release_is_refused_with_both_named_and_computes_nothing()
    {
        const string Other = "0.0.9";
        using var engine = await MeetAsync();
        using var place = new Workplace();
        using var farm = FarmProcess.Start(Coordinator(engine, place, place.Sweep(Workplace.EndlessTrials), "--nodes-only"));

        // A node's release is that of its build: here its actor is told another one.
        await using var transport = engine.Connect();
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
        using var engine = await MeetAsync();
        using var one = new Workplace();
        using var other = new Workplace();
        using var node = NodeProcess.Start(engine, "a");
        using var first = FarmProcess.Start(Coordinator(engine, one, one.Sweep(Workplace.EndlessTrials), "--nodes-only"));
        using var second = FarmProcess.Start(Coordinator(engine, other, other.Sweep(Workplace.EndlessTrials), "--nodes-only"));
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
        using var engine = await MeetAsync();
        using var place = new Workplace();
        FarmProcess.Run(place.Folder, "run", place.Sweep(2_000)).Expect(ExitCode.Good);
        File.Copy(place.Ledger, place.Ledger + ".copy");
        var sweep = place.Sweep(Workplace.EndlessTrials);
        using var node = NodeProcess.Start(engine, "a");
        using var first = FarmProcess.Start(Coordinator(engine, place, sweep, "--amend", "--nodes-only"));
        place.WaitForBlocks(10, first);

        FarmProcess.Run(Coordinator(engine, place, sweep, "--amend", "--ledger", "farm.db.copy", "--nodes-only"))
            .Expect(ExitCode.InUse).ExpectLine("is open already");
        place.WaitForBlocks(place.Blocks() + 1, first);
        Assert.False(first.HasExited);
    }

    [SkippableFact]
    public async Task A_sweep_that_is_interrupted_resumes_with_what_it_says()
    {
        using var engine = await MeetAsync();
        using var place = new Workplace();
        var sweep = place.Sweep(Workplace.EndlessTrials);
        using (var farm = FarmProcess.Start(Coordinator(engine, place, sweep, "--threads", "1")))
        {
            place.WaitForBlocks(1, farm);
            farm.Signal(2);
            farm.Wait().Expect(ExitCode.Interrupted).ExpectLine($"--transport {engine.Address}");
        }

        var kept = place.Blocks();
        using var again = FarmProcess.Start(Coordinator(engine, place, sweep, "--threads", "1"));
        place.WaitForBlocks(kept + 1, again);
        Assert.False(again.HasExited);
    }

    /// <summary>An engine that no other test uses.</summary>
    private protected abstract Task<Engine> MeetAsync();

    /// <summary>How a coordinator is started.</summary>
    private protected static Launch Coordinator(
        Engine engine, Workplace place, string sweep, params IReadOnlyList<string> more) =>
        engine.Launch(place.Folder, "farm", null, ["run", sweep, .. more]);

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
