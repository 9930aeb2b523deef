using Farm.Domain;
using Farm.Transport.RabbitMq;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Farm.Transport.Tests.RabbitMq;

/// <summary>With the permissions of <c>docs/SECURITY.md</c> all of the farm works, and nothing else.</summary>
[Collection(SecuredBroker.Collection)]
public sealed class PermissionTests(SecuredBroker broker)
{
    private const int AccessRefused = 403;
    private const int Locked = 405;
    private readonly LedgerIdentity ledger = new(Guid.NewGuid(), new byte[32]);
    private readonly Inbox<CoordinatorMessage> reports = new();
    private readonly Inbox<NodeMessage> orders = new();
    private readonly string node = $"node-{Guid.NewGuid():N}";

    [SkippableFact]
    public async Task A_coordinator_and_a_node_do_all_that_they_do()
    {
        await using var coordinator = await OpenAsync();
        var link = await JoinAsync();
        await reports.NextAsync<NodeArrived>();
        coordinator.Judge(node, NodeJudgement.Serves);
        Assert.Equal(ledger.Id, (await orders.NextAsync<CoordinatorJudged>()).Ledger);

        coordinator.Publish(Capabilities.Cpu, Order(1));
        var arrived = await orders.NextAsync<OrderArrived>();
        link.Announce(ledger.Id, new ShardStarted(arrived.Order.Shard, Hello().Worker(0), Alone: true));
        await orders.NextAsync<StartKnown>();
        await reports.NextAsync<ShardStarted>();
        link.Send(1, Report(arrived.Order));
        await orders.NextAsync<ReportTaken>();
        link.Acknowledge(arrived.Tag);
        coordinator.Acknowledge((await reports.NextAsync<ReportArrived>()).Tag);

        coordinator.PublishTo(node, Order(2));
        Assert.Equal(2, (await orders.NextAsync<OrderArrived>()).Order.Shard.Number);
        link.Tell(new NodeStatus(node, [], 0, 1, 4, 0, 1, IsDraining: false));
        await reports.NextAsync<NodeReported>();
        link.Tell(new NodeWarning(node, DateTimeOffset.UnixEpoch, true, "disk_slow", "It is.", ledger.Id, null, 0));
        await reports.NextAsync<NodeWarned>();
        await link.DisposeAsync();
        await reports.NextAsync<NodeLeft>();
        coordinator.Retire();
    }

    [SkippableFact]
    public async Task A_node_that_goes_away_with_an_order_does_not_need_more()
    {
        await using var coordinator = await OpenAsync();
        coordinator.Publish(Capabilities.Cpu, Order(1));
        for (var delivery = 1; delivery <= ITransport.DeliveriesAtMost; delivery++)
        {
            await using var link = await JoinAsync($"{node}-{delivery}");
            Assert.Equal(delivery, (await orders.NextAsync<OrderArrived>()).Delivery);
        }

        await reports.NextAsync<OrderReturned>();
        coordinator.Retire();
    }

    [SkippableFact]
    public async Task A_node_may_set_aside_an_order_that_it_refuses_and_goes_on()
    {
        await using var coordinator = await OpenAsync();
        await using var link = await JoinAsync();
        await reports.NextAsync<NodeArrived>();
        await using var connection = await ConnectAsync(broker.Coordinator);
        await using var channel = await connection.CreateChannelAsync();
        var before = await channel.MessageCountAsync(Topology.Refused);
        await PublishAsync(channel, Topology.Orders, Topology.OrderKey(Capabilities.Cpu, ledger.Id));
        coordinator.Publish(Capabilities.Cpu, Order(1));

        Assert.Equal(1, (await orders.NextAsync<OrderArrived>()).Order.Shard.Number);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await channel.MessageCountAsync(Topology.Refused) == before)
        {
            await look.WaitForNextTickAsync(limit.Token);
        }

