using Farm.Coordinator.Ledger;

namespace Farm.Coordinator.Actors;

/// <summary>How a farm ended.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Totals">What it did.</param>
/// <param name="Fault">The storage's fault, when <paramref name="End"/> is <see cref="FarmEnd.StorageFault"/>.</param>
/// <param name="Message">The fault in one line for people, else empty.</param>
public sealed record FarmOutcome(FarmEnd End, FarmTotals Totals, LedgerFault? Fault = null, string Message = "");

/// <summary>Why a farm ended.</summary>
public enum FarmEnd
{
    /// <summary>Every block is stored or set aside.</summary>
    Completed,

    /// <summary>The user stopped it; what was reported is stored.</summary>
    Stopped,

    /// <summary>The ledger cannot be written; what was acknowledged is stored.</summary>
    StorageFault,
}

/// <summary>What one life of a coordinator did.</summary>
/// <param name="StoredBlocks">Blocks stored, replaced ones included.</param>
/// <param name="StoredTrials">Trials in them.</param>
/// <param name="SetAsideBlocks">Blocks set aside.</param>
/// <param name="DuplicateBlocks">Blocks that came again with the same digest.</param>
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
    TimeSpan Elapsed);
