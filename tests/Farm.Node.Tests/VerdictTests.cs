using Farm.Domain;

namespace Farm.Node.Tests;

/// <summary>What a node does about what coordinators think of it.</summary>
public sealed class VerdictTests
{
    private const string Versions = "Node node has Farm 1.0.0, the coordinator 1.1.0.";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly NodeOnPaper node = new();

    [Fact]
    public void A_node_that_every_coordinator_refuses_drains_and_names_the_reason()
    {
        node.Judge(NodeOnPaper.Ledger, NodeVerdict.Refused, Versions);
        Assert.False(node.Step.IsDraining);
        node.Wait(node.Options.RefusalGrace);

        Assert.Equal((NodeEnd.Refused, Versions), (node.Step.Outcome?.End, node.Step.Outcome?.Message));
        Assert.Equal(node.Step.Outcome, Assert.Single(node.Effects.OfType<LeaveFarm>()).Outcome);
    }

    [Fact]
    public void A_node_that_another_coordinator_welcomes_stays()
    {
        for (var second = 0; second < 20; second++)
        {
            node.Judge(NodeOnPaper.Ledger, NodeVerdict.Refused, Versions);
            node.Judge(NodeOnPaper.OtherLedger, NodeVerdict.Serves);
            node.Wait(Second);
        }

        Assert.False(node.Step.IsDraining);
        Assert.Equal(
            [(NodeOnPaper.Ledger, NodeVerdict.Refused)],
            node.Events<VerdictChanged>().Select(e => (e.Ledger, e.Judgement.Verdict)));
    }

    [Fact]
    public void A_coordinator_that_speaks_up_within_the_grace_keeps_the_node()
    {
        node.Judge(NodeOnPaper.Ledger, NodeVerdict.Refused, Versions);
        node.Wait(node.Options.RefusalGrace - TimeSpan.FromTicks(1));
        node.Judge(NodeOnPaper.OtherLedger, NodeVerdict.Serves);
        node.Wait(node.Options.CoordinatorSilence);

        Assert.False(node.Step.IsDraining);
    }

    [Fact]
    public void A_welcome_that_is_silent_for_five_seconds_counts_no_more()
    {
        node.Judge(NodeOnPaper.OtherLedger, NodeVerdict.Serves);
        for (var second = 0; second < 5; second++)
        {
            node.Judge(NodeOnPaper.Ledger, NodeVerdict.Refused, Versions);
            node.Wait(Second);
        }

        Assert.False(node.Step.IsDraining);
        for (var second = 0; second < 3; second++)
        {
            node.Judge(NodeOnPaper.Ledger, NodeVerdict.Refused, Versions);
            node.Wait(Second);
        }

        Assert.Equal(NodeEnd.Refused, node.Step.Outcome?.End);
    }

    [Fact]
    public void Orders_of_a_coordinator_that_refuses_are_refused_after_a_second_each_and_the_others_computed()
    {
        node.Judge(NodeOnPaper.OtherLedger, NodeVerdict.Serves);
        node.Judge(NodeOnPaper.Ledger, NodeVerdict.Refused, Versions);
        node.Take(1);
        node.Take(Orders.Order(2) with { Ledger = NodeOnPaper.OtherLedger });
        Assert.Equal([(0, 2L)], node.Started);

        node.Wait(Second - TimeSpan.FromTicks(1));
        Assert.Empty(node.Reported);
        node.Wait(TimeSpan.FromTicks(1));
        Assert.Equal([(1L, (FailureKind?)FailureKind.Refused)], node.Reported);
        Assert.Equal(Versions, node.Effects.OfType<SendReport>().Single().Report.Failure?.Message);
    }

    [Fact]
    public void Orders_that_wait_when_their_coordinator_refuses_are_not_begun()
    {
        node.Judge(NodeOnPaper.OtherLedger, NodeVerdict.Serves);
        node.Take(1, 2, 3, 4);
        node.Judge(NodeOnPaper.Ledger, NodeVerdict.Refused, Versions);
        node.End(slot: 0, number: 1);
        Assert.Equal([(0, 1L), (1, 2L)], node.Started);

        node.Wait(Second);
        Assert.Equal([1L, 3L, 4L], node.Reported.Select(r => r.Shard));
    }

    [Fact]
    public void Orders_that_wait_to_be_refused_are_computed_when_their_coordinator_changes_its_mind()
    {
        node.Judge(NodeOnPaper.Ledger, NodeVerdict.Refused, Versions);
        node.Take(1);
        node.Judge(NodeOnPaper.Ledger, NodeVerdict.Serves);

        Assert.Equal([(0, 1L)], node.Started);
        node.Wait(node.Options.CoordinatorSilence);
        Assert.False(node.Step.IsDraining);
        Assert.Empty(node.Reported);
    }

    [Fact]
    public void A_quarantined_node_drains_at_once()
    {
        node.Judge(NodeOnPaper.OtherLedger, NodeVerdict.Serves);
        node.Take(1, 2, 3);
        node.Judge(NodeOnPaper.Ledger, NodeVerdict.Quarantined, "Results of host were wrong.");
        Assert.Equal([0, 1], node.Effects.OfType<CancelShard>().Select(c => c.Slot));
        node.End(0, 1);
        node.End(1, 2);
        node.TakeReports();

        Assert.Equal(
            (NodeEnd.Quarantined, "Results of host were wrong."), (node.Step.Outcome?.End, node.Step.Outcome?.Message));
    }

    [Fact]
    public void A_link_that_is_over_ends_the_node_at_once_with_its_fault()
    {
        node.Take(1, 2, 3);
        node.Tell(new NodeLinkFailed(LinkFault.Refused, "The broker refuses the login."));

        Assert.Equal([0, 1], node.Effects.OfType<CancelShard>().Select(c => c.Slot));
        var outcome = node.Step.Outcome!;
        Assert.Equal(
            (NodeEnd.LinkFailed, LinkFault.Refused, "The broker refuses the login.", 3),
            (outcome.End, outcome.Fault, outcome.Message, outcome.Totals.Abandoned));
        node.Effects.Clear();
        node.End(0, 1);
        Assert.Empty(node.Effects);
        Assert.Null(node.Step.NextDue);
    }
}
