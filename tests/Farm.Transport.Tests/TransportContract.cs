using Farm.Domain;

namespace Farm.Transport.Tests;

/// <summary>What every transport owes; each implementation's tests inherit this.</summary>
public abstract class TransportContract : IAsyncLifetime
{
    private static readonly Guid Ledger = new("11111111-2222-3333-4444-555555555555");
    private static readonly Cell Cell = Cell.Create("study", []);
    private readonly List<IAsyncDisposable> links = [];
    private ITransport transport = null!;

    public async Task InitializeAsync() => transport = await CreateAsync();

    public async Task DisposeAsync()
    {
        foreach (var link in links)
        {
            await link.DisposeAsync();
        }

        await (transport?.DisposeAsync() ?? default);
    }

    /// <summary>The transport, with nobody there.</summary>
    protected abstract Task<ITransport> CreateAsync();

    [SkippableFact]
    public async Task An_order_reaches_a_node_and_its_report_the_coordinator()
    {
        var (coordinator, inbox) = await OpenAsync();
        var (node, orders) = await JoinAsync("a");
        coordinator.Publish(Capabilities.Cpu, Order(1));

        var arrived = await orders.NextAsync<OrderArrived>();
        Assert.Equal((Order(1), 1), (arrived.Order, arrived.Delivery));
        node.Send(77, Report(arrived.Order));
        Assert.Equal(77, (await orders.NextAsync<ReportTaken>()).Report);
        Assert.Equal(Order(1), (await inbox.NextAsync<ReportArrived>()).Report.Order);
    }

    [SkippableFact]
    public async Task Orders_published_before_a_node_comes_wait_for_it_in_order()
    {
        var (coordinator, _) = await OpenAsync();
        coordinator.Publish(Capabilities.Cpu, Order(1));
        coordinator.Publish(Capabilities.Cpu, Order(2));
        var (_, orders) = await JoinAsync("a");

        Assert.Equal(1, (await orders.NextAsync<OrderArrived>()).Order.Shard.Number);
        Assert.Equal(2, (await orders.NextAsync<OrderArrived>()).Order.Shard.Number);
    }

    [SkippableFact]
    public async Task A_node_holds_no_more_orders_than_its_prefetch()
    {
        var (coordinator, _) = await OpenAsync();
        var (node, orders) = await JoinAsync("a", prefetch: 2);
        Publish(coordinator, 3);
        var first = await orders.NextAsync<OrderArrived>();
        await orders.NextAsync<OrderArrived>();

        // A second node gets the third order at once: had the first one taken it, it would not.
        var (_, others) = await JoinAsync("b");
        Assert.Equal(3, (await others.NextAsync<OrderArrived>()).Order.Shard.Number);

        Publish(coordinator, 1, from: 4);
        await others.NextAsync<OrderArrived>();
        node.Acknowledge(first.Tag);
        node.Acknowledge(first.Tag);
        Assert.Equal(0, orders.Count<OrderArrived>());
    }

    [SkippableFact]
    public async Task An_acknowledged_order_makes_room_for_the_next()
    {
        var (coordinator, _) = await OpenAsync();
        var (node, orders) = await JoinAsync("a", prefetch: 1);
        Publish(coordinator, 2);

        node.Acknowledge((await orders.NextAsync<OrderArrived>()).Tag);

        Assert.Equal(2, (await orders.NextAsync<OrderArrived>()).Order.Shard.Number);
    }

    [SkippableFact]
    public async Task Orders_go_only_to_nodes_of_their_capability()
    {
        var (coordinator, _) = await OpenAsync();
        var (_, cpu) = await JoinAsync("a");
        var (_, gpu) = await JoinAsync("b", capability: Capabilities.Gpu);
        coordinator.Publish(Capabilities.Gpu, Order(1));
        coordinator.Publish(Capabilities.Cpu, Order(2));

        Assert.Equal(1, (await gpu.NextAsync<OrderArrived>()).Order.Shard.Number);
        Assert.Equal(2, (await cpu.NextAsync<OrderArrived>()).Order.Shard.Number);
    }

    [SkippableFact]
    public async Task An_order_whose_node_goes_away_is_delivered_again_before_newer_ones()
    {
        var (coordinator, inbox) = await OpenAsync();
        var (node, orders) = await JoinAsync("a", prefetch: 1);
        Publish(coordinator, 2);
        await orders.NextAsync<OrderArrived>();
        await node.DisposeAsync();
        var (_, others) = await JoinAsync("b");

        var again = await others.NextAsync<OrderArrived>();
        Assert.Equal((1L, 2), (again.Order.Shard.Number, again.Delivery));
        Assert.Equal((2L, 1), Brief(await others.NextAsync<OrderArrived>()));
        Assert.Equal(new NodeLeft("a", IsGoodbye: true), await inbox.NextAsync<NodeLeft>());
    }

