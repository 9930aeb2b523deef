using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Actors;

/// <summary>Audits, disputes and quarantines by examples; the simulation drives them through thousands of schedules.</summary>
public sealed class CoordinatorAuditTests
{
    private static readonly NodeHello A = FarmOnPaper.Node;
    private static readonly NodeHello B = FarmOnPaper.Hello("node-b", "b");
    private static readonly NodeHello C = FarmOnPaper.Hello("node-c", "c");

    [Fact]
    public void A_stored_block_is_computed_again_by_another_host_before_the_sweep_is_complete()
    {
        var farm = Farm(blocks: 1, B);
        farm.Answer();
        farm.Commit();
        Assert.Null(farm.Outcome);

        var audit = Assert.Single(farm.Audits);
        Assert.Equal("node-b", audit.Node);
        farm.Answer(audit.Order, by: B);
        farm.Wait();
        farm.Commit(BlockFate.Confirmed);

        Assert.Equal(FarmEnd.Completed, farm.Outcome!.End);
        Assert.Equal((1L, 1L, 0L), Audited(farm.Outcome.Totals));
        Assert.Equal((1L, 0L), (farm.Records["node"].AuditsPassed, farm.Records["node"].AuditsFailed));
    }

    [Fact]
    public void Without_another_host_the_end_says_how_many_blocks_are_not_audited()
    {
        var farm = Farm(blocks: 2);
        farm.Answer();
        farm.Answer();
        farm.Commit();
        farm.Wait();
        farm.Commit();
        var start = farm.Now;
        while (farm.Outcome is null)
        {
            farm.Wait();
        }

        Assert.Equal(TimeSpan.FromSeconds(15), farm.Now - start);
        Assert.Equal((0L, 0L, 2L), Audited(farm.Outcome.Totals));
    }

    [Fact]
    public void What_no_other_host_can_compare_is_not_audited_and_the_end_says_so()
    {
        var near = FarmOnPaper.Hello("node-near", "near") with { Backend = "ilgpu-opencl-near" };
        var farm = Farm(blocks: 1, B);
        farm.Answer(farm.Orders[0], by: near);
        farm.Commit();

        Assert.Empty(farm.Audits);
        Assert.Equal((0L, 0L, 1L), Audited(farm.Outcome!.Totals));
    }

    [Fact]
    public void An_audit_by_a_device_without_equal_bits_says_nothing()
    {
        var farm = Farm(blocks: 1, B);
        farm.Answer();
        farm.Commit();
        farm.Answer(Assert.Single(farm.Audits).Order, by: B with { Backend = "ilgpu-opencl-near" });
        farm.Wait();
        farm.Commit(BlockFate.Incomparable);

        Assert.Equal(FarmEnd.Completed, farm.Outcome!.End);
        Assert.Equal((0L, 0L, 1L), Audited(farm.Outcome.Totals));
    }

    [Fact]
    public void A_device_without_equal_bits_has_no_say_in_a_dispute()
    {
        var farm = Farm(blocks: 1, B, C);
        farm.Answer();
        farm.Commit();
        var audit = farm.Audits[0];
        var (auditor, third) = audit.Node == "node-b" ? (B, C) : (C, B);
        farm.Answer(audit.Order, by: auditor);
        farm.Wait();
        farm.Commit(BlockFate.Mismatch, FarmOnPaper.Dispute(audit.Order.Blocks.First, A, 1, auditor, 0));

        var opinion = farm.Audits.Single(a => a.Node == third.Name && a.Order.Blocks == audit.Order.Blocks);
        farm.Answer(opinion.Order, by: third with { Backend = "ilgpu-opencl-near" });

        Assert.Empty(farm.Quarantines);
    }

    [Fact]
    public void An_audit_that_is_lost_with_its_node_goes_to_another_which_computes_it_alone()
    {
        var farm = Farm(blocks: 1, B, C);
        farm.Answer();
        farm.Commit();
        var first = Assert.Single(farm.Audits);

        farm.Tell(new NodeLeft(first.Node));

        Assert.NotEqual(first.Node, farm.Audits[1].Node);
        Assert.Equal(first.Order with { Alone = true }, farm.Audits[1].Order);
    }

    [Fact]
    public void The_host_that_is_alone_with_its_answer_is_quarantined_and_its_blocks_are_ordered_again()
    {
        var farm = Farm(blocks: 2, B, C);
        farm.Answer();
        farm.Commit();
        farm.Answer();
        farm.Wait();
        farm.Commit();
        var audit = farm.Audits[0];
        var (auditor, third) = audit.Node == "node-b" ? (B, C) : (C, B);
        farm.Answer(audit.Order, by: auditor);
        farm.Wait();
        farm.Commit(BlockFate.Mismatch, FarmOnPaper.Dispute(audit.Order.Blocks.First, A, 1, auditor, 0));
        Assert.Empty(farm.Quarantines);

        var opinion = farm.Audits.Single(a => a.Node == third.Name && a.Order.Blocks == audit.Order.Blocks);
        farm.Answer(opinion.Order, by: third);

        Assert.Equal(A.Host, Assert.Single(farm.Quarantines).Host);
        Assert.Equal(NodeVerdict.Quarantined, farm.Judgements[A.Name].Verdict);
        Assert.Empty(farm.Orders);
        farm.Tell(new HostQuarantined(farm.Quarantines[0], [Withdrawn(audit, new BlockRange(0, 2))]));
        // The third host's own answer stands for the one that was taken back; the other block goes out again.
        Assert.Equal(1 - audit.Order.Blocks.First, Assert.Single(farm.Orders).Blocks.First);
        Assert.Equal(0, farm.Effects.OfType<TellEvent>().Count(e => e.Event is HostPutUnderQuarantine { Blocks: not 2 }));
    }

