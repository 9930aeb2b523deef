using Farm.Domain;

namespace Farm.Node.Tests;

/// <summary>What a node tells of itself.</summary>
public sealed class StatusTests
{
    private readonly NodeOnPaper node = new();

    [Fact]
    public void A_status_is_told_every_second_also_by_an_idle_node()
    {
        node.Wait(TimeSpan.FromSeconds(3));
        Assert.Equal(3, Statuses().Count());
    }

    [Fact]
    public void A_status_names_what_runs_and_counts_what_waits()
    {
        node.Take(1, 2, 3);
        node.Wait(node.Options.StatusInterval);

        var status = Statuses().Single();
        Assert.Equal(("node", 1, 0L, false), (status.Node, status.Waiting, status.Shards, status.IsDraining));
        Assert.Equal(
            [(0, 1L, "sweep", Orders.Cell.Id, node.Options.StatusInterval), (1, 2L, "sweep", Orders.Cell.Id, node.Options.StatusInterval)],
            status.Running.Select(r => (r.Slot, r.Shard.Number, r.Sweep, r.Cell, r.Elapsed)));
    }

    [Fact]
    public void A_suspect_that_is_not_known_does_not_run()
    {
        node.Take(Orders.Order(1), delivery: 2);
        node.Wait(node.Options.StatusInterval);

        Assert.Empty(Statuses().Single().Running);
    }

    [Fact]
    public void Shards_trials_failures_and_the_rate_of_the_last_seconds_are_told()
    {
        var digest = new byte[32];
        for (var second = 0; second < 20; second++)
        {
            var order = Orders.Order(second + 1);
            node.Take(order);
            var result = new BlockResult(0, 500, digest, [], [], TimeSpan.Zero);
            node.Tell(new ShardDone(
                0, new ShardReport(order, Orders.Hello(2).Worker(0), [result], null, TimeSpan.FromSeconds(1))));
            node.Wait(TimeSpan.FromSeconds(1));
        }

        node.Take(100);
        node.End(0, Orders.Order(100), failure: FailureKind.TrialThrew);
        node.Wait(TimeSpan.FromSeconds(1));

        var status = Statuses().Last();
        Assert.Equal((21L, 10_000L, 1L), (status.Shards, status.Trials, status.Failures));
        Assert.Equal(400, status.TrialsPerSecond, 1e-9);
    }

    private IEnumerable<NodeStatus> Statuses() => node.Effects.OfType<TellStatus>().Select(t => t.Status);
}
