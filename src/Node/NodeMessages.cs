using Farm.Domain;

namespace Farm.Node;

/// <summary>A worker ended a shard, well or not.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="Report">Its report.</param>
public sealed record ShardDone(int Slot, ShardReport Report) : NodeMessage;

/// <summary>A worker's thread ended without a report.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="Message">One line for people.</param>
/// <param name="Detail">Stack trace, empty when there is none.</param>
public sealed record WorkerDied(int Slot, string Message, string Detail) : NodeMessage;

/// <summary>The time that <see cref="NodeStep.NextDue"/> named has come.</summary>
public sealed record NodeTick : NodeMessage;
