namespace Farm.Domain;

/// <summary>Anything that stands in a node's mailbox.</summary>
public abstract record NodeMessage;

/// <summary>An order.</summary>
/// <param name="Tag">What to acknowledge, once a report on it is taken.</param>
/// <param name="Order">The order.</param>
/// <param name="Delivery">1 the first time, more when earlier nodes went away with it.</param>
public sealed record OrderArrived(DeliveryTag Tag, ShardOrder Order, int Delivery) : NodeMessage;

/// <summary>The transport has taken responsibility for a report.</summary>
/// <param name="Report">The number under which the node sent it.</param>
public sealed record ReportTaken(long Report) : NodeMessage;

/// <summary>Finish or hand back what is there, then leave.</summary>
public sealed record StopRequested : NodeMessage;

/// <summary>The farm knows that this node begins a suspect: it may be started.</summary>
/// <param name="Ledger">The order's ledger.</param>
/// <param name="Shard">The order.</param>
public sealed record StartKnown(Guid Ledger, ShardId Shard) : NodeMessage;

/// <summary>A coordinator told what it thinks of this node. Comes about once a second from each that is there.</summary>
/// <param name="Ledger">The coordinator's ledger.</param>
/// <param name="Judgement">The verdict and its reason.</param>
public sealed record CoordinatorJudged(Guid Ledger, NodeJudgement Judgement) : NodeMessage;

/// <summary>The node's link is over for good; nothing more arrives.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Message">One line for people.</param>
public sealed record NodeLinkFailed(LinkFault Fault, string Message) : NodeMessage;
