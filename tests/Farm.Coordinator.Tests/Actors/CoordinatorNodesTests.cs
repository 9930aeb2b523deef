using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Actors;

/// <summary>Who may serve a coordinator, how much work goes out to them, and what is kept of them.</summary>
public sealed class CoordinatorNodesTests
{
    [Fact]
    public void A_node_of_another_release_is_refused_with_both_named_and_gets_no_work()
    {
        var farm = new FarmOnPaper(blocks: 8);
        var orders = farm.Orders.Count;

        farm.Tell(new NodeArrived(FarmOnPaper.Hello("old", "b", release: "0.0.9")));

        Assert.Equal(NodeVerdict.Serves, farm.Judgements["node"].Verdict);
        Assert.Equal(NodeVerdict.Refused, farm.Judgements["old"].Verdict);
        Assert.Contains("0.0.9", farm.Judgements["old"].Reason, StringComparison.Ordinal);
        Assert.Contains(FarmRelease.Version, farm.Judgements["old"].Reason, StringComparison.Ordinal);
        Assert.Single(farm.Effects.OfType<TellEvent>(), e => e.Event is NodeRefused);
        Assert.Equal(orders, farm.Orders.Count);
    }

    [Fact]
    public void A_node_of_another_revision_or_without_the_study_is_refused()
    {
        var farm = new FarmOnPaper(blocks: 8);
        var orders = farm.Orders.Count;

        farm.Tell(new NodeArrived(FarmOnPaper.Hello("other", "b", revision: 7)));
        farm.Tell(new NodeArrived(FarmOnPaper.Hello("none", "b") with { Studies = [] }));

        Assert.Contains("revision 7, column version 1", farm.Judgements["other"].Reason, StringComparison.Ordinal);
        Assert.Contains("wants 1, 1", farm.Judgements["other"].Reason, StringComparison.Ordinal);
        Assert.Contains("does not know study 'paper'", farm.Judgements["none"].Reason, StringComparison.Ordinal);
        Assert.Equal(orders, farm.Orders.Count);
    }

    [Fact]
    public void Two_shards_a_slot_are_outstanding_however_many_that_are()
    {
        var farm = new FarmOnPaper(blocks: 10_000);

        for (var i = 1; i < 2_000; i++)
        {
            farm.Tell(new NodeArrived(FarmOnPaper.Hello($"node-{i}", "host")));
        }

        Assert.Equal(4_000, farm.Orders.Count);
    }

    [Fact]
    public void Short_shards_are_outstanding_for_200_ms_a_slot_but_not_more_than_1024()
    {
        var farm = new FarmOnPaper(blocks: 10_000);

        farm.Answer(farm.Orders[0], elapsed: TimeSpan.FromMilliseconds(1));
        Assert.InRange(farm.Orders.Count, 100, 201);

        while (farm.Orders.Count < 1_024)
        {
            farm.Answer(farm.Orders[0], elapsed: TimeSpan.FromTicks(10));
        }

        farm.Answer(farm.Orders[0], elapsed: TimeSpan.FromTicks(10));
        Assert.Equal(1_024, farm.Orders.Count);
    }

    [Fact]
    public void A_link_that_fails_ends_the_farm_once_what_came_is_stored()
    {
        var farm = new FarmOnPaper(blocks: 8);
        farm.Answer();
        farm.Answer();
        var outstanding = farm.Orders.Count;

        farm.Tell(new CoordinatorLinkFailed(LinkFault.Refused, "the broker says no"));
        Assert.Null(farm.Outcome);
        farm.Commit();
        farm.Commit();

        Assert.Equal(outstanding, farm.Orders.Count);
        Assert.Equal((FarmEnd.LinkFault, LinkFault.Refused), (farm.Outcome!.End, farm.Outcome.LinkFault));
        Assert.Equal(("the broker says no", 2L), (farm.Outcome.Message, farm.Outcome.Totals.StoredBlocks));
    }

    [Fact]
    public void The_ledger_is_told_of_nodes_that_come_work_and_go_but_not_all_the_time()
    {
        var farm = new FarmOnPaper(blocks: 8);
        farm.Tell(new NodeArrived(FarmOnPaper.Hello("left", "b")));
        farm.Tell(new NodeArrived(FarmOnPaper.Hello("lost", "c")));
        farm.Tell(new NodeReported(new NodeStatus(
            "node", [new RunningShard(0, Guid.Empty, farm.Orders[0].Shard, "s", "4f2a", default)], 1, 0, 0, 0, 12, false)));
        farm.Tell(new NodeLeft("left", IsGoodbye: true));
        farm.Tell(new NodeLeft("lost"));
        Assert.Equal(["node"], farm.Records.Keys);

        var start = farm.Now;
        while (farm.Records.Count < 3)
        {
            farm.Wait();
        }

        Assert.Equal(TimeSpan.FromSeconds(2), farm.Now - start);
        Assert.Equal((NodeState.Left, NodeState.Lost), (farm.Records["left"].State, farm.Records["lost"].State));
        Assert.Equal(("4f2a block 0", 12), (farm.Records["node"].Running, farm.Records["node"].TrialsPerSecond));
    }
}
