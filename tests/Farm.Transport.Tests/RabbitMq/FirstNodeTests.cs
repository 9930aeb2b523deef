using System.Collections.Concurrent;
using Farm.Domain;
using Farm.Testing.Broker;
using Farm.Transport.RabbitMq;

namespace Farm.Transport.Tests.RabbitMq;

/// <summary>Nodes at a broker that no coordinator has seen yet.</summary>
[Collection(BrokerFixture.Collection)]
public sealed class FirstNodeTests(BrokerFixture fixture)
{
    private static readonly NodeStatus Status = new("a", [], 0, 0, 0, 0, 0, IsDraining: false);

    private static readonly NodeWarning Warning =
        new("a", DateTimeOffset.UnixEpoch, false, "Something", "Something happened.", null, null, 0);

    private readonly ConcurrentQueue<TransportEvent> events = new();

    [SkippableFact]
    public async Task A_node_that_comes_first_waits_without_a_fault_whatever_it_has_to_tell()
    {
        await using var transport = await CreateAsync();
        await using var node = await JoinAsync(transport);
        node.Tell(Status);
        node.Tell(Warning);

        var inbox = new Inbox<CoordinatorMessage>();
        await using var coordinator = await transport.OpenAsync(new LedgerIdentity(Guid.NewGuid(), new byte[32]), inbox);
        Assert.Equal("a", (await inbox.NextAsync<NodeArrived>()).Node.Name);
        node.Tell(Status);
        Assert.Equal("a", (await inbox.NextAsync<NodeReported>()).Status.Node);

        Assert.Single(events.OfType<QueueAwaited>());
        Assert.Empty(events.OfType<BrokerLost>());
    }

    [SkippableFact]
    public async Task A_node_that_leaves_before_any_coordinator_comes_leaves_at_once()
    {
        await using var transport = await CreateAsync();
        var node = await JoinAsync(transport);
        node.Tell(Status);
        await node.DisposeAsync();

        // Its name is free again.
        await using var again = await JoinAsync(transport);
        Assert.Empty(events.OfType<BrokerLost>());
    }

    private async Task<RabbitMqTransport> CreateAsync() =>
        new(new RabbitMqOptions(await fixture.Broker.NewVirtualHostAsync()) { Observer = events.Enqueue });

    private static async Task<INodeLink> JoinAsync(RabbitMqTransport transport)
    {
        var hello = new NodeHello("a", "host", "processor", 1, Capabilities.Cpu, "cpu", "simd-256", "0.1.0", []);
        return await transport.JoinAsync(hello, 1, new Inbox<NodeMessage>());
    }
}