    [Fact]
    public void Without_a_third_host_the_coordinators_own_process_decides_after_a_while()
    {
        var farm = Farm(blocks: 1, B);
        farm.Answer();
        farm.Commit();
        farm.Answer(farm.Audits[0].Order, by: B);
        farm.Wait();
        farm.Commit(BlockFate.Mismatch, FarmOnPaper.Dispute(0, A, 0, B, 1));
        var order = WaitForComputeHere(farm);

        farm.Tell(new ComputedHere(new ShardReport(order, A.Worker(0), [Right(order)], null, default)));

        Assert.Equal(B.Host, Assert.Single(farm.Quarantines).Host);
        Assert.Contains("this coordinator", farm.Quarantines[0].Reason, StringComparison.Ordinal);
        farm.Tell(new HostQuarantined(farm.Quarantines[0], []));
        // What this process computed goes to no ledger: the block waits for another host, and there is none.
        while (farm.Outcome is null)
        {
            farm.Wait();
        }

        Assert.Equal((FarmEnd.Completed, 1L), (farm.Outcome.End, farm.Outcome.Totals.QuarantinedHosts));
        Assert.Equal((1L, 0L, 1L), Audited(farm.Outcome.Totals));
    }

    [Fact]
    public void What_a_host_audited_and_was_not_on_disk_when_it_was_quarantined_is_audited_again()
    {
        var farm = Farm(blocks: 2, B, C);
        farm.Answer();
        farm.Commit();
        farm.Answer();
        farm.Wait();
        farm.Commit();
        var (ofB, ofC) = (farm.Audits.Single(a => a.Node == B.Name), farm.Audits.Single(a => a.Node == C.Name));
        farm.Answer(ofC.Order, by: C);
        farm.Answer(ofB.Order, by: B);

        farm.Commit(BlockFate.Confirmed, FarmOnPaper.Dispute(ofC.Order.Blocks.First, B, 0, B, 1));

        Assert.Equal(B.Host, Assert.Single(farm.Quarantines).Host);
        Assert.Contains(farm.Audits, a => a.Node == C.Name && a.Order.Blocks == ofB.Order.Blocks);
    }

    [Fact]
    public void When_no_two_answers_agree_nobody_is_blamed_and_the_end_says_so()
    {
        var farm = Farm(blocks: 1, B);
        farm.Answer();
        farm.Commit();
        farm.Answer(farm.Audits[0].Order, by: B);
        farm.Wait();
        farm.Commit(BlockFate.Mismatch, FarmOnPaper.Dispute(0, A, 1, B, 2));
        var order = WaitForComputeHere(farm);

        farm.Tell(new ComputedHere(new ShardReport(order, A.Worker(0), [Right(order)], null, default)));

        Assert.Empty(farm.Quarantines);
        Assert.Equal((FarmEnd.Completed, 1L), (farm.Outcome!.End, farm.Outcome.Totals.UnsettledBlocks));
    }

    [Fact]
    public void A_host_with_two_answers_is_quarantined_and_what_it_sends_is_dropped_and_ordered_again()
    {
        var farm = Farm(blocks: 3, B);
        farm.Answer();
        farm.Answer();
        var late = farm.Orders[0];
        farm.Commit(BlockFate.Mismatch, FarmOnPaper.Dispute(0, A, 0, A, 1));

        Assert.Equal(A.Host, Assert.Single(farm.Quarantines).Host);
        Assert.Contains(farm.Orders, o => o.Blocks.First == 1);
        var tag = farm.Answer(late);

        Assert.Contains(tag, farm.Acknowledged);
        Assert.Contains(farm.Orders, o => o.Blocks == late.Blocks && o.Shard != late.Shard);
        Assert.All(farm.Batch?.Blocks ?? [], b => Assert.NotEqual(A.Host, b.By.Host));
    }

    [Fact]
    public void A_dispute_of_an_earlier_life_is_settled_before_the_sweep_is_complete()
    {
        var farm = new FarmOnPaper(blocks: 1, disputes: [FarmOnPaper.Dispute(0, B, 1, C, 0)]);

        farm.Answer(farm.Audits.Single(a => a.Node == A.Name).Order);

        Assert.Equal(B.Host, Assert.Single(farm.Quarantines).Host);
    }

    private static FarmOnPaper Farm(int blocks, params NodeHello[] others)
    {
        var farm = new FarmOnPaper(blocks, auditFraction: 1);
        Array.ForEach(others, n => farm.Tell(new NodeArrived(n)));
        return farm;
    }

    private static (long Audited, long Confirmed, long Unaudited) Audited(FarmTotals totals) =>
        (totals.AuditedBlocks, totals.ConfirmedBlocks, totals.UnauditedBlocks);

    private static ShardOrder WaitForComputeHere(FarmOnPaper farm)
    {
        for (var turn = 0; turn < 100; turn++)
        {
            if (farm.Effects.OfType<ComputeHere>().SingleOrDefault() is { } compute)
            {
                return compute.Order;
            }

            farm.Wait();
        }

        throw new InvalidOperationException("Nothing is computed here.");
    }

    private static WithdrawnBlocks Withdrawn(PublishAudit audit, BlockRange blocks) => new(
        audit.Order.Cell, audit.Order.Seed, FarmOnPaper.BlockSize, audit.Order.Revision, new BlockSet(blocks));

    private static BlockResult Right(ShardOrder order) => new(
        order.Blocks.First, order.Layout.TrialsIn(order.Blocks.First), FarmOnPaper.DigestOf(0), [], [], default);
}
