using Farm.Domain;

namespace Farm.Transport.Tests;

/// <summary>What every transport owes; each implementation's tests inherit this.</summary>
public abstract class TransportContract : IAsyncLifetime
{
    private static readonly Guid Ledger = new("11111111-2222-3333-4444-555555555555");
    private static readonly Cell Cell = Cell.Create("study", []);
    private readonly ITransport transport;

    protected TransportContract(ITransport transport) => this.transport = transport;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await transport.DisposeAsync();

    [Fact]
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

    [Fact]
    public async Task Orders_published_before_a_node_comes_wait_for_it_in_order()
    {
        var (coordinator, _) = await OpenAsync();
        coordinator.Publish(Capabilities.Cpu, Order(1));
        coordinator.Publish(Capabilities.Cpu, Order(2));
        var (_, orders) = await JoinAsync("a");

        Assert.Equal(1, (await orders.NextAsync<OrderArrived>()).Order.Shard.Number);
        Assert.Equal(2, (await orders.NextAsync<OrderArrived>()).Order.Shard.Number);
    }

    [Fact]
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

    [Fact]
    public async Task An_acknowledged_order_makes_room_for_the_next()
    {
        var (coordinator, _) = await OpenAsync();
        var (node, orders) = await JoinAsync("a", prefetch: 1);
        Publish(coordinator, 2);

        node.Acknowledge((await orders.NextAsync<OrderArrived>()).Tag);

        Assert.Equal(2, (await orders.NextAsync<OrderArrived>()).Order.Shard.Number);
    }

    [Fact]
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

    [Fact]
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
        Assert.Equal("a", (await inbox.NextAsync<NodeLeft>()).Node);
    }

    [Fact]
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

    [Fact]
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

    [Fact]
    public async Task A_node_that_wants_no_more_gets_no_more_and_keeps_what_it_has()
    {
        var (coordinator, _) = await OpenAsync();
        var (node, orders) = await JoinAsync("a");
        Publish(coordinator, 1);
        var held = await orders.NextAsync<OrderArrived>();
        node.StopDeliveries();
        Publish(coordinator, 1, from: 2);
        var (_, others) = await JoinAsync("b");

        Assert.Equal((2L, 1), Brief(await others.NextAsync<OrderArrived>()));
        node.Send(1, Report(held.Order));
        await orders.NextAsync<ReportTaken>();
        Assert.Equal(0, orders.Count<OrderArrived>());
    }

    [Fact]
    public async Task A_report_that_no_coordinator_acknowledged_comes_to_the_next_and_an_acknowledged_one_does_not()
    {
        var (coordinator, inbox) = await OpenAsync();
        var (node, _) = await JoinAsync("a");
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

    [Fact]
    public async Task Reports_go_to_the_coordinator_of_their_ledger()
    {
        var other = new Guid("99999999-2222-3333-4444-555555555555");
        var (_, inbox) = await OpenAsync();
        var (_, others) = await OpenAsync(other);
        var (node, _) = await JoinAsync("a");
        node.Send(1, Report(Order(1) with { Ledger = other }));
        node.Send(2, Report(Order(2)));

        Assert.Equal(1, (await others.NextAsync<ReportArrived>()).Report.Order.Shard.Number);
        Assert.Equal(2, (await inbox.NextAsync<ReportArrived>()).Report.Order.Shard.Number);
    }

    [Fact]
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

    [Fact]
    public async Task A_dismissal_reaches_every_node()
    {
        var (coordinator, _) = await OpenAsync();
        var (_, first) = await JoinAsync("a");
        var (_, second) = await JoinAsync("b");
        coordinator.DismissNodes();

        await first.NextAsync<StopRequested>();
        await second.NextAsync<StopRequested>();
    }

    [Fact]
    public async Task Two_coordinators_of_one_ledger_are_refused_and_so_are_two_nodes_of_one_name()
    {
        await OpenAsync();
        await JoinAsync("a");

        await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => JoinAsync("a"));
    }

    [Fact]
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

    private static ShardOrder Order(long number) => new(
        new ShardId(1, number), "sweep", Ledger, 1, 1, Cell, 5, new BlockLayout(4, 400), new BlockRange(number, 1), Keep.Flags);

    private static ShardReport Report(ShardOrder order) =>
        new(order, Hello("a").Worker(0), [], null, TimeSpan.FromMilliseconds(1));

    private static NodeHello Hello(string name, string capability = Capabilities.Cpu) =>
        new(name, "host", "processor", 2, capability, capability, "simd-128", [new StudyVersion("study", 1, 1)]);

    private async Task<(ICoordinatorLink Link, Inbox<CoordinatorMessage> Inbox)> OpenAsync(Guid? ledger = null)
    {
        var inbox = new Inbox<CoordinatorMessage>();
        return (await transport.OpenAsync(ledger ?? Ledger, inbox), inbox);
    }

    private async Task<(INodeLink Link, Inbox<NodeMessage> Inbox)> JoinAsync(
        string name, int prefetch = 10, string capability = Capabilities.Cpu)
    {
        var inbox = new Inbox<NodeMessage>();
        return (await transport.JoinAsync(Hello(name, capability), prefetch, inbox), inbox);
    }
}
