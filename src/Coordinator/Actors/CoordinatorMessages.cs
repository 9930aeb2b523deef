using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>A batch is on disk.</summary>
/// <param name="Fates">What became of each of its blocks, in the batch's order.</param>
public sealed record Committed(IReadOnlyList<BlockFate> Fates) : CoordinatorMessage
{
    /// <summary>The disputes that it opened: one for each block with the fate of a mismatch, in the batch's order.</summary>
    public IReadOnlyList<Incident> Disputes { get; init; } = [];
}

/// <summary>A host is under quarantine, on disk.</summary>
/// <param name="Host">The host.</param>
/// <param name="Withdrawn">Its blocks that are stored no more, of all sweeps of the ledger.</param>
public sealed record HostQuarantined(QuarantinedHost Host, IReadOnlyList<WithdrawnBlocks> Withdrawn) : CoordinatorMessage;

/// <summary>An order was computed in the coordinator's own process; the results go to no ledger.</summary>
public sealed record ComputedHere(ShardReport Report) : CoordinatorMessage;

/// <summary>A batch could not be written; nothing of it is on disk.</summary>
/// <param name="Fault">What is wrong with the storage.</param>
/// <param name="Message">One line for people.</param>
public sealed record CommitFailed(LedgerFault Fault, string Message) : CoordinatorMessage;

/// <summary>The user wants to stop: keep what is computed, then end.</summary>
public sealed record StopFarm : CoordinatorMessage;

/// <summary>The beginning, or a time that <see cref="CoordinatorStep.NextDue"/> named.</summary>
public sealed record CoordinatorTick : CoordinatorMessage;
