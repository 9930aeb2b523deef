using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;
using Farm.Node;
using Farm.Simulation.Tests.Simulated;

namespace Farm.Simulation.Tests;

/// <summary>Bugs planted on purpose: a checker that finds none of them would be no checker.</summary>
public sealed class MutationTests
{
    private const int SeedsAtMost = 300;

    [Fact]
    public void A_ledger_that_speaks_before_it_stores_is_caught() =>
        AssertCaught(new CommitsLater(), "acknowledged and is not on disk");

    [Fact]
    public void A_coordinator_that_acknowledges_on_arrival_is_caught() =>
        AssertCaught(new AcknowledgesOnArrival(), "acknowledged and is not on disk");

    [Fact]
    public void A_coordinator_that_orders_nothing_again_is_caught() =>
        AssertCaught(new NeverOrdersAgain(), "No progress");

    [Fact]
    public void A_coordinator_without_a_bound_is_caught() =>
        AssertCaught(new Unbounded { OutstandingAtMost = 5_000 }, "are outstanding");

    [Fact]
    public void A_node_that_acknowledges_an_order_before_its_report_is_taken_is_caught() =>
        AssertCaught(new AcknowledgesOrdersEarly(), "before its report was taken");

    [Fact]
    public void A_worker_whose_answers_change_is_caught() => AssertCaught(
        new ChangesAnswers(), "sum", "two answers", "never lied");

    [Fact]
    public void A_ledger_that_forgets_a_block_is_caught() =>
        AssertCaught(new ForgetsBlocks(), "acknowledged and is not on disk", "lost");

    [Fact]
    public void A_coordinator_that_gives_up_too_early_is_caught() =>
        AssertCaught(new GivesUpEarly(), "failed only", "after 1 attempts");

    [Fact]
    public void A_coordinator_that_forgets_what_was_taken_back_is_caught() =>
        AssertCaught(new ForgetsWithdrawals(), "lost", "The coordinator believes");

    [Fact]
    public void A_ledger_that_takes_nothing_back_is_caught() =>
        AssertCaught(new TakesNothingBack(), "another sum than undisturbed", "are not settled");

    [Fact]
    public void A_coordinator_that_stores_what_a_quarantined_host_sends_late_is_caught() =>
        AssertCaught(new StoresLateReports(), "of quarantined", "never lied");

    [Fact]
    public void A_coordinator_that_audits_nothing_is_caught() =>
        AssertCaught(new AuditsNothing(), "another sum than undisturbed", "are not confirmed");

    [Fact]
    public void A_coordinator_that_asks_no_other_host_is_caught() =>
        AssertCaught(new AsksNobody(), "No progress", "are not audited");

    [Fact]
    public void A_coordinator_that_blames_the_wrong_host_is_caught() =>
        AssertCaught(new BlamesTheOther(), "never lied");

    [Fact]
    public void A_coordinator_that_acknowledges_a_slice_on_arrival_is_caught() => AssertCaughtLong(
        new AcknowledgesOnArrival(), "acknowledged and is not on disk");

    [Fact]
    public void A_ledger_that_stores_a_slice_twice_is_caught() => AssertCaughtLong(
        new StoresSlicesTwice(), "another end or curve", "from another state", "No progress");

    [Fact]
    public void A_ledger_that_forgets_a_slice_is_caught() => AssertCaughtLong(
        new ForgetsSlices(), "acknowledged and is not on disk", "No progress", "lost");

    [Fact]
    public void A_worker_that_goes_on_from_another_state_is_caught() => AssertCaughtLong(
        new LosesTheState(), "another end or curve", "never lied");

    [Fact]
    public void A_coordinator_that_goes_on_from_a_state_that_was_taken_back_is_caught() => AssertCaughtLong(
        new GoesOnFromLies(), "No progress");

    private sealed record StoresSlicesTwice : Mutation
    {
        private readonly Dictionary<BlockKey, ArrivedSlice> last = [];

        /// <summary>Whatever slice comes, the trial goes on by it.</summary>
        public override IReadOnlyList<BlockFate> Commit(SimLedger ledger, LedgerBatch batch)
        {
            var fates = new List<BlockFate>(ledger.Commit(batch with { Slices = [] }));
            foreach (var slice in batch.Slices)
            {
                var head = last.GetValueOrDefault(slice.Key);
                var applied = slice.IsWitness || head is null
                    ? slice
                    : slice with { FirstStep = head.Result.Step, Origin = head.Result.Digest };
                fates.AddRange(ledger.Commit(new LedgerBatch([], [], batch.At) { Slices = [applied] }));
                last[slice.Key] = fates[^1] == BlockFate.Advanced ? applied : head ?? applied;
            }

            return fates;
        }
    }

    private sealed record ForgetsSlices : Mutation
    {
        public override IReadOnlyList<BlockFate> Commit(SimLedger ledger, LedgerBatch batch) =>
        [
            .. ledger.Commit(batch with { Slices = [.. batch.Slices.SkipLast(1)] }),
            .. batch.Slices.TakeLast(1).Select(s => s.Block is null ? BlockFate.Advanced : BlockFate.Stored),
        ];
    }

    private sealed record LosesTheState : Mutation
    {
        private int count;

        /// <summary>Now and then a trial goes on as if it had just begun, and so does its report.</summary>
        public override ShardReport OfSlice(ShardReport report)
        {
            if (++count % 20 != 0 || report.Order.Slice!.FirstStep == 0)
            {
                return report;
            }

            var (slice, block) = SimTrials.Compute(
                report.Order with { Slice = report.Order.Slice with { State = [] } });
            return report with { Slice = slice, Results = block is null ? [] : [block] };
        }
    }

