using Farm.Domain;
using Farm.Node.Steps;

namespace Farm.Node;

/// <content>Orders: which are computed, in which slot, and what the farm hears of their starts.</content>
public sealed partial class NodeStep
{
    private readonly SlotWork?[] slots;
    private readonly WaitingOrders waiting = new();
    private readonly Queue<(HeldOrder Order, DateTimeOffset Due, string Reason)> refused = new();
    private readonly Dictionary<Guid, string> sweeps = [];
    private SlotWork? suspect;
    private DateTimeOffset? suspectAt;
    private DateTimeOffset? announceAt;

    private void Receive(OrderArrived arrived, DateTimeOffset now, List<NodeEffect> effects)
    {
        var order = new HeldOrder(arrived.Order, arrived.Delivery);
        if (held.TryGetValue(order.Key, out var before))
        {
            // The same order again, while it is here: one execution answers both deliveries.
            before.Tags.Add(arrived.Tag);
            return;
        }

        if (IsDraining)
        {
            // On its way before the deliveries stopped: left alone, it goes to another node when this one has left.
            return;
        }

        order.Tags.Add(arrived.Tag);
        held.Add(order.Key, order);
        if (sweeps.GetValueOrDefault(order.Order.Ledger) != order.Order.Sweep)
        {
            sweeps[order.Order.Ledger] = order.Order.Sweep;
            effects.Add(new TellNodeEvent(new OrdersBegan(now, order.Order.Ledger, order.Order.Sweep)));
        }

        if (Refusal(order.Order) is { } reason)
        {
            refused.Enqueue((order, now + options.RefusalDelay, reason));
        }
        else
        {
            waiting.Add(order);
        }
    }

    private string? Refusal(ShardOrder order)
    {
        if (verdicts.RefusalBy(order.Ledger) is { } reason)
        {
            return reason;
        }

        var study = hello.Studies.FirstOrDefault(s => s.Study == order.Cell.Study);
        return study is null
            ? $"Node {hello.Name} does not know study '{order.Cell.Study}'."
            : study.Revision != order.Revision || study.ColumnVersion != order.ColumnVersion
                ? $"Node {hello.Name} has revision {study.Revision}, column version {study.ColumnVersion} of study "
                    + $"'{study.Study}', the sweep wants {order.Revision}, {order.ColumnVersion}: use the same release on both."
                : null;
    }

    private void RefuseDue(DateTimeOffset now, List<NodeEffect> effects)
    {
        while (refused.TryPeek(out var first) && now >= first.Due)
        {
            refused.Dequeue();
            Report(first.Order, Unfinished(first.Order, 0, FailureKind.Refused, first.Reason), now, effects);
        }
    }

    private void Assign(DateTimeOffset now, List<NodeEffect> effects)
    {
        while (suspect is null && waiting.TryPeek(out var first))
        {
            var slot = Array.FindIndex(slots, s => s is null);
            if (slot < 0 || (first.IsSuspect && Array.Exists(slots, s => s is not null)))
            {
                return;
            }

            waiting.TryTake(out _);
            slots[slot] = new SlotWork(first, now, isStarted: !first.IsSuspect);
            if (first.IsSuspect)
            {
                suspect = slots[slot];
                AnnounceSuspect(slot, now, effects);
            }
            else
            {
                effects.Add(new StartShard(slot, first.Order));
            }
        }
    }

    private void AnnounceSuspect(int slot, DateTimeOffset now, List<NodeEffect> effects)
    {
        suspectAt = now + options.ResendAfter;
        suspect!.IsAnnounced = true;
        effects.Add(new AnnounceStart(
            suspect.Order.Ledger, new ShardStarted(suspect.Order.Shard, workers[slot], Alone: true)));
    }

    /// <summary>Begins a suspect: whatever happens from here, the farm knows that it was at work.</summary>
    private void StartSuspect(StartKnown known, List<NodeEffect> effects)
    {
        if (suspect is { IsStarted: false } && suspect.Held.Key == (known.Ledger, known.Shard))
        {
            suspect.IsStarted = true;
            suspectAt = null;
            effects.Add(new StartShard(Array.IndexOf(slots, suspect), suspect.Order));
        }
    }

    /// <summary>Tells of shards that have been at work for a while; most end before, and nobody needs to know.</summary>
    private void Announce(DateTimeOffset now, List<NodeEffect> effects)
    {
        if (suspectAt is not null && now >= suspectAt)
        {
            AnnounceSuspect(Array.IndexOf(slots, suspect), now, effects);
        }

        announceAt = null;
        for (var slot = 0; slot < slots.Length; slot++)
        {
            if (slots[slot] is not { IsAnnounced: false } work)
            {
                continue;
            }

            if (now < work.At + options.AnnounceAfter)
            {
                announceAt = Earlier(announceAt, work.At + options.AnnounceAfter);
                continue;
            }

            work.IsAnnounced = true;
            effects.Add(new AnnounceStart(
                work.Order.Ledger, new ShardStarted(work.Order.Shard, workers[slot], Alone: slots.Length == 1)));
        }
    }

    private void EndShard(int slot, ShardReport report, DateTimeOffset now, List<NodeEffect> effects)
    {
        if (slots[slot] is { IsStarted: true } work && work.Held.Key == (report.Order.Ledger, report.Order.Shard))
        {
            Free(slot);
            Report(work.Held, report, now, effects);
        }
    }

    private void BuryWorker(WorkerDied died, DateTimeOffset now, List<NodeEffect> effects)
    {
        // A suspect that its worker does not have yet is for the next worker of the slot.
        var work = slots[died.Slot] is { IsStarted: true } started ? started : null;
        effects.Add(new TellNodeEvent(new WorkerLost(now, workers[died.Slot], work?.Order, died.Message, died.Detail)));
        if (work is not null)
        {
            Free(died.Slot);
            Report(
                work.Held, Unfinished(work.Held, died.Slot, FailureKind.WorkerDied, died.Message, died.Detail), now, effects);
        }
    }

    private void Free(int slot)
    {
        if (slots[slot] == suspect)
        {
            (suspect, suspectAt) = (null, null);
        }

        slots[slot] = null;
    }
}
