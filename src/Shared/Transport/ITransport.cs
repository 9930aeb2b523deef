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
    /// <param name="ledger">The ledger: reports for it are delivered here.</param>
    /// <param name="mailbox">
    /// Receives <see cref="NodeArrived"/>, <see cref="NodeLeft"/>, <see cref="ShardStarted"/>,
    /// <see cref="ReportArrived"/>, <see cref="OrderReturned"/>, <see cref="NodeReported"/>, <see cref="NodeWarned"/>
    /// and <see cref="CoordinatorLinkFailed"/>.
    /// </param>
    /// <param name="cancellation">Gives up the opening.</param>
    /// <exception cref="TransportException">
    /// A coordinator of this ledger is open (<see cref="LinkFault.Taken"/>), or the farm cannot be reached.
    /// </exception>
    ValueTask<ICoordinatorLink> OpenAsync(
        LedgerIdentity ledger, IMailbox<CoordinatorMessage> mailbox, CancellationToken cancellation = default);

    /// <summary>Joins a node.</summary>
    /// <param name="hello">What the node is; its name must be new.</param>
    /// <param name="prefetch">Orders it holds unacknowledged at most, at least 1.</param>
    /// <param name="mailbox">
    /// Receives <see cref="OrderArrived"/>, <see cref="ReportTaken"/>, <see cref="StartKnown"/>,
    /// <see cref="CoordinatorJudged"/> and <see cref="NodeLinkFailed"/>.
    /// </param>
    /// <param name="cancellation">Gives up the joining.</param>
    /// <exception cref="TransportException">
    /// A node of that name is there (<see cref="LinkFault.Taken"/>), or the farm cannot be reached.
    /// </exception>
    ValueTask<INodeLink> JoinAsync(
        NodeHello hello, int prefetch, IMailbox<NodeMessage> mailbox, CancellationToken cancellation = default);
}

/// <summary>A ledger as transports know it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Secret">
/// 32 random bytes that only the ledger holds: every order carries a key made of it, every report a code made with that
/// key, so that only who was given an order can answer it, also in a later life of the coordinator.
/// </param>
public sealed record LedgerIdentity(Guid Id, ReadOnlyMemory<byte> Secret);

/// <summary>The coordinator's side. Thread-safe; disposing it closes it.</summary>
public interface ICoordinatorLink : IAsyncDisposable
{
    /// <summary>Puts an order into the shared work queue of a capability.</summary>
    void Publish(string capability, ShardOrder order);

    /// <summary>
    /// Gives an order to one node, besides those of the shared queue; it is lost with the node, or when there is none
    /// of that name.
    /// </summary>
    void PublishTo(string node, ShardOrder order);

    /// <summary>
    /// Says that a report is on disk and need not come again; one already acknowledged changes nothing.
    /// </summary>
    void Acknowledge(DeliveryTag report);

    /// <summary>
    /// Says that the ledger's work is complete: reports that nobody acknowledged are dropped when the link is closed,
    /// and orders that nobody answered count no more. Without it they are kept for the next coordinator.
    /// </summary>
    void Retire();

    /// <summary>Tells a node what this coordinator thinks of it, now and again for as long as both are there.</summary>
    void Judge(string node, NodeJudgement judgement);
}

/// <summary>A node's side. Thread-safe; disposing it is leaving.</summary>
public interface INodeLink : IAsyncDisposable
{
    /// <summary>
    /// Tells the coordinator of a ledger, if one is open, that a worker began an order. One that is begun alone
    /// completes as <see cref="StartKnown"/> when the farm has it; word of others may come late, or never when they end
    /// soon.
    /// </summary>
    void Announce(Guid ledger, ShardStarted started);

    /// <summary>
    /// Sends a report to its ledger's coordinator; completes as <see cref="ReportTaken"/> once the transport has taken
    /// responsibility. A number that is on its way already changes nothing.
    /// </summary>
    /// <param name="number">The node's own number for it.</param>
    /// <param name="report">The report; its order names the ledger.</param>
    void Send(long number, ShardReport report);

    /// <summary>Changes how many orders the node holds unacknowledged at most; those held stay held.</summary>
    void SetPrefetch(int orders);

    /// <summary>Wants no more orders; those held stay held.</summary>
    void StopDeliveries();

    /// <summary>Says that an order is done with; one already acknowledged changes nothing.</summary>
    void Acknowledge(DeliveryTag order);

    /// <summary>Tells every coordinator how the node is doing.</summary>
    void Tell(NodeStatus status);

    /// <summary>Tells the coordinator that a warning concerns, or every one.</summary>
    void Tell(NodeWarning warning);
}
