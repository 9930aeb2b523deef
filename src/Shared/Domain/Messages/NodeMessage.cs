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
