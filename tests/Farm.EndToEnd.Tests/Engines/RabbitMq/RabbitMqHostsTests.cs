using Farm.EndToEnd.Tests.Nodes;
using Farm.Testing.Broker;

namespace Farm.EndToEnd.Tests.Engines.RabbitMq;

/// <summary>Hosts that meet at a broker.</summary>
[Collection(BrokerFixture.Collection)]
public sealed class RabbitMqHostsTests(BrokerFixture fixture) : HostsTests
{
    [SkippableFact]
    public async Task A_second_signal_ends_a_node_at_once()
    {
        Assert.True(fixture.OwnBroker.IsOwn);
        await using var broker = await TestBroker.StartAsync();
        using var engine = new RabbitMqEngine(broker.Address);
        using var place = new Workplace();
        using var node = NodeProcess.Start(engine, "a");
        using var farm = FarmProcess.Start(Coordinator(engine, place, place.Sweep(Workplace.EndlessTrials), "--nodes-only"));
        node.WaitForLine("begins to order");
        place.WaitForBlocks(1, farm);

        // Without its broker it cannot hand back, so it is still draining when the second signal comes.
        broker.Kill();
        node.WaitForLine("is gone and waited for");
        node.Signal(NodeProcess.Terminate);
        node.WaitForLine("draining: finishes or hands back");
        node.Signal(NodeProcess.Terminate);

        node.Wait().Expect(ExitCode.Terminated);
        Assert.DoesNotContain("drained", node.Said, StringComparison.Ordinal);
    }

    private protected override async Task<Engine> MeetAsync() => new RabbitMqEngine(await fixture.Broker.NewVirtualHostAsync());
}
