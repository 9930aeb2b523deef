using Farm.Domain;

namespace Farm.Node;

/// <summary>Something that the node's step wants done; each that takes time completes as a message.</summary>
public abstract record NodeEffect;

/// <summary>Gives a slot's worker a shard; completes as <see cref="ShardDone"/> or <see cref="WorkerDied"/>.</summary>
public sealed record StartShard(int Slot, ShardOrder Order) : NodeEffect;

/// <summary>Asks a slot's worker to end its shard early and report what it has.</summary>
public sealed record CancelShard(int Slot) : NodeEffect;

/// <summary>Puts a new worker into a slot whose worker died.</summary>
public sealed record ReplaceWorker(int Slot) : NodeEffect;

/// <summary>
/// Tells the coordinator of a ledger that a worker began, or is about to; one alone completes as
/// <see cref="StartKnown"/>.
/// </summary>
public sealed record AnnounceStart(Guid Ledger, ShardStarted Started) : NodeEffect;

/// <summary>Sends a report; completes as <see cref="ReportTaken"/>.</summary>
/// <param name="Number">The node's number for it.</param>
/// <param name="Report">The report.</param>
public sealed record SendReport(long Number, ShardReport Report) : NodeEffect;

/// <summary>Acknowledges an order: the transport has its report.</summary>
public sealed record AcknowledgeOrder(DeliveryTag Tag) : NodeEffect;

/// <summary>Wants no more orders.</summary>
public sealed record StopDeliveries : NodeEffect;

/// <summary>Holds more or fewer orders from now on.</summary>
public sealed record ChangePrefetch(int Orders) : NodeEffect;

/// <summary>Tells the coordinators how the node is doing.</summary>
public sealed record TellStatus(NodeStatus Status) : NodeEffect;

/// <summary>Tells what happened.</summary>
public sealed record TellNodeEvent(NodeEvent Event) : NodeEffect;

/// <summary>The node is done: close the link and end.</summary>
public sealed record LeaveFarm(NodeOutcome Outcome) : NodeEffect;
