using Farm.Domain;
using Farm.Transport.Akka;

namespace Farm.Transport.Tests.Akka;

/// <summary>Every link in a process of its own.</summary>
public sealed class AkkaTransportTests : TransportContract
{
    protected override async Task<ITransport> CreateAsync() => await TestCluster.StartAsync();
}

/// <summary>All links in one process, as of a <c>farm run</c> that computes too.</summary>
public sealed class AkkaOneProcessTests : TransportContract
{
    protected override async Task<ITransport> CreateAsync()
    {
        var transport = new AkkaTransport(
            new AkkaOptions(new ClusterAddress(false, "127.0.0.1", TestCluster.FreePort())));

        // A process begins with its coordinator; nodes wait for one.
        await transport.OpenAsync(new LedgerIdentity(Guid.NewGuid(), new byte[32]), new Inbox<CoordinatorMessage>());
        return transport;
    }
}
