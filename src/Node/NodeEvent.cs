using Farm.Domain;

namespace Farm.Node;

/// <summary>Something that happened on a node, for its log.</summary>
/// <param name="At">When.</param>
public abstract record NodeEvent(DateTimeOffset At);

/// <summary>The first order of a ledger, or of another sweep of it, came.</summary>
public sealed record OrdersBegan(DateTimeOffset At, Guid Ledger, string Sweep) : NodeEvent(At);

/// <summary>A shard ended, well or not, or was handed back.</summary>
public sealed record ShardEnded(DateTimeOffset At, ShardReport Report) : NodeEvent(At);

/// <summary>A worker's thread ended without a report; <paramref name="Order"/> is null when it had none.</summary>
public sealed record WorkerLost(DateTimeOffset At, WorkerName Worker, ShardOrder? Order, string Message, string Detail)
    : NodeEvent(At);

/// <summary>A coordinator changed its mind about this node.</summary>
public sealed record VerdictChanged(DateTimeOffset At, Guid Ledger, NodeJudgement Judgement) : NodeEvent(At);

/// <summary>The node takes no more orders and will leave.</summary>
/// <param name="At">When.</param>
/// <param name="End">Why.</param>
/// <param name="Reason">The reason in one line for people; empty when it was asked to.</param>
/// <param name="Running">Shards at work, which end at their next chunk.</param>
/// <param name="Waiting">Shards that are handed back at once.</param>
public sealed record DrainBegan(DateTimeOffset At, NodeEnd End, string Reason, int Running, int Waiting) : NodeEvent(At);