    private sealed record GoesOnFromLies : Mutation
    {
        public override CoordinatorMessage ToCoordinator(CoordinatorMessage message, SimWorld world) =>
            message is HostQuarantined quarantined
                ? quarantined with
                {
                    Withdrawn = [.. quarantined.Withdrawn.Select(w => w with { Unfinished = [] })],
                }
                : message;
    }

    private sealed record Unbounded : Mutation;

    private sealed record ForgetsWithdrawals : Mutation
    {
        public override CoordinatorMessage ToCoordinator(CoordinatorMessage message, SimWorld world) =>
            message is HostQuarantined quarantined ? quarantined with { Withdrawn = [] } : message;
    }

    private sealed record TakesNothingBack : Mutation
    {
        public override IReadOnlyList<WithdrawnBlocks> Quarantine(SimLedger ledger, QuarantinedHost host) => [];
    }

    private sealed record StoresLateReports : Mutation
    {
        /// <summary>What comes from a host under quarantine is taken as another's.</summary>
        public override CoordinatorMessage ToCoordinator(CoordinatorMessage message, SimWorld world) =>
            message is ReportArrived { Report: var report } arrived && report.By.Host == world.Scenario.Liar
            && world.Ledger.Quarantines().Count > 0
                ? arrived with { Report = report with { By = report.By with { Host = Scenario.HostOf(1) } } }
                : message;
    }

    private sealed record AuditsNothing : Mutation
    {
        public override SweepPlan OfPlan(SweepPlan plan) => plan with
        {
            AuditFraction = 0,
            Cells = [.. plan.Cells.Select(c => c with { ToAudit = [] })],
        };
    }

    private sealed record AsksNobody : Mutation
    {
        public override IEnumerable<CoordinatorEffect> OfCoordinator(
            CoordinatorMessage message, List<CoordinatorEffect> effects) => effects.Where(e => e is not PublishAudit);
    }

    private sealed record BlamesTheOther : Mutation
    {
        public override CoordinatorMessage ToCoordinator(CoordinatorMessage message, SimWorld world) =>
            message is Committed { Disputes.Count: > 0 } committed
                ? committed with
                {
                    Disputes = [.. committed.Disputes.Select(d => d with { Kept = d.Other, Other = d.Kept })],
                }
                : message;
    }

    private static void AssertCaught(Mutation mutation, params string[] findings) =>
        AssertCaught(mutation, isLong: false, findings);

    private static void AssertCaughtLong(Mutation mutation, params string[] findings) =>
        AssertCaught(mutation, isLong: true, findings);

    private static void AssertCaught(Mutation mutation, bool isLong, string[] findings)
    {
        for (var seed = 1; seed <= SeedsAtMost; seed++)
        {
            try
            {
                SimWorld.Run(seed, mutation, isLong);
            }
            catch (SimulationException exception)
            {
                Assert.True(
                    Array.Exists(findings, f => exception.Message.Contains(f, StringComparison.Ordinal)), exception.Message);
                return;
            }
        }

        Assert.Fail($"{SeedsAtMost} seeds did not find {mutation.GetType().Name}.");
    }

    private sealed record CommitsLater : Mutation
    {
        private readonly List<LedgerBatch> late = [];

        public override IReadOnlyList<BlockFate> Commit(SimLedger ledger, LedgerBatch batch)
        {
            foreach (var before in late)
            {
                ledger.Commit(before);
            }

            late.Clear();
            late.Add(batch);
            return [.. batch.Blocks.Select(_ => BlockFate.Stored)];
        }
    }

    private sealed record AcknowledgesOnArrival : Mutation
    {
        public override IEnumerable<CoordinatorEffect> OfCoordinator(
            CoordinatorMessage message, List<CoordinatorEffect> effects) =>
            message is ReportArrived arrived ? [.. effects, new AcknowledgeReport(arrived.Tag)] : effects;
    }

    private sealed record NeverOrdersAgain : Mutation
    {
        public override IEnumerable<CoordinatorEffect> OfCoordinator(
            CoordinatorMessage message, List<CoordinatorEffect> effects) =>
            message is CoordinatorTick or OrderReturned ? effects.Where(e => e is not PublishOrder) : effects;
    }

    private sealed record AcknowledgesOrdersEarly : Mutation
    {
        private readonly Dictionary<ShardId, DeliveryTag> tags = [];

        public override IEnumerable<NodeEffect> OfNode(List<NodeEffect> effects)
        {
            foreach (var effect in effects)
            {
                yield return effect;
                if (effect is SendReport send)
                {
                    yield return new AcknowledgeOrder(tags.GetValueOrDefault(send.Report.Order.Shard, new DeliveryTag(send.Number)));
                }
            }
        }
    }

    private sealed record ChangesAnswers : Mutation
    {
        private int count;

        public override BlockResult OfWorker(BlockResult result)
        {
            return ++count % 50 == 0 ? SimStudy.Falsify(result, flip: 1) : result;
        }
    }

    private sealed record ForgetsBlocks : Mutation
    {
        public override IReadOnlyList<BlockFate> Commit(SimLedger ledger, LedgerBatch batch) =>
        [
            .. ledger.Commit(batch with { Blocks = [.. batch.Blocks.SkipLast(1)] }),
            .. batch.Blocks.TakeLast(1).Select(_ => BlockFate.Stored),
        ];
    }

    private sealed record GivesUpEarly : Mutation
    {
        public override IEnumerable<CoordinatorEffect> OfCoordinator(
            CoordinatorMessage message, List<CoordinatorEffect> effects) => effects.Select(e =>
                e is TellEvent { Event: BlockSetAside given }
                    ? new TellEvent(given with { Block = given.Block with { Attempts = 1 } })
                    : e);
    }
}
