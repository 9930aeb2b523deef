using Akka.Actor;
using Farm.Domain;
using Farm.Transport.Akka.Wire;
using Farm.Transport.Wire;

namespace Farm.Transport.Akka.Nodes;

/// <content>Reports, and what comes to a node.</content>
internal sealed partial class NodeEngineLink
{
    private readonly List<(CoordinatorChannel Channel, long Number, StartKnown Known)> awaitedStarts = [];
    private readonly Dictionary<Guid, DateTimeOffset> wholeAt = [];
    private readonly List<PendingReport> taken = [];
    private readonly List<PendingReport> settled = [];

    protected override void Hear(object message, IActorRef from)
    {
        if (Session is null)
        {
            return;
        }

        try
        {
            switch (message)
            {
                case CoordinatorBatch batch:
                    Hear(batch, from);
                    break;
                case RollQuestion roll:
                    Hear(roll, from);
                    break;
                case Welcome welcome when Of(welcome.Channel, from) is { } channel:
                    channel.IsWelcome = true;
                    channel.HeardAt = Clock.GetUtcNow();
                    channel.IsDue = true;
                    Open();
                    break;
                case NameTaken refusal when Of(refusal.Channel, from) is not null:
                    End(new TransportException(LinkFault.Taken, $"A node named {hello.Name} is there already."));
                    break;
                case ChannelUnknown unknown when Of(unknown.Channel, from) is { } channel:
                    Drop(channel);
                    break;
                case Closing closing:
                    Hear(closing, from);
                    break;
                case Malformed malformed:
                    Refuse(from, malformed.Reason);
                    break;
                default:
                    // Of an earlier life, or of someone who speaks to the wrong one.
                    break;
            }
        }
        catch (WireException exception)
        {
            Refuse(from, exception.Message);
        }
    }

    private CoordinatorChannel? Of(Guid id, IActorRef from) =>
        channels.Find(c => c.Id == id && c.Coordinator.Equals(from));

    private void Hear(RollQuestion roll, IActorRef from)
    {
        if (goodbyeUntil is not null)
        {
            return;
        }

        var channel = ChannelOf(roll.Ledger);
        if (channel?.Life == roll.Coordinator && channel.Coordinator.Equals(from))
        {
            channel.HeardAt = Clock.GetUtcNow();
            return;
        }

        if (channel is not null)
        {
            Drop(channel);
        }

        channel = new CoordinatorChannel(Guid.NewGuid(), roll.Ledger, roll.Coordinator, from) { HeardAt = Clock.GetUtcNow() };
        channels.Add(channel);
        foreach (var notice in recent.TakeFor(roll.Ledger, Clock.GetUtcNow()))
        {
            channel.AddNotice(notice);
        }

        foreach (var report in kept.TakeAll(roll.Ledger))
        {
            channel.Add(report);
        }
    }

    private void Hear(Closing closing, IActorRef from)
    {
        if (Of(closing.Channel, from) is { } channel)
        {
            Drop(channel);
            if (closing.IsRetired)
            {
                foreach (var report in kept.TakeAll(channel.Ledger))
                {
                    numbers.Remove(report.Number);
                }
            }
        }

        Send(from, new ChannelUnknown(closing.Channel));
    }

    private void Hear(CoordinatorBatch batch, IActorRef from)
    {
        if (Of(batch.Channel, from) is not { } channel)
        {
            Send(from, new ChannelUnknown(batch.Channel));
            return;
        }

        var now = Clock.GetUtcNow();
        channel.HeardAt = now;
        channel.Hear(batch, taken, settled);
        taken.ForEach(Confirm);
        settled.ForEach(r => numbers.Remove(r.Number));
        taken.Clear();
        settled.Clear();
        for (var i = awaitedStarts.Count - 1; i >= 0; i--)
        {
            if (awaitedStarts[i].Channel == channel && awaitedStarts[i].Number <= batch.StartsTaken)
            {
                mailbox.Post(awaitedStarts[i].Known);
                awaitedStarts.RemoveAt(i);
            }
        }

        foreach (var order in batch.Orders)
        {
            Take(channel, order, now);
        }

        if (!batch.Judgement.IsEmpty && WireCodec.ReadCall(batch.Judgement.Span) is JudgementCall judged)
        {
            mailbox.Post(new CoordinatorJudged(channel.Ledger, judged.Judgement));
        }

        if (batch.IsUrgent)
        {
            channel.IsDue = true;
            wholeAt.Remove(channel.Id);
        }
    }

    private void Take(CoordinatorChannel channel, OrderPart part, DateTimeOffset now)
    {
        try
        {
            var order = WireCodec.ReadOrder(part.Body.Span);
            if (part.Key.Length != OrderSeal.Length || order.Ledger != channel.Ledger)
            {
                throw new WireException("The order has no key, or is of another ledger than its coordinator.");
            }

            if (channel.Take(part, order.Shard, now))
            {
                tags.Add(++lastTag, (channel, part.Number));
                keys.Hold(order.Ledger, order.Shard, part.Key.ToArray());
                mailbox.Post(new OrderArrived(new DeliveryTag(lastTag), order, part.Delivery));
            }
        }
        catch (WireException exception)
        {
            Refuse(channel.Coordinator, exception.Message);
            channel.Refuse(part.Number);
        }
    }

    private void SendReport(long number, ShardReport report)
    {
        var (ledger, shard) = (report.Order.Ledger, report.Order.Shard);
        starts.Remove(ledger, shard);
        if (!numbers.Add(number))
        {
            return;
        }

        var body = BodyOf(report);

        // Without a key the node was not given the order, and the coordinator will say so.
        var code = keys.TryUse(ledger, shard, out var key) ? OrderSeal.CodeOf(key, body) : [];
        var pending = new PendingReport(number, ledger, shard, code, body);
        if (ChannelOf(ledger) is { } channel)
        {
            channel.Add(pending);
        }
        else
        {
            Keep(pending);
        }
    }

    private static byte[] BodyOf(ShardReport report)
    {
        try
        {
            return WireCodec.Write(report);
        }
        catch (WireException exception)
        {
            var failure = new ShardFailure(FailureKind.TrialThrew, null, null, exception.Message, "");
            return WireCodec.Write(report with { Results = [], Failure = failure, Slice = null });
        }
    }

    /// <summary>Keeps a report for the next life of its coordinator, which plans anew: the order is of no use then.</summary>
    private void Keep(PendingReport report)
    {
        Confirm(report);
        foreach (var dropped in kept.Add(report))
        {
            numbers.Remove(dropped.Number);
        }
    }

    private void Confirm(PendingReport report)
    {
        if (!report.IsTold)
        {
            report.IsTold = true;
            keys.EndReport(report.Ledger, report.Shard);
            mailbox.Post(new ReportTaken(report.Number));
        }
    }

    /// <summary>A coordinator is gone: what it gave counts no more, what is for it is kept.</summary>
    private void Drop(CoordinatorChannel channel)
    {
        channels.Remove(channel);
        wholeAt.Remove(channel.Id);
        foreach (var tag in tags.Where(t => t.Value.Channel == channel).Select(t => t.Key).ToArray())
        {
            tags.Remove(tag);
        }

        foreach (var shard in channel.Held)
        {
            keys.Release(channel.Ledger, shard);
        }

        foreach (var (_, _, known) in awaitedStarts.Where(a => a.Channel == channel))
        {
            mailbox.Post(known);
        }

        awaitedStarts.RemoveAll(a => a.Channel == channel);
        foreach (var report in channel.Unsettled)
        {
            report.IsTaken = false;
            Keep(report);
        }
    }
}
