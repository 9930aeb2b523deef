using Farm.Domain;

namespace Farm.Node.Tests;

public sealed class NodeStepTests
{
    private readonly NodeOnPaper node = new();

    [Fact]
    public void Orders_go_to_idle_workers_and_the_rest_wait()
    {
        node.Take(1, 2, 3);

        Assert.Equal([(0, 1L), (1, 2L)], node.Started);
        node.Effects.Clear();
        node.End(slot: 1, number: 2);
        Assert.Equal([(1, 3L)], node.Started);
    }

    [Fact]
    public void An_order_is_acknowledged_only_after_its_report_is_taken()
    {
        node.Take(1);
        node.End(slot: 0, number: 1);
        var sent = Assert.Single(node.Effects.OfType<SendReport>());
        Assert.Empty(node.Effects.OfType<AcknowledgeOrder>());

        node.Tell(new ReportTaken(sent.Number));

        Assert.Equal(new DeliveryTag(1), Assert.Single(node.Effects.OfType<AcknowledgeOrder>()).Tag);
        Assert.Equal(0, node.Step.Held);
    }

    [Fact]
    public void A_report_that_is_not_taken_is_sent_again()
    {
        node.Take(1);
        node.End(slot: 0, number: 1);
        node.Effects.Clear();

        node.Wait(node.Options.ResendAfter - TimeSpan.FromTicks(1));
        Assert.Empty(node.Effects.OfType<SendReport>());
        node.Wait(TimeSpan.FromTicks(1));
        Assert.Equal(1, Assert.Single(node.Effects.OfType<SendReport>()).Number);
        node.Wait(node.Options.ResendAfter);
        Assert.Equal(2, node.Effects.OfType<SendReport>().Count());
    }

    [Fact]
    public void An_order_that_comes_twice_is_computed_once_and_both_deliveries_are_acknowledged()
    {
        node.Take(1);
        node.Tell(new OrderArrived(new DeliveryTag(9), Orders.Order(1), Delivery: 1));
        node.End(slot: 0, number: 1);
        node.TakeReports();

        Assert.Single(node.Started);
        Assert.Equal([1L, 9L], node.Effects.OfType<AcknowledgeOrder>().Select(a => a.Tag.Value));
    }

    [Fact]
    public void Orders_of_two_ledgers_may_have_the_same_number()
    {
        node.Take(1);
        node.Take(Orders.Order(1) with { Ledger = NodeOnPaper.OtherLedger });

        Assert.Equal([(0, 1L), (1, 1L)], node.Started);
        node.End(slot: 1, Orders.Order(1) with { Ledger = NodeOnPaper.OtherLedger });
        Assert.Equal(NodeOnPaper.OtherLedger, Assert.Single(node.Effects.OfType<SendReport>()).Report.Order.Ledger);
    }

    [Fact]
    public void A_dead_worker_is_replaced_and_its_shard_reported()
    {
        node.Take(1);
        node.Tell(new WorkerDied(0, "It died.", "where"));

        Assert.Equal(0, Assert.Single(node.Effects.OfType<ReplaceWorker>()).Slot);
        var failure = Assert.Single(node.Effects.OfType<SendReport>()).Report.Failure;
        Assert.Equal((FailureKind.WorkerDied, null, "It died."), (failure?.Kind, failure?.Block, failure?.Message));
        Assert.Equal(1, Assert.Single(node.Events<WorkerLost>()).Order?.Shard.Number);
    }

    [Theory]
    [InlineData("other", 1, 1, "does not know study 'other'")]
    [InlineData("counting", 2, 1, "has revision 1, column version 1")]
    [InlineData("counting", 1, 2, "the sweep wants 1, 2")]
    public void An_order_of_another_study_or_revision_is_refused_after_a_second(
        string study, int revision, int version, string reason)
    {
        node.Take(Orders.Order(1) with { Cell = Cell.Create(study, []), Revision = revision, ColumnVersion = version });
        Assert.Empty(node.Effects.OfType<SendReport>());

        node.Wait(node.Options.RefusalDelay);
        var failure = Assert.Single(node.Effects.OfType<SendReport>()).Report.Failure!;
        Assert.Equal(FailureKind.Refused, failure.Kind);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Empty(node.Started);
    }

    [Fact]
    public void The_first_order_of_each_ledger_and_sweep_is_an_event()
    {
        node.Take(1, 2);
        node.Take(Orders.Order(3) with { Ledger = NodeOnPaper.OtherLedger });
        node.Take(Orders.Order(4) with { Sweep = "another" });

        Assert.Equal(
            [(NodeOnPaper.Ledger, "sweep"), (NodeOnPaper.OtherLedger, "sweep"), (NodeOnPaper.Ledger, "another")],
            node.Events<OrdersBegan>().Select(e => (e.Ledger, e.Sweep)));
    }
}
