using Farm.Domain;

namespace Farm.Node.Tests;

/// <summary>Leaving in order.</summary>
public sealed class DrainTests
{
    private readonly NodeOnPaper node = new();

    [Fact]
    public void A_drain_hands_back_what_waits_cancels_what_runs_and_leaves_when_all_is_taken()
    {
        node.Take(1, 2, 3);
        node.Effects.Clear();
        node.Tell(new StopRequested());

        Assert.Single(node.Effects.OfType<StopDeliveries>());
        Assert.Equal([0, 1], node.Effects.OfType<CancelShard>().Select(c => c.Slot));
        Assert.Equal([(3L, (FailureKind?)FailureKind.HandedBack)], node.Reported);

        node.End(0, 1);
        node.End(1, Orders.Order(2), failure: FailureKind.HandedBack);
        Assert.False(node.Step.HasLeft);
        node.TakeReports();

        Assert.True(node.Step.HasLeft);
        Assert.IsType<LeaveFarm>(node.Effects[^1]);
    }

    [Fact]
    public void A_drain_counts_what_was_finished_and_what_was_handed_back_since_it_began()
    {
        node.Take(1, 2, 3, 4, 5);
        node.End(0, 1);
        node.Tell(new StopRequested());
        node.End(0, 3);
        node.End(1, Orders.Order(2), failure: FailureKind.HandedBack);
        node.TakeReports();

        var outcome = node.Step.Outcome!;
        Assert.Equal((NodeEnd.Left, ""), (outcome.End, outcome.Message));
        Assert.Equal(
            (5, 1, 3, 0),
            (outcome.Totals.Shards, outcome.Totals.DrainFinished, outcome.Totals.DrainHandedBack, outcome.Totals.Abandoned));
        var began = Assert.Single(node.Events<DrainBegan>());
        Assert.Equal((2, 2), (began.Running, began.Waiting));
    }

    [Fact]
    public void A_drain_leaves_at_its_limit_whatever_it_holds_and_says_how_much()
    {
        node.Take(1);
        node.Tell(new StopRequested());
        node.Wait(node.Options.DrainLimit);

        Assert.Equal(1, node.Step.Outcome?.Totals.Abandoned);
    }

    [Fact]
    public void An_order_that_comes_while_draining_is_left_for_another_node()
    {
        node.Take(1);
        node.Tell(new StopRequested());
        node.Effects.Clear();
        node.Take(2);

        Assert.Empty(node.Effects);
    }

    [Fact]
    public void A_second_request_changes_nothing()
    {
        node.Take(1);
        node.Tell(new StopRequested());
        node.Effects.Clear();
        node.Tell(new StopRequested());

        Assert.Empty(node.Effects);
    }
}