    [SkippableFact]
    public async Task An_acknowledged_order_is_not_delivered_again()
    {
        var (coordinator, _) = await OpenAsync();
        var (node, orders) = await JoinAsync("a");
        Publish(coordinator, 2);
        node.Acknowledge((await orders.NextAsync<OrderArrived>()).Tag);
        await orders.NextAsync<OrderArrived>();
        await node.DisposeAsync();
        var (_, others) = await JoinAsync("b");

        Assert.Equal((2L, 2), Brief(await others.NextAsync<OrderArrived>()));
    }

    [SkippableFact]
    public async Task An_order_that_no_node_survives_returns_after_its_last_node_is_known_to_be_gone()
    {
        var (coordinator, inbox) = await OpenAsync();
        coordinator.Publish(Capabilities.Cpu, Order(1));
        for (var delivery = 1; delivery <= ITransport.DeliveriesAtMost; delivery++)
        {
            var (node, orders) = await JoinAsync($"node {delivery}");
            Assert.Equal((1L, delivery), Brief(await orders.NextAsync<OrderArrived>()));
            await node.DisposeAsync();
        }

        Assert.Equal(Order(1).Shard, (await inbox.NextAsync<OrderReturned>()).Shard);
        Assert.Equal(ITransport.DeliveriesAtMost, inbox.Skipped<NodeLeft>());
        coordinator.Publish(Capabilities.Cpu, Order(2));
        var (_, last) = await JoinAsync("last");
        Assert.Equal((2L, 1), Brief(await last.NextAsync<OrderArrived>()));
    }

    [SkippableFact]
    public async Task A_node_that_wants_no_more_gets_no_more_and_keeps_what_it_has()
    {
        var (coordinator, _) = await OpenAsync();
        var (node, orders) = await JoinAsync("a");
        Publish(coordinator, 1);
        var held = await orders.NextAsync<OrderArrived>();
        node.StopDeliveries();
        node.Send(1, Report(held.Order));

        // What a node says is done in order: once its report is taken, deliveries have stopped.
        await orders.NextAsync<ReportTaken>();
        Publish(coordinator, 1, from: 2);
        var (_, others) = await JoinAsync("b");

        Assert.Equal((2L, 1), Brief(await others.NextAsync<OrderArrived>()));
        Assert.Equal(0, orders.Count<OrderArrived>());
    }

    [SkippableFact]
    public async Task A_report_that_no_coordinator_acknowledged_comes_to_the_next_and_an_acknowledged_one_does_not()
    {
        var (coordinator, inbox) = await OpenAsync();
        var (node, orders) = await JoinAsync("a");
        await GiveAsync(coordinator, orders, 3);
        node.Send(1, Report(Order(1)));
        node.Send(2, Report(Order(2)));
        coordinator.Acknowledge((await inbox.NextAsync<ReportArrived>()).Tag);
        await inbox.NextAsync<ReportArrived>();
        await coordinator.DisposeAsync();
        node.Send(3, Report(Order(3)));

        var (_, next) = await OpenAsync();

        Assert.Equal(2, (await next.NextAsync<ReportArrived>()).Report.Order.Shard.Number);
        Assert.Equal(3, (await next.NextAsync<ReportArrived>()).Report.Order.Shard.Number);
    }

    [SkippableFact]
    public async Task Reports_of_a_ledger_whose_work_is_complete_come_to_nobody()
    {
        var (coordinator, inbox) = await OpenAsync();
        var (node, orders) = await JoinAsync("a");
        await GiveAsync(coordinator, orders, 2);
        node.Send(1, Report(Order(1)));
        await inbox.NextAsync<ReportArrived>();
        coordinator.Retire();
        await coordinator.DisposeAsync();

        var (again, next) = await OpenAsync();
        again.Publish(Capabilities.Cpu, Order(3));
        await orders.NextAsync<OrderArrived>();
        node.Send(2, Report(Order(3)));

        Assert.Equal(3, (await next.NextAsync<ReportArrived>()).Report.Order.Shard.Number);
    }

