namespace Farm.Domain;

/// <summary>Anything that stands in a coordinator's mailbox.</summary>
public abstract record CoordinatorMessage;

/// <summary>A node is at work; a coordinator that opens later is told of those already there.</summary>
public sealed record NodeArrived(NodeHello Node) : CoordinatorMessage;

/// <summary>A node is gone, in order or not. What it held unacknowledged is delivered again by the transport.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="IsGoodbye">Whether it said so itself; otherwise it was lost.</param>
public sealed record NodeLeft(string Node, bool IsGoodbye = false) : CoordinatorMessage;

/// <summary>A worker began an order. Told at most once and not acknowledged: it may get lost.</summary>
/// <param name="Shard">The order.</param>
/// <param name="By">The worker.</param>
/// <param name="Alone">Whether the node computes nothing else from its start to its end.</param>
public sealed record ShardStarted(ShardId Shard, WorkerName By, bool Alone) : CoordinatorMessage;

/// <summary>A report. It comes again, to this coordinator's life or the next, until it is acknowledged.</summary>
/// <param name="Tag">What to acknowledge.</param>
/// <param name="Report">The report.</param>
public sealed record ReportArrived(DeliveryTag Tag, ShardReport Report) : CoordinatorMessage;

/// <summary>
/// An order was delivered as often as the transport does and no node acknowledged it: the transport forgets it.
/// </summary>
public sealed record OrderReturned(ShardId Shard) : CoordinatorMessage;

/// <summary>A node told how it is doing. It may get lost.</summary>
public sealed record NodeReported(NodeStatus Status) : CoordinatorMessage;

/// <summary>A node shipped a warning or an error of its log. It may get lost.</summary>
public sealed record NodeWarned(NodeWarning Warning) : CoordinatorMessage;

/// <summary>The coordinator's link is over for good; nothing more arrives.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Message">One line for people.</param>
public sealed record CoordinatorLinkFailed(LinkFault Fault, string Message) : CoordinatorMessage;
