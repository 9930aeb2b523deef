using Farm.Domain;

namespace Farm.Node.Tests;

/// <summary>An order that was lost with a node before, and what the farm hears of starts.</summary>
public sealed class SuspectTests
{
    private readonly NodeOnPaper node = new();

    [Fact]
    public void An_order_that_outlived_a_node_waits_until_the_node_is_idle_and_keeps_it_to_itself()
    {
        node.Take(1);
        node.Take(Orders.Order(2), delivery: 2);
        node.Take(3);
        Assert.Equal([(0, 1L)], node.Started);

        node.End(slot: 0, number: 1);
        Assert.Equal((2L, true), node.Announced.Last());
        Assert.Equal([(0, 1L)], node.Started);

        node.Tell(new StartKnown(NodeOnPaper.Ledger, new ShardId(1, 2)));
        Assert.Equal([(0, 1L), (0, 2L)], node.Started);

        node.End(slot: 0, number: 2);
        Assert.Equal([(0, 1L), (0, 2L), (0, 3L)], node.Started);
    }

    [Fact]
    public void An_order_that_its_coordinator_wants_alone_is_a_suspect()
    {
        node.Take(Orders.Order(1) with { Alone = true });
        node.Take(2);

        Assert.Equal([(1L, true)], node.Announced);
        Assert.Empty(node.Started);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public void Word_of_another_start_does_not_begin_a_suspect(bool isOtherLedger, long number)
    {
        node.Take(Orders.Order(1), delivery: 2);
        node.Tell(new StartKnown(isOtherLedger ? NodeOnPaper.OtherLedger : NodeOnPaper.Ledger, new ShardId(1, number)));

        Assert.Empty(node.Started);
    }

    [Fact]
    public void A_suspect_that_is_known_twice_is_started_once()
    {
        node.Take(Orders.Order(1), delivery: 2);
        node.Tell(new StartKnown(NodeOnPaper.Ledger, new ShardId(1, 1)));
        node.Tell(new StartKnown(NodeOnPaper.Ledger, new ShardId(1, 1)));

        Assert.Single(node.Started);
    }

    [Fact]
    public void A_suspect_that_is_not_known_is_announced_again()
    {
        node.Take(Orders.Order(1), delivery: 2);
        node.Wait(node.Options.ResendAfter);

        Assert.Equal([(1L, true), (1L, true)], node.Announced);
    }

    [Fact]
    public void A_suspect_that_is_not_known_when_the_node_drains_is_handed_back_and_never_started()
    {
        node.Take(Orders.Order(1), delivery: 2);
        node.Tell(new StopRequested());
        node.Tell(new StartKnown(NodeOnPaper.Ledger, new ShardId(1, 1)));

        Assert.Equal([(1L, (FailureKind?)FailureKind.HandedBack)], node.Reported);
        Assert.Empty(node.Started);
        Assert.Empty(node.Effects.OfType<CancelShard>());
    }

    [Fact]
    public void A_worker_that_dies_before_it_has_the_suspect_is_replaced_and_the_suspect_still_starts()
    {
        node.Take(Orders.Order(1), delivery: 2);
        node.Tell(new WorkerDied(0, "It died.", ""));
        Assert.Empty(node.Reported);

        node.Tell(new StartKnown(NodeOnPaper.Ledger, new ShardId(1, 1)));
        Assert.Equal([(0, 1L)], node.Started);
    }

    [Fact]
    public void Other_starts_are_announced_once_they_have_lasted_a_while_and_those_that_ended_not_at_all()
    {
        node.Take(1, 2, 3, 4);
        node.Wait(node.Options.AnnounceAfter - TimeSpan.FromMilliseconds(1));
        Assert.Empty(node.Announced);

        node.End(slot: 0, number: 1);
        node.Wait(TimeSpan.FromMilliseconds(1));
        Assert.Equal([(2L, false)], node.Announced);

        node.Wait(TimeSpan.FromSeconds(3));
        Assert.Equal([(2L, false), (3L, false)], node.Announced);
    }

    [Fact]
    public void The_only_slot_of_a_node_computes_alone_and_without_delay()
    {
        var small = new NodeOnPaper(slots: 1);
        small.Take(1);
        Assert.Equal([(0, 1L)], small.Started);

        small.Wait(small.Options.AnnounceAfter);
        Assert.Equal([(1L, true)], small.Announced);
    }
}
