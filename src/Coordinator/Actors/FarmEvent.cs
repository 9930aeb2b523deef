using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>Something that happened, for logs and displays.</summary>
/// <param name="At">When.</param>
public abstract record FarmEvent(DateTimeOffset At);

/// <summary>An order went out, for the first time or again.</summary>
public sealed record ShardOrdered(DateTimeOffset At, ShardOrder Order, bool IsAgain) : FarmEvent(At);

/// <summary>A report came.</summary>
public sealed record ShardReported(DateTimeOffset At, ShardReport Report) : FarmEvent(At);

/// <summary>An order was not answered in time and went out again.</summary>
public sealed record LeaseExpired(DateTimeOffset At, ShardOrder Order, TimeSpan Lease) : FarmEvent(At);

/// <summary>
/// An execution failed, or a node was lost with a shard; <paramref name="Block"/> is null when unknown.
/// </summary>
public sealed record AttemptFailed(
    DateTimeOffset At, ShardId Shard, Cell Cell, long? Block, int Attempts, WorkerName? By, ShardFailure Failure)
    : FarmEvent(At);

/// <summary>A block is given up.</summary>
public sealed record BlockSetAside(DateTimeOffset At, SetAsideBlock Block) : FarmEvent(At);

/// <summary>A node came.</summary>
public sealed record NodeJoined(DateTimeOffset At, NodeHello Node) : FarmEvent(At);

/// <summary>A node went, in order or without a word.</summary>
public sealed record NodeGone(DateTimeOffset At, string Node, bool IsGoodbye) : FarmEvent(At);

/// <summary>A node has another revision of the study; nothing more is ordered for it.</summary>
public sealed record NodeRefused(DateTimeOffset At, WorkerName By, string Reason) : FarmEvent(At);

/// <summary>This process's own node was turned away or lost its link; the farm goes on with the others.</summary>
public sealed record OwnNodeLeft(DateTimeOffset At, string Reason) : FarmEvent(At);

/// <summary>A batch is on disk.</summary>
/// <param name="At">When.</param>
/// <param name="Stored">Blocks stored, replaced ones included.</param>
/// <param name="Duplicates">Blocks that were stored before and came again, unasked, with the same digest.</param>
/// <param name="SetAside">Blocks set aside.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record BatchCommitted(DateTimeOffset At, long Stored, long Duplicates, int SetAside, TimeSpan Elapsed)
    : FarmEvent(At)
{
    /// <summary>Slices of long trials stored.</summary>
    public long Slices { get; init; }
}

/// <summary>Two executions of a slice of a long trial, from the same state, do not agree: an incident.</summary>
public sealed record SliceMismatch(DateTimeOffset At, ArrivedSlice Slice) : FarmEvent(At);

/// <summary>Two executions of a block do not agree: an incident.</summary>
public sealed record DigestMismatch(DateTimeOffset At, ArrivedBlock Block) : FarmEvent(At);

/// <summary>A report of an order that this sweep would not give came and was dropped.</summary>
public sealed record ForeignReport(DateTimeOffset At, ShardReport Report) : FarmEvent(At);

/// <summary>A report came whose results cannot be; none of it is stored, and it counts as a failed execution.</summary>
/// <param name="At">When.</param>
/// <param name="Report">The report as it came.</param>
/// <param name="Reason">What is wrong with it, in one line for people.</param>
public sealed record SpoiltReport(DateTimeOffset At, ShardReport Report, string Reason) : FarmEvent(At);

/// <summary>The ledger cannot be written.</summary>
public sealed record StorageFailed(DateTimeOffset At, LedgerFault Fault, string Message) : FarmEvent(At);

/// <summary>A node shipped a warning or an error of its log.</summary>
public sealed record WarningShipped(DateTimeOffset At, NodeWarning Warning) : FarmEvent(At);

/// <summary>A stored shard is computed again by a node of another host.</summary>
public sealed record AuditOrdered(DateTimeOffset At, ShardOrder Order, string Node) : FarmEvent(At);

/// <summary>
/// A host's results were wrong: nothing of it counts any more. <paramref name="Blocks"/> of this sweep were taken back.
/// </summary>
public sealed record HostPutUnderQuarantine(DateTimeOffset At, QuarantinedHost Host, long Blocks) : FarmEvent(At);

/// <summary>A report of a quarantined host came and was dropped; what it was to compute is ordered again.</summary>
public sealed record QuarantinedReport(DateTimeOffset At, ShardReport Report) : FarmEvent(At);

/// <summary>A block has several answers and nobody can say which is right: the first one stays.</summary>
public sealed record DisputeUnsettled(DateTimeOffset At, BlockKey Key, string Reason) : FarmEvent(At);

/// <summary>The coordinator's link to the farm is over for good.</summary>
public sealed record LinkLost(DateTimeOffset At, LinkFault Fault, string Message) : FarmEvent(At);
