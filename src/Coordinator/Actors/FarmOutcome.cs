using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>How a farm ended.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Totals">What it did.</param>
/// <param name="Fault">The storage's fault, when <paramref name="End"/> is <see cref="FarmEnd.StorageFault"/>.</param>
/// <param name="Message">The fault in one line for people, else empty.</param>
public sealed record FarmOutcome(FarmEnd End, FarmTotals Totals, LedgerFault? Fault = null, string Message = "")
{
    /// <summary>The link's fault, when <see cref="End"/> is <see cref="FarmEnd.LinkFault"/>.</summary>
    public LinkFault? LinkFault { get; init; }
}

/// <summary>Why a farm ended.</summary>
public enum FarmEnd
{
    /// <summary>
    /// Every block is stored or set aside; audits and disputes are settled, but for those that the totals count.
    /// </summary>
    Completed,

    /// <summary>The user stopped it; what was reported is stored.</summary>
    Stopped,

    /// <summary>The ledger cannot be written; what was acknowledged is stored.</summary>
    StorageFault,

    /// <summary>The link to the farm is over; what was reported before is stored.</summary>
    LinkFault,
}

/// <summary>What one life of a coordinator did.</summary>
/// <param name="StoredBlocks">Blocks stored, replaced ones included.</param>
/// <param name="StoredTrials">Trials in them.</param>
/// <param name="SetAsideBlocks">Blocks set aside.</param>
/// <param name="DuplicateBlocks">Blocks that came again with the same digest, unasked: audits are not among them.</param>
/// <param name="MismatchedBlocks">Blocks that came again with another digest.</param>
/// <param name="FailedAttempts">Executions that failed.</param>
/// <param name="Shards">Reports received.</param>
/// <param name="Commits">Batches written.</param>
/// <param name="Elapsed">From its first message to its last.</param>
public readonly record struct FarmTotals(
    long StoredBlocks,
    long StoredTrials,
    long SetAsideBlocks,
    long DuplicateBlocks,
    long MismatchedBlocks,
    long FailedAttempts,
    long Shards,
    long Commits,
    TimeSpan Elapsed)
{
    /// <summary>Reports whose results cannot be; nothing of them is stored.</summary>
    public long SpoiltReports { get; init; }

    /// <summary>Slices of long trials stored.</summary>
    public long StoredSlices { get; init; }

    /// <summary>Slices that came again, or late: nothing of them was stored.</summary>
    public long DuplicateSlices { get; init; }

    /// <summary>Slices that came again with another digest from the same state.</summary>
    public long MismatchedSlices { get; init; }

    /// <summary>Blocks of the audit's sample that were computed again and compared.</summary>
    public long AuditedBlocks { get; init; }

    /// <summary>Blocks for which a second host stands since, whether it was asked to or not.</summary>
    public long ConfirmedBlocks { get; init; }

    /// <summary>Blocks of the audit's sample that nobody could compute again: told at the end.</summary>
    public long UnauditedBlocks { get; init; }

    /// <summary>Blocks with several answers of which nobody could say which is wrong.</summary>
    public long UnsettledBlocks { get; init; }

    /// <summary>Hosts put under quarantine.</summary>
    public long QuarantinedHosts { get; init; }

    /// <summary>Stored blocks of this sweep that were taken back with them, and computed again.</summary>
    public long WithdrawnBlocks { get; init; }
}
