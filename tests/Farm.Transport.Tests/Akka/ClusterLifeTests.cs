using System.Collections.Concurrent;
using Farm.Domain;
using Farm.Transport.Akka;

namespace Farm.Transport.Tests.Akka;

/// <summary>What happens to links when processes of a cluster come and go.</summary>
public sealed class ClusterLifeTests : IAsyncLifetime
{
    private static readonly LedgerIdentity Ledger = new(new Guid("11111111-2222-3333-4444-555555555555"), new byte[32]);
    private static readonly LedgerIdentity Other = new(new Guid("99999999-2222-3333-4444-555555555555"), new byte[32]);
    private readonly ClusterAddress address = new(false, "127.0.0.1", TestCluster.FreePort());
    private readonly List<IAsyncDisposable> open = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var link in open.AsEnumerable().Reverse())
        {
            await link.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_node_waits_for_the_first_coordinator_and_tells_once_that_it_does()
    {
        var told = new ConcurrentQueue<TransportEvent>();
        var joining = JoinAsync("a", told.Enqueue);
        await WaitForAsync(() => told.OfType<ClusterAwaited>().Any());
        var (_, inbox) = await OpenAsync(Ledger);
        await joining;

        Assert.Equal("a", (await inbox.NextAsync<NodeArrived>()).Node.Name);
        Assert.Single(told.OfType<ClusterAwaited>());
    }

    [Fact]
    public async Task A_coordinator_that_begins_anew_finds_its_nodes_and_the_reports_that_they_kept()
    {
        var (coordinator, _) = await OpenAsync(Ledger);
        var (node, orders) = await JoinAsync("a");
        coordinator.Publish(Capabilities.Cpu, Order(1));
        var arrived = await orders.NextAsync<OrderArrived>();
        await coordinator.DisposeAsync();
        node.Send(5, Report(arrived.Order));

        // With nobody there to lose it to, the node need not wait.
        Assert.Equal(5, (await orders.NextAsync<ReportTaken>()).Report);
        var (again, inbox) = await OpenAsync(Ledger);
        Assert.Equal("a", (await inbox.NextAsync<NodeArrived>()).Node.Name);
        Assert.Equal(arrived.Order, (await inbox.NextAsync<ReportArrived>()).Report.Order);

        again.Publish(Capabilities.Cpu, Order(2));
        Assert.Equal(2, (await orders.NextAsync<OrderArrived>()).Order.Shard.Number);
    }

    [Fact]
    public async Task When_the_coordinator_that_listens_ends_another_of_its_host_listens_in_its_place()
    {
        var (first, _) = await OpenAsync(Ledger);
        var told = new ConcurrentQueue<TransportEvent>();
        var (second, inbox) = await OpenAsync(Other, told.Enqueue);
        var (_, orders) = await JoinAsync("a");
        Assert.Single(told.OfType<ClusterJoined>());
        await first.DisposeAsync();
        await WaitForAsync(() => told.OfType<ClusterOpened>().Any());
        await JoinAsync("b");

        for (var name = ""; name != "b"; name = (await inbox.NextAsync<NodeArrived>()).Node.Name)
        {
            // The first node comes twice: with the old cluster and with the new.
        }

        second.Publish(Capabilities.Cpu, Order(1) with { Ledger = Other.Id });
        second.Publish(Capabilities.Cpu, Order(2) with { Ledger = Other.Id });
        Assert.Equal(Other.Id, (await orders.NextAsync<OrderArrived>()).Order.Ledger);
    }

    [Fact]
    public async Task Without_anyone_at_its_address_a_node_that_is_to_wait_no_longer_gives_up()
    {
        var transport = new AkkaTransport(new AkkaOptions(address) { FirstConnectPatience = TimeSpan.FromSeconds(0.3) });
        var fault = await Assert.ThrowsAsync<TransportException>(
            async () => await transport.JoinAsync(TestCluster.Hello("a"), 1, new Inbox<NodeMessage>()));

        Assert.Equal(LinkFault.Unreachable, fault.Fault);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private static ShardOrder Order(long number) => new(
        new ShardId(1, number), "sweep", Ledger.Id, 1, 1, Cell.Create("study", []), 5, new BlockLayout(4, 400), new BlockRange(0, 1), Keep.Flags);

    private static ShardReport Report(ShardOrder order) =>
        new(order, TestCluster.Hello("a").Worker(0), [], null, TimeSpan.FromMilliseconds(1));

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<(ICoordinatorLink Link, Inbox<CoordinatorMessage> Inbox)> OpenAsync(
        LedgerIdentity ledger, Action<TransportEvent>? observer = null)
    {
        var inbox = new Inbox<CoordinatorMessage>();
        var transport = New(observer);
        var link = await transport.OpenAsync(ledger, inbox);
        open.Add(transport);
        open.Add(link);
        return (link, inbox);
    }

    private async Task<(INodeLink Link, Inbox<NodeMessage> Inbox)> JoinAsync(string name, Action<TransportEvent>? observer = null)
    {
        var inbox = new Inbox<NodeMessage>();
        var transport = New(observer);
        var link = await transport.JoinAsync(TestCluster.Hello(name), 1, inbox);
        open.Add(transport);
        open.Add(link);
        return (link, inbox);
    }

    private AkkaTransport New(Action<TransportEvent>? observer) =>
        new(new AkkaOptions(address) { FirstConnectPatience = null, Observer = observer });
}
