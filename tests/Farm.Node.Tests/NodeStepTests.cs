using Farm.Domain;

namespace Farm.Node.Tests;

public sealed class NodeStepTests
{
    private static readonly NodeOptions Options = new();
    private readonly NodeStep step = new(Orders.Hello(slots: 2), Options);
    private readonly List<NodeEffect> effects = [];
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Orders_go_to_idle_workers_and_the_rest_wait()
    {
        Take(1, 2, 3);

        Assert.Equal([(0, 1L), (1, 2L)], Started());
        effects.Clear();
        Tell(Done(slot: 1, number: 2));
        Assert.Equal([(1, 3L)], Started());
    }

    [Fact]
    public void An_order_is_acknowledged_only_after_its_report_is_taken()
    {
        Take(1);
        Tell(Done(slot: 0, number: 1));
        var sent = Assert.Single(effects.OfType<SendReport>());
        Assert.Empty(effects.OfType<AcknowledgeOrder>());

        Tell(new ReportTaken(sent.Number));

        Assert.Equal(new DeliveryTag(1), Assert.Single(effects.OfType<AcknowledgeOrder>()).Tag);
        Assert.Equal(0, step.Held);
    }

    [Fact]
    public void A_report_that_is_not_taken_is_sent_again()
    {
        Take(1);
        Tell(Done(slot: 0, number: 1));
        Assert.Equal(now + Options.ResendAfter, step.NextDue);

        now += Options.ResendAfter;
        effects.Clear();
        Tell(new NodeTick());

        Assert.Equal(1, Assert.Single(effects.OfType<SendReport>()).Number);
    }

    [Fact]
    public void An_order_that_outlived_a_node_is_computed_alone()
    {
        Take(1);
        Tell(new OrderArrived(new DeliveryTag(2), Orders.Order(2), Delivery: 2));
        Take(3);
        Assert.Equal([(0, 1L)], Started());

        Tell(Done(slot: 0, number: 1));
        Assert.Equal([(0, 1L), (0, 2L)], Started());
        Assert.True(effects.OfType<AnnounceStart>().Last().Started.Alone);

        Tell(Done(slot: 0, number: 2));
        Assert.Equal([(0, 1L), (0, 2L), (0, 3L)], Started());
    }

    [Fact]
    public void An_order_that_comes_twice_is_computed_once_and_both_deliveries_are_acknowledged()
    {
        Take(1);
        Tell(new OrderArrived(new DeliveryTag(9), Orders.Order(1), Delivery: 1));
        Tell(Done(slot: 0, number: 1));
        Tell(new ReportTaken(effects.OfType<SendReport>().Single().Number));

        Assert.Single(Started());
        Assert.Equal([1L, 9L], effects.OfType<AcknowledgeOrder>().Select(a => a.Tag.Value));
    }

    [Fact]
    public void A_dead_worker_is_replaced_and_its_shard_reported()
    {
        Take(1);
        Tell(new WorkerDied(0, "It died.", "where"));

        Assert.Equal(0, Assert.Single(effects.OfType<ReplaceWorker>()).Slot);
        var failure = Assert.Single(effects.OfType<SendReport>()).Report.Failure;
        Assert.Equal((FailureKind.WorkerDied, null, "It died."), (failure?.Kind, failure?.Block, failure?.Message));
    }

    [Theory]
    [InlineData("other", 1, 1, "does not know study 'other'")]
    [InlineData("counting", 2, 1, "has revision 1, column version 1")]
    [InlineData("counting", 1, 2, "the sweep wants 1, 2")]
    public void An_order_of_another_study_or_revision_is_refused(string study, int revision, int version, string reason)
    {
        var order = Orders.Order(1) with { Cell = Cell.Create(study, []), Revision = revision, ColumnVersion = version };
        Tell(new OrderArrived(new DeliveryTag(1), order, 1));

        var failure = Assert.Single(effects.OfType<SendReport>()).Report.Failure!;
        Assert.Equal(FailureKind.Refused, failure.Kind);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Started());
    }

    [Fact]
    public void A_drain_hands_back_what_waits_cancels_what_runs_and_leaves_when_all_is_taken()
    {
        Take(1, 2, 3);
        effects.Clear();
        Tell(new StopRequested());

        Assert.Single(effects.OfType<StopDeliveries>());
        Assert.Equal([0, 1], effects.OfType<CancelShard>().Select(c => c.Slot));
        Assert.Equal(FailureKind.HandedBack, effects.OfType<SendReport>().Single().Report.Failure?.Kind);

        Tell(Done(0, 1));
        Tell(Done(1, 2));
        Assert.False(step.HasLeft);
        foreach (var sent in effects.OfType<SendReport>().ToArray())
        {
            Tell(new ReportTaken(sent.Number));
        }

        Assert.True(step.HasLeft);
        Assert.IsType<LeaveFarm>(effects[^1]);
    }

    [Fact]
    public void A_drain_leaves_at_its_limit_whatever_it_holds()
    {
        Take(1);
        Tell(new StopRequested());
        now += Options.DrainLimit;
        Tell(new NodeTick());

        Assert.True(step.HasLeft);
    }

    [Fact]
    public void An_order_that_comes_while_draining_is_left_for_another_node()
    {
        Take(1);
        Tell(new StopRequested());
        effects.Clear();
        Take(2);

        Assert.Empty(effects);
    }

    private static ShardDone Done(int slot, long number) => new(
        slot, new ShardReport(Orders.Order(number), Orders.Hello(2).Worker(slot), [], null, TimeSpan.FromMilliseconds(1)));

    private void Take(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            Tell(new OrderArrived(new DeliveryTag(number), Orders.Order(number), 1));
        }
    }

    private void Tell(NodeMessage message) => step.Step(message, now, effects);

    private IEnumerable<(int Slot, long Shard)> Started() =>
        effects.OfType<StartShard>().Select(s => (s.Slot, s.Order.Shard.Number));
}
