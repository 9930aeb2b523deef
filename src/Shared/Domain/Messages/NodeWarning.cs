namespace Farm.Domain;

/// <summary>A warning or an error of a node's log, shipped to the coordinators' logs.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="At">When it was logged there.</param>
/// <param name="IsError">Whether it is an error.</param>
/// <param name="Event">Its stable event name.</param>
/// <param name="Message">One line for people.</param>
/// <param name="Ledger">The ledger it concerns; null when it concerns all.</param>
/// <param name="Shard">The shard it concerns, if it does.</param>
/// <param name="Dropped">Warnings before this one that were not shipped, since they came too fast.</param>
public sealed record NodeWarning(
    string Node, DateTimeOffset At, bool IsError, string Event, string Message, Guid? Ledger, ShardId? Shard, long Dropped);
