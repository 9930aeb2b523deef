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

/// <summary>
/// Gives an order to one node of another host, to compute again what is stored; completes as a report, or never.
/// </summary>
public sealed record PublishAudit(string Node, ShardOrder Order) : CoordinatorEffect;

/// <summary>Computes an order in the coordinator's own process; completes as <see cref="ComputedHere"/>.</summary>
public sealed record ComputeHere(ShardOrder Order) : CoordinatorEffect;

/// <summary>
/// Puts a host under quarantine in the ledger; completes as <see cref="HostQuarantined"/> or <see cref="CommitFailed"/>.
/// </summary>
public sealed record QuarantineHost(QuarantinedHost Host) : CoordinatorEffect;

/// <summary>Writes how nodes are doing into the ledger; completes only when it fails, as <see cref="CommitFailed"/>.</summary>
public sealed record RecordNodes(IReadOnlyList<NodeRecord> Nodes) : CoordinatorEffect;

/// <summary>Tells a node what this coordinator thinks of it, now and about once a second from now on.</summary>
public sealed record JudgeNode(string Node, NodeJudgement Judgement) : CoordinatorEffect;

/// <summary>Tells how far the sweep is.</summary>
public sealed record TellProgress(FarmProgress Progress) : CoordinatorEffect;

/// <summary>Tells what happened.</summary>
public sealed record TellEvent(FarmEvent Event) : CoordinatorEffect;

/// <summary>The end: nothing follows.</summary>
public sealed record FinishFarm(FarmOutcome Outcome) : CoordinatorEffect;