    [SkippableFact]
    public async Task Reports_go_to_the_coordinator_of_their_ledger()
    {
        var other = new Guid("99999999-2222-3333-4444-555555555555");
        var (coordinator, inbox) = await OpenAsync();
        var (another, others) = await OpenAsync(other);
        var (node, orders) = await JoinAsync("a");
        another.Publish(Capabilities.Cpu, Order(1) with { Ledger = other });
        coordinator.Publish(Capabilities.Cpu, Order(2));
        await orders.NextAsync<OrderArrived>();
        await orders.NextAsync<OrderArrived>();
        node.Send(1, Report(Order(1) with { Ledger = other }));
        node.Send(2, Report(Order(2)));

        Assert.Equal(1, (await others.NextAsync<ReportArrived>()).Report.Order.Shard.Number);
        Assert.Equal(2, (await inbox.NextAsync<ReportArrived>()).Report.Order.Shard.Number);
    }

    [SkippableFact]
    public async Task A_coordinator_hears_of_nodes_already_there_of_new_ones_and_of_starts()
    {
        var (node, _) = await JoinAsync("a");
        var (_, inbox) = await OpenAsync();
        await JoinAsync("b");
        var started = new ShardStarted(Order(1).Shard, Hello("a").Worker(0), Alone: true);
        node.Announce(Ledger, started);

        Assert.Equal("a", (await inbox.NextAsync<NodeArrived>()).Node.Name);
        Assert.Equal("b", (await inbox.NextAsync<NodeArrived>()).Node.Name);
        Assert.Equal(started, await inbox.NextAsync<ShardStarted>());
    }

    [SkippableFact]
    public async Task A_judgement_reaches_its_node_with_the_ledger_of_who_judges()
    {
        var (coordinator, inbox) = await OpenAsync();
        var (_, first) = await JoinAsync("a");
        var (_, second) = await JoinAsync("b");
        await inbox.NextAsync<NodeArrived>();
        await inbox.NextAsync<NodeArrived>();
        coordinator.Judge("b", new NodeJudgement(NodeVerdict.Refused, "another release"));
        coordinator.Judge("a", NodeJudgement.Serves);

        Assert.Equal(
            new CoordinatorJudged(Ledger, new NodeJudgement(NodeVerdict.Refused, "another release")),
            await second.NextAsync<CoordinatorJudged>());
        Assert.Equal(new CoordinatorJudged(Ledger, NodeJudgement.Serves), await first.NextAsync<CoordinatorJudged>());
    }

    [SkippableFact]
    public async Task An_order_for_one_node_reaches_it_beyond_its_prefetch_and_is_lost_with_it()
    {
        var (coordinator, inbox) = await OpenAsync();
        var (node, orders) = await JoinAsync("a", prefetch: 1);
        await inbox.NextAsync<NodeArrived>();
        Publish(coordinator, 2);
        await orders.NextAsync<OrderArrived>();
        coordinator.PublishTo("a", Order(7));
        coordinator.PublishTo("nobody", Order(8));

        Assert.Equal((7L, 1), Brief(await orders.NextAsync<OrderArrived>()));
        await node.DisposeAsync();
        var (_, others) = await JoinAsync("b");
        Assert.Equal((1L, 2), Brief(await others.NextAsync<OrderArrived>()));
        Assert.Equal((2L, 1), Brief(await others.NextAsync<OrderArrived>()));
        await inbox.NextAsync<NodeLeft>();
        Assert.Equal(0, others.Count<OrderArrived>());
    }

    [SkippableFact]
    public async Task A_greater_prefetch_brings_more_orders_and_a_smaller_one_takes_none_away()
    {
        var (coordinator, _) = await OpenAsync();
        var (node, orders) = await JoinAsync("a", prefetch: 1);
        Publish(coordinator, 4);
        var first = await orders.NextAsync<OrderArrived>();
        node.SetPrefetch(3);
        Assert.Equal((2L, 1), Brief(await orders.NextAsync<OrderArrived>()));
        Assert.Equal((3L, 1), Brief(await orders.NextAsync<OrderArrived>()));
        node.SetPrefetch(1);
        node.Acknowledge(first.Tag);
        var (_, others) = await JoinAsync("b");

        Assert.Equal((4L, 1), Brief(await others.NextAsync<OrderArrived>()));
        Assert.Equal(0, orders.Count<OrderArrived>());
    }

    [SkippableFact]
    public async Task A_start_alone_is_known_when_the_farm_has_it()
    {
        var (_, inbox) = await OpenAsync();
        var (node, orders) = await JoinAsync("a");
        var started = new ShardStarted(Order(1).Shard, Hello("a").Worker(0), Alone: true);
        node.Announce(Ledger, started);

        Assert.Equal(new StartKnown(Ledger, started.Shard), await orders.NextAsync<StartKnown>());
        Assert.Equal(started, await inbox.NextAsync<ShardStarted>());
    }

