using Farm.Domain;

namespace Farm.Transport.RabbitMq;

/// <summary>The transport of a farm over many hosts: a RabbitMQ broker carries everything.</summary>
/// <remarks>
/// Each link has connections of its own and outlives them: while the broker is away, what was said waits, and what the
/// broker had not confirmed is sent again.
/// </remarks>
/// <param name="options">The broker and how to reach it.</param>
public sealed class RabbitMqTransport(RabbitMqOptions options) : ITransport
{
    /// <inheritdoc/>
    public async ValueTask<ICoordinatorLink> OpenAsync(
        LedgerIdentity ledger, IMailbox<CoordinatorMessage> mailbox, CancellationToken cancellation = default)
    {
        var link = new CoordinatorBrokerLink(options, ledger, mailbox);
        await link.StartAsync(cancellation).ConfigureAwait(false);
        return link;
    }

    /// <inheritdoc/>
    public async ValueTask<INodeLink> JoinAsync(
        NodeHello hello, int prefetch, IMailbox<NodeMessage> mailbox, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefetch, 1);
        var link = new NodeBrokerLink(options, hello, prefetch, mailbox);
        await link.StartAsync(cancellation).ConfigureAwait(false);
        return link;
    }

    /// <summary>Does nothing: links end when they are disposed.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
