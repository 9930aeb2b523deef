using Farm.Domain;

namespace Farm.Transport;

/// <summary>Carries orders to nodes and reports to coordinators, at least once, and tells each who is there.</summary>
/// <remarks>
/// Obligations, tested for every implementation:
/// <list type="bullet">
/// <item>An order goes to one node of its capability at a time, oldest first, never more unacknowledged ones to a node
/// than its prefetch.</item>
/// <item>An order that its node has not acknowledged when the node goes away is delivered again, before newer ones, at
/// most <see cref="DeliveriesAtMost"/> times in all; then it returns to its coordinator, which has heard of the
/// node's leaving before.</item>
/// <item>A report that is taken reaches the coordinator of its ledger; when none is open, the next that opens. One that
/// is not acknowledged when its coordinator goes away is delivered again to the next.</item>
/// <item>Everything arrives as a message in the owner's mailbox; no call waits for another actor.</item>
/// </list>
/// </remarks>
public interface ITransport : IAsyncDisposable
{
    /// <summary>How often an order is delivered before it returns to its coordinator.</summary>
    const int DeliveriesAtMost = 3;

    /// <summary>Opens the coordinator's side for one ledger; only one may be open at a time.</summary>
    /// <param name="ledger">The ledger's id: reports for it are delivered here.</param>
    /// <param name="mailbox">
    /// Receives <see cref="NodeArrived"/>, <see cref="NodeLeft"/>, <see cref="ShardStarted"/>,
    /// <see cref="ReportArrived"/> and <see cref="OrderReturned"/>.
    /// </param>
    /// <param name="cancellation">Gives up the opening.</param>
    /// <exception cref="InvalidOperationException">A coordinator of this ledger is open.</exception>
    ValueTask<ICoordinatorLink> OpenAsync(
        Guid ledger, IMailbox<CoordinatorMessage> mailbox, CancellationToken cancellation = default);

    /// <summary>Joins a node.</summary>
    /// <param name="hello">What the node is; its name must be new.</param>
    /// <param name="prefetch">Orders it holds unacknowledged at most, at least 1.</param>
    /// <param name="mailbox">
    /// Receives <see cref="OrderArrived"/>, <see cref="ReportTaken"/> and <see cref="StopRequested"/>.
    /// </param>
    /// <param name="cancellation">Gives up the joining.</param>
    /// <exception cref="InvalidOperationException">A node of that name is there.</exception>
    ValueTask<INodeLink> JoinAsync(
        NodeHello hello, int prefetch, IMailbox<NodeMessage> mailbox, CancellationToken cancellation = default);
}

/// <summary>The coordinator's side. Thread-safe; disposing it closes it.</summary>
public interface ICoordinatorLink : IAsyncDisposable
{
    /// <summary>Puts an order into the shared work queue of a capability.</summary>
    void Publish(string capability, ShardOrder order);

    /// <summary>
    /// Says that a report is on disk and need not come again; one already acknowledged changes nothing.
    /// </summary>
    void Acknowledge(DeliveryTag report);

    /// <summary>Asks every node to finish or hand back and leave.</summary>
    void DismissNodes();
}

/// <summary>A node's side. Thread-safe; disposing it is leaving.</summary>
public interface INodeLink : IAsyncDisposable
{
    /// <summary>Tells the coordinator of a ledger, if one is open, that a worker began an order.</summary>
    void Announce(Guid ledger, ShardStarted started);

    /// <summary>
    /// Sends a report to its ledger's coordinator; completes as <see cref="ReportTaken"/> once the transport has taken
    /// responsibility.
    /// </summary>
    /// <param name="number">The node's own number for it.</param>
    /// <param name="report">The report; its order names the ledger.</param>
    void Send(long number, ShardReport report);

    /// <summary>Wants no more orders; those held stay held.</summary>
    void StopDeliveries();

    /// <summary>Says that an order is done with; one already acknowledged changes nothing.</summary>
    void Acknowledge(DeliveryTag order);
}
