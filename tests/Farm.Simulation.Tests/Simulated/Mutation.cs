using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;
using Farm.Node;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>A bug planted on purpose, to see that the checkers find it. The default plants none.</summary>
internal record Mutation
{
    public TimeSpan? Lease { get; init; }

    public int? OutstandingAtMost { get; init; }

    public virtual IEnumerable<NodeEffect> OfNode(List<NodeEffect> effects) => effects;

    public virtual BlockResult OfWorker(BlockResult result) => result;

    public virtual ShardReport OfSlice(ShardReport report) => report;

    public virtual IEnumerable<CoordinatorEffect> OfCoordinator(
        CoordinatorMessage message, List<CoordinatorEffect> effects) => effects;

    /// <summary>What the coordinator hears; it hears it as it is.</summary>
    public virtual CoordinatorMessage ToCoordinator(CoordinatorMessage message, SimWorld world) => message;

    public virtual SweepPlan OfPlan(SweepPlan plan) => plan;

    public virtual IReadOnlyList<BlockFate> Commit(SimLedger ledger, LedgerBatch batch) => ledger.Commit(batch);

    public virtual IReadOnlyList<WithdrawnBlocks> Quarantine(SimLedger ledger, QuarantinedHost host) =>
        ledger.Quarantine(host);
}
