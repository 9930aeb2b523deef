using Akka.Actor;
using Farm.Domain;
using Farm.Transport.Akka.Wire;
using Farm.Transport.Wire;

namespace Farm.Transport.Akka.Coordinators;

/// <content>What comes to a coordinator.</content>
internal sealed partial class CoordinatorEngineLink
{
    protected override void Hear(object message, IActorRef from)
    {
        if (Session is null || !isClaimed)
        {
            return;
        }

        try
        {
            switch (message)
            {
                case NodeBatch batch:
                    Hear(batch, from);
                    break;
                case HelloCall hello when hello.Coordinator == Incarnation:
                    Hear(hello, from);
                    break;
                case Goodbye goodbye:
                    Hear(goodbye, from);
                    break;
                case ChannelUnknown unknown when Of(unknown.Channel, from) is { } node:
                    Lose(node, isGoodbye: false);
                    break;
                case RollRequest:
                    Send(from, new RollQuestion(ledger.Id, Incarnation));
                    break;
                case RollAnswer answer when answer.Coordinator == Incarnation:
                    Hear(answer, from);
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

    private NodeChannel? Of(Guid channel, IActorRef from) =>
        channels.TryGetValue(channel, out var node) && node.Node.Equals(from) ? node : null;

    private void Hear(RollAnswer answer, IActorRef from)
    {
        if (unanswered?.Remove(AddressOf(from)) == true)
        {
            hellosAwaited += answer.Nodes;
        }
    }

    private void Hear(Goodbye goodbye, IActorRef from)
    {
        if (Of(goodbye.Channel, from) is { } node)
        {
            Lose(node, isGoodbye: true);
        }

        Send(from, new ChannelUnknown(goodbye.Channel));
    }

    private void Hear(HelloCall call, IActorRef from)
    {
        if (channels.ContainsKey(call.Channel))
        {
            Send(from, new Welcome(call.Channel));
            return;
        }

        if (WireCodec.ReadNotice(call.Hello.Span) is not HelloNotice { Hello: var hello })
        {
            throw new WireException("A hello says something else.");
        }

        if (nodes.TryGetValue(hello.Name, out var other))
        {
            if (other.Incarnation != call.Incarnation)
            {
                Compare(other, call.Channel, from);
                return;
            }

            // The same node by another way: whatever it was given by the former one is given out again.
            Lose(other, isGoodbye: false);
        }

        var node = new NodeChannel(call.Channel, call.Incarnation, hello, from) { HeardAt = Clock.GetUtcNow() };
        channels.Add(node.Id, node);
        nodes.Add(hello.Name, node);
        QueueOf(hello.Capability).Add(node);
        hellosAwaited--;
        mailbox.Post(new NodeArrived(hello));
        Send(from, new Welcome(call.Channel));
    }

    /// <summary>Two nodes of one name: the newcomer is refused once the other one is known to live.</summary>
    private void Compare(NodeChannel other, Guid channel, IActorRef newcomer)
    {
        if (other.NamesakeAt is { } asked && other.HeardAt > asked)
        {
            other.NamesakeAt = null;
            Send(newcomer, new NameTaken(channel));
        }
        else
        {
            // It says hello again until it is answered; by then this one has spoken, or is gone.
            other.NamesakeAt ??= Clock.GetUtcNow();
            other.DoubtedAt ??= Clock.GetUtcNow();
            other.IsDue = true;
        }
    }

    private void Hear(NodeBatch batch, IActorRef from)
    {
        if (Of(batch.Channel, from) is not { } node)
        {
            Send(from, new ChannelUnknown(batch.Channel));
            return;
        }

        var now = Clock.GetUtcNow();
        (node.HeardAt, node.DoubtedAt) = (now, null);
        node.Hear(batch, now - ResendAfter);
        foreach (var start in batch.Starts)
        {
            Take(node, start);
        }

        foreach (var report in batch.Reports)
        {
            Take(node, report);
        }

        node.Answer(batch.Asked);
        foreach (var notice in batch.Notices)
        {
            Take(notice);
        }
    }

    private void Take(NodeChannel node, StartPart start)
    {
        if (start.Number > 0)
        {
            node.IsDue = true;
            if (!node.Starts.Take(start.Number))
            {
                return;
            }
        }

        try
        {
            var notice = WireCodec.ReadStart(start.Body.Span);
            if (notice.Ledger != ledger.Id)
            {
                throw new WireException("The starts are of another ledger.");
            }

            foreach (var started in notice.Started)
            {
                mailbox.Post(started);
            }
        }
        catch (WireException exception)
        {
            Refuse(node.Node, exception.Message);
        }
    }

    private void Take(NodeChannel node, ReportPart part)
    {
        node.IsDue = true;
        if (!node.Reports.Take(part.Number))
        {
            return;
        }

        try
        {
            var report = WireCodec.ReadReport(part.Body.Span);
            if (report.Order.Ledger != ledger.Id
                || !OrderSeal.Matches(ledger.Secret.Span, report, part.Body.Span, part.Code.Span))
            {
                throw new WireException("The report's seal is not that of an order of this ledger.");
            }

            reports.Add(++lastTag, (node, part.Number));
            node.Await(part.Number);
            mailbox.Post(new ReportArrived(new DeliveryTag(lastTag), report));
        }
        catch (WireException exception)
        {
            Refuse(node.Node, exception.Message);
            node.Settle(part.Number);
        }
    }

    private void Take(ReadOnlyMemory<byte> bytes)
    {
        switch (WireCodec.ReadNotice(bytes.Span))
        {
            case StatusNotice status:
                mailbox.Post(new NodeReported(status.Status));
                break;
            case WarningNotice warning:
                mailbox.Post(new NodeWarned(warning.Warning));
                break;
            default:
                throw new WireException("Hello and goodbye do not stand in a batch.");
        }
    }
}