    [SkippableFact]
    public async Task Status_reaches_every_coordinator_and_a_warning_the_one_that_it_concerns()
    {
        var other = new Guid("99999999-2222-3333-4444-555555555555");
        var (_, inbox) = await OpenAsync();
        var (_, others) = await OpenAsync(other);
        var (node, _) = await JoinAsync("a");
        var status = new NodeStatus("a", [], 3, 5, 70, 1, 12.5, IsDraining: false);
        var warning = new NodeWarning("a", DateTimeOffset.UnixEpoch, true, "worker_died", "It died.", other, Order(1).Shard, 2);
        node.Tell(warning);
        node.Tell(warning with { Ledger = null, Event = "disk_slow" });
        node.Tell(status);

        Assert.Equal(warning, (await others.NextAsync<NodeWarned>()).Warning);
        Assert.Equal("disk_slow", (await others.NextAsync<NodeWarned>()).Warning.Event);
        Assert.Equal("disk_slow", (await inbox.NextAsync<NodeWarned>()).Warning.Event);
        Assert.Equal(12.5, (await inbox.NextAsync<NodeReported>()).Status.TrialsPerSecond);
        Assert.Equal((70L, 3), ((await others.NextAsync<NodeReported>()).Status.Trials, status.Waiting));
    }

    [SkippableFact]
    public async Task Two_coordinators_of_one_ledger_are_refused_and_so_are_two_nodes_of_one_name()
    {
        await OpenAsync();
        await JoinAsync("a");

        var second = await Assert.ThrowsAsync<TransportException>(() => OpenAsync());
        var same = await Assert.ThrowsAsync<TransportException>(() => JoinAsync("a"));
        Assert.Equal((LinkFault.Taken, LinkFault.Taken), (second.Fault, same.Fault));
    }

    [SkippableFact]
    public async Task Closing_a_coordinator_twice_does_not_close_the_next()
    {
        var (coordinator, _) = await OpenAsync();
        await coordinator.DisposeAsync();
        var (_, next) = await OpenAsync();
        await coordinator.DisposeAsync();
        await JoinAsync("a");

        Assert.Equal("a", (await next.NextAsync<NodeArrived>()).Node.Name);
    }

    private static (long Shard, int Delivery) Brief(OrderArrived arrived) => (arrived.Order.Shard.Number, arrived.Delivery);

    private static void Publish(ICoordinatorLink coordinator, int orders, int from = 1)
    {
        for (var number = from; number < from + orders; number++)
        {
            coordinator.Publish(Capabilities.Cpu, Order(number));
        }
    }

    /// <summary>Has a node take orders, since a report is welcome only from who was given its order.</summary>
    private static async Task GiveAsync(ICoordinatorLink coordinator, Inbox<NodeMessage> node, int orders)
    {
        Publish(coordinator, orders);
        for (var i = 0; i < orders; i++)
        {
            await node.NextAsync<OrderArrived>();
        }
    }

    private static ShardOrder Order(long number) => new(
        new ShardId(1, number),
        "sweep",
        Ledger,
        1,
        1,
        Cell,
        5,
        new BlockLayout(4, 400),
        new BlockRange(number, 1),
        Keep.Flags);

    private static ShardReport Report(ShardOrder order) =>
        new(order, Hello("a").Worker(0), [], null, TimeSpan.FromMilliseconds(1));

    private static NodeHello Hello(string name, string capability = Capabilities.Cpu) =>
        new(name, "host", "processor", 2, capability, capability, "simd-128", "1.0.0", [new StudyVersion("study", 1, 1)]);

    private async Task<(ICoordinatorLink Link, Inbox<CoordinatorMessage> Inbox)> OpenAsync(Guid? ledger = null)
    {
        var inbox = new Inbox<CoordinatorMessage>();
        var link = await transport.OpenAsync(new LedgerIdentity(ledger ?? Ledger, new byte[32]), inbox);
        links.Add(link);
        return (link, inbox);
    }

    private async Task<(INodeLink Link, Inbox<NodeMessage> Inbox)> JoinAsync(
        string name, int prefetch = 10, string capability = Capabilities.Cpu)
    {
        var inbox = new Inbox<NodeMessage>();
        var link = await transport.JoinAsync(Hello(name, capability), prefetch, inbox);
        links.Add(link);
        return (link, inbox);
    }
}
