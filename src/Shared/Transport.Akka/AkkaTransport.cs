using Farm.Domain;
using Farm.Transport.Akka.Cluster;
using Farm.Transport.Akka.Coordinators;
using Farm.Transport.Akka.Nodes;

namespace Farm.Transport.Akka;

/// <summary>The transport of a farm over many hosts without a broker: processes form a cluster of Akka.</summary>
/// <remarks>
/// One coordinator listens at the farm's address; other coordinators and all nodes join there. Orders wait with their
/// coordinator and are pulled by nodes, reports wait with their node until they are on disk. Links outlive the cluster:
/// while it is away, nodes compute what they have.
/// </remarks>
/// <param name="options">The cluster and how to join it.</param>
public sealed class AkkaTransport(AkkaOptions options) : ITransport
{
    private readonly ClusterLife life = new(options);

    /// <inheritdoc/>
    public async ValueTask<ICoordinatorLink> OpenAsync(
        LedgerIdentity ledger, IMailbox<CoordinatorMessage> mailbox, CancellationToken cancellation = default)
    {
        var link = new CoordinatorEngineLink(life, ledger, mailbox);
        await link.StartAsync(cancellation).ConfigureAwait(false);
        return link;
    }

    /// <inheritdoc/>
    public async ValueTask<INodeLink> JoinAsync(
        NodeHello hello, int prefetch, IMailbox<NodeMessage> mailbox, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefetch, 1);
        var link = new NodeEngineLink(life, hello, prefetch, mailbox);
        await link.StartAsync(cancellation).ConfigureAwait(false);
        return link;
    }

    /// <summary>Leaves the cluster, if links that are not disposed keep it.</summary>
    public ValueTask DisposeAsync() => life.DisposeAsync();
}