        coordinator.Retire();
    }

    [SkippableFact]
    public async Task A_node_reads_no_report_and_takes_no_place_of_a_coordinator()
    {
        await using var coordinator = await OpenAsync();

        await AssertRefusedAsync(c => c.BasicConsumeAsync(
            $"farm.report.{ledger.Id}", autoAck: false, new AsyncEventingBasicConsumer(c)));
        await AssertRefusedAsync(c => c.BasicGetAsync($"farm.report.{ledger.Id}", autoAck: true));
        await AssertRefusedAsync(c => c.BasicGetAsync("farm.refused", autoAck: true));
        await AssertRefusedAsync(c => c.QueuePurgeAsync($"farm.report.{ledger.Id}"));
        await AssertRefusedAsync(c => c.QueueDeclareAsync($"farm.coordinator.{Guid.NewGuid()}"));
        foreach (var exchange in (string[])["farm.reports", "farm.nodes", "farm.starts", "farm.orders", "farm.dead"])
        {
            await AssertRefusedAsync(async c =>
            {
                await c.QueueDeclareAsync($"farm.node.{node}-spy", exclusive: true);
                await c.QueueBindAsync($"farm.node.{node}-spy", exchange, ledger.Id.ToString());
            });
        }
    }

    [SkippableFact]
    public async Task A_node_publishes_no_order_and_writes_into_no_queue()
    {
        await using var coordinator = await OpenAsync();

        await AssertRefusedAsync(c => PublishAsync(c, "farm.orders", $"cpu.{ledger.Id}"));
        await AssertRefusedAsync(c => PublishAsync(c, "farm.dead", $"cpu.{ledger.Id}"));
        await AssertRefusedAsync(c => PublishAsync(c, "farm.coordinators", ""));
        await AssertRefusedAsync(c => PublishAsync(c, "", "farm.work.cpu"));
        await AssertRefusedAsync(c => PublishAsync(c, "", $"farm.node.{node}"));
        await AssertRefusedAsync(c => PublishAsync(c, "amq.topic", "x"));
    }

    [SkippableFact]
    public async Task A_node_makes_and_deletes_nothing_that_is_not_its_own()
    {
        await using var coordinator = await OpenAsync();
        await using var link = await JoinAsync();

        await AssertRefusedAsync(c => c.QueueDeclareAsync("farm.work.tpu", durable: true, exclusive: false));
        await AssertRefusedAsync(c => c.QueueDeclareAsync("mine", exclusive: true));
        await AssertRefusedAsync(c => c.ExchangeDeclareAsync("farm.nodes2", ExchangeType.Fanout));
        await AssertRefusedAsync(c => c.QueueDeleteAsync("farm.work.cpu"));
        await AssertRefusedAsync(c => c.QueueDeleteAsync($"farm.report.{ledger.Id}"));
        await AssertRefusedAsync(c => c.QueueDeleteAsync($"farm.coordinator.{ledger.Id}"));
        await AssertRefusedAsync(c => c.ExchangeDeleteAsync("farm.reports"));
        await AssertRefusedAsync(c => c.QueueDeleteAsync($"farm.node.{node}"), Locked);
        await AssertRefusedAsync(c => c.BasicGetAsync($"farm.node.{node}", autoAck: true), Locked);
        await AssertRefusedAsync(c => c.QueueUnbindAsync("farm.work.cpu", "farm.orders", "cpu.#"));
    }

    [SkippableFact]
    public async Task A_coordinator_makes_nothing_but_the_farms_own()
    {
        await AssertRefusedAsync(c => c.QueueDeclareAsync("mine"), login: broker.Coordinator);
        await AssertRefusedAsync(c => c.QueueDeclareAsync("farm.node.mine"), login: broker.Coordinator);
        await AssertRefusedAsync(c => PublishAsync(c, "amq.topic", "x"), login: broker.Coordinator);
    }

    private static ShardReport Report(ShardOrder order) =>
        new(order, Hello().Worker(0), [], null, TimeSpan.FromMilliseconds(1));

    private static NodeHello Hello(string name = "node") =>
        new(name, "host", "processor", 2, Capabilities.Cpu, "cpu", "simd-128", "1.0.0", []);

    private ShardOrder Order(long number) => new(
        new ShardId(1, number),
        "sweep",
        ledger.Id,
        1,
        1,
        Cell.Create("study", []),
        5,
        new BlockLayout(4, 400),
        new BlockRange(number, 1),
        Keep.Flags);

    private async Task<ICoordinatorLink> OpenAsync() =>
        await new RabbitMqTransport(broker.Options(broker.Coordinator)).OpenAsync(ledger, reports);

    private async Task<INodeLink> JoinAsync(string? name = null) =>
        await new RabbitMqTransport(broker.Options(broker.Node)).JoinAsync(Hello(name ?? node), 4, orders);

    /// <summary>Does something as a node, or as another user, that the broker must not allow.</summary>
    private async Task AssertRefusedAsync(Func<IChannel, Task> act, int code = AccessRefused, BrokerLogin? login = null)
    {
        await using var connection = await ConnectAsync(login ?? broker.Node);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => act(channel));
        var reason = (fault as OperationInterruptedException)?.ShutdownReason ?? channel.CloseReason;
        Assert.True(reason?.ReplyCode == code, $"{fault}");
    }

    private Task<IConnection> ConnectAsync(BrokerLogin login) =>
        BrokerConnection.FactoryOf(broker.Address, login, broker.Certificates).CreateConnectionAsync();

    private static async Task PublishAsync(IChannel channel, string exchange, string key) =>
        await channel.BasicPublishAsync(exchange, key, mandatory: true, "{}"u8.ToArray());
}
