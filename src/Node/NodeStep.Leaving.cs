using Farm.Domain;
using Farm.Node.Steps;

namespace Farm.Node;

/// <content>Verdicts, draining and leaving.</content>
public sealed partial class NodeStep
{
    private readonly CoordinatorVerdicts verdicts;
    private NodeEnd end;
    private string reason = "";
    private DateTimeOffset? leaveAt;
    private long finishedBefore;
    private long handedBackBefore;

    /// <summary>Whether the node takes no more orders.</summary>
    public bool IsDraining => leaveAt is not null;

    /// <summary>Whether the node is done and its link to be closed.</summary>
    public bool HasLeft => Outcome is not null;

    /// <summary>How it ended; null before.</summary>
    public NodeOutcome? Outcome { get; private set; }

    private void Hear(CoordinatorJudged judged, DateTimeOffset now, List<NodeEffect> effects)
    {
        var (ledger, judgement) = judged;
        if (verdicts.Hear(ledger, judgement, now))
        {
            effects.Add(new TellNodeEvent(new VerdictChanged(now, ledger, judgement)));
            Sort(ledger, now);
        }

        if (judgement.Verdict == NodeVerdict.Quarantined)
        {
            Drain(NodeEnd.Quarantined, judgement.Reason, now, effects);
        }
    }

    /// <summary>Orders that wait are refused, or not refused any more, as their coordinator wants it.</summary>
    private void Sort(Guid ledger, DateTimeOffset now)
    {
        foreach (var order in waiting.TakeAll(ledger))
        {
            if (Refusal(order.Order) is { } why)
            {
                refused.Enqueue((order, now + options.RefusalDelay, why));
            }
            else
            {
                waiting.Add(order);
            }
        }

        for (var i = refused.Count; i > 0; i--)
        {
            var entry = refused.Dequeue();
            if (Refusal(entry.Order.Order) is null)
            {
                waiting.Add(entry.Order);
            }
            else
            {
                refused.Enqueue(entry);
            }
        }
    }

    private void LeaveIfRefused(DateTimeOffset now, List<NodeEffect> effects)
    {
        if (!IsDraining && verdicts.RefusedByAll(now) is { } why)
        {
            Drain(NodeEnd.Refused, why, now, effects);
        }
    }

    private void Drain(NodeEnd why, string message, DateTimeOffset now, List<NodeEffect> effects)
    {
        if (why > end)
        {
            (end, reason) = (why, message);
        }

        if (IsDraining)
        {
            return;
        }

        leaveAt = now + options.DrainLimit;
        (finishedBefore, handedBackBefore) = (pace.Finished, pace.HandedBack);
        effects.Add(new StopDeliveries());
        var running = slots.Count(s => s is { IsStarted: true });
        effects.Add(new TellNodeEvent(new DrainBegan(now, why, message, running, Held - reports.Count - running)));
        HandBack(now, effects);
        for (var slot = 0; slot < slots.Length; slot++)
        {
            if (slots[slot] is not null)
            {
                effects.Add(new CancelShard(slot));
            }
        }
    }

    /// <summary>Hands back what no worker has: it counts as no attempt.</summary>
    private void HandBack(DateTimeOffset now, List<NodeEffect> effects)
    {
        var orders = new List<HeldOrder>();
        if (suspect is { IsStarted: false })
        {
            orders.Add(suspect.Held);
            Free(Array.IndexOf(slots, suspect));
        }

        while (waiting.TryTake(out var order))
        {
            orders.Add(order);
        }

        orders.AddRange(refused.Select(r => r.Order));
        refused.Clear();
        foreach (var order in orders)
        {
            var message = $"Node {hello.Name} is shutting down.";
            Report(order, Unfinished(order, 0, FailureKind.HandedBack, message), now, effects);
        }
    }

    private void LoseLink(NodeLinkFailed failed, List<NodeEffect> effects)
    {
        for (var slot = 0; slot < slots.Length; slot++)
        {
            if (slots[slot] is { IsStarted: true })
            {
                effects.Add(new CancelShard(slot));
            }
        }

        Leave(NodeEnd.LinkFailed, failed.Message, failed.Fault, effects);
    }

    private void LeaveWhenDone(DateTimeOffset now, List<NodeEffect> effects)
    {
        if (IsDraining && (Held == 0 || now >= leaveAt))
        {
            Leave(end, reason, null, effects);
        }
    }

    private void Leave(NodeEnd why, string message, LinkFault? fault, List<NodeEffect> effects)
    {
        var totals = new NodeTotals(
            pace.Shards,
            pace.Trials,
            pace.Failures,
            IsDraining ? pace.Finished - finishedBefore : 0,
            IsDraining ? pace.HandedBack - handedBackBefore : 0,
            Held);
        Outcome = new NodeOutcome(why, message, totals, fault);
        effects.Add(new LeaveFarm(Outcome));
    }
}
