using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>Something that the coordinator's step wants done.</summary>
public abstract record CoordinatorEffect;

/// <summary>Puts an order into the shared work queue; completes as a report, or by its lease.</summary>
public sealed record PublishOrder(ShardOrder Order) : CoordinatorEffect;

/// <summary>
/// Writes a batch; completes as <see cref="Committed"/> or <see cref="CommitFailed"/>. One at a time.
/// </summary>
public sealed record CommitBatch(LedgerBatch Batch) : CoordinatorEffect;

/// <summary>Acknowledges a report: all of it that counts is on disk.</summary>
public sealed record AcknowledgeReport(DeliveryTag Tag) : CoordinatorEffect;

/// <summary>Tells how far the sweep is.</summary>
public sealed record TellProgress(FarmProgress Progress) : CoordinatorEffect;

/// <summary>Tells what happened.</summary>
public sealed record TellEvent(FarmEvent Event) : CoordinatorEffect;

/// <summary>The end: nothing follows.</summary>
public sealed record FinishFarm(FarmOutcome Outcome) : CoordinatorEffect;
