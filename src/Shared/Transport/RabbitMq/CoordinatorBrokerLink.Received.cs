using System.Security.Cryptography;
using Farm.Domain;
using Farm.Transport.Wire;
using RabbitMQ.Client;

namespace Farm.Transport.RabbitMq;

/// <content>What comes to a coordinator.</content>
internal sealed partial class CoordinatorBrokerLink
{
    private async Task HearNoticesAsync(BrokerSession entered, IChannel channel, CancellationToken cancellation)
    {
        var queue = Topology.CoordinatorQueue(ledger.Id);
        await channel.QueueBindAsync(queue, Topology.Nodes, "", cancellationToken: cancellation).ConfigureAwait(false);
        await channel.QueueBindAsync(queue, Topology.Starts, ledger.Id.ToString(), cancellationToken: cancellation)
            .ConfigureAwait(false);
        await channel.BasicConsumeAsync(
            queue,
            autoAck: true,
            new Receiver(channel, m => ReceiveNotice(entered, m), (_, byBroker) => LoseQueue(entered, byBroker)),
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes a report, or an order that comes back. Called by the channel's own thread.</summary>
    private void ReceiveReport(BrokerSession from, Incoming message)
    {
        try
        {
            switch (message.Properties.Type)
            {
                case MessageTypes.Report:
                    var report = WireCodec.ReadReport(message.Body.Span);
                    var code = MessageTypes.CodeOf(message.Properties);
                    if (report.Order.Ledger != ledger.Id
                        || !OrderSeal.Matches(ledger.Secret.Span, report, message.Body.Span, code))
                    {
                        throw new WireException("The report's seal is not that of an order of this ledger.");
                    }

                    mailbox.Post(new ReportArrived(SessionTags.Of(from.Number, message.Delivery), report));
                    break;
                case MessageTypes.Returned:
                    TakeBack(from, message.Delivery, ReturnedOrder(message));
                    break;
                case MessageTypes.Order:
                    TakeBack(from, message.Delivery, DeadOrder(message));
                    break;
                default:
                    throw new WireException("The message is of no type that goes to this queue.");
            }
        }
        catch (WireException exception)
        {
            var (delivery, head) = (message.Delivery, HeadOf(message));
            Post(from, () => Refuse(
                Topology.ReportQueue(ledger.Id), head, exception.Message, () => Settle(delivery)));
        }
    }

    private ShardId ReturnedOrder(Incoming message)
    {
        var order = WireCodec.ReadOrder(message.Body.Span);
        var expected = OrderSeal.CodeOf(OrderSeal.KeyOf(ledger.Secret.Span, message.Body.Span), message.Body.Span);
        return CryptographicOperations.FixedTimeEquals(expected, MessageTypes.CodeOf(message.Properties))
            ? order.Shard
            : throw new WireException("The order that came back does not have the seal of one of this ledger.");
    }

    private ShardId DeadOrder(Incoming message)
    {
        var reason = MessageTypes.DeathOf(message.Properties)
            ?? throw new WireException("An order stands among the reports.");
        var order = WireCodec.ReadOrder(message.Body.Span);
        var key = MessageTypes.KeyOf(message.Properties) ?? [];
        if (!CryptographicOperations.FixedTimeEquals(OrderSeal.KeyOf(ledger.Secret.Span, WireCodec.WriteName(order)), key))
        {
            throw new WireException("The order that the broker gave up is none of this ledger.");
        }

        return reason == "delivery_limit"
            ? order.Shard
            : throw new WireException($"A node or the broker gave an order up: {BrokerFault.LineOf(reason)}.");
    }

    private void TakeBack(BrokerSession from, ulong delivery, ShardId shard) =>
        Post(from, () => presence.Return(shard, () => Settle(delivery)));

    /// <summary>Takes what a node tells. Called by the channel's own thread.</summary>
    private void ReceiveNotice(BrokerSession from, Incoming message)
    {
        try
        {
            switch (message.Properties.Type)
            {
                case MessageTypes.Notice:
                    var notice = WireCodec.ReadNotice(message.Body.Span);
                    Post(from, () => Take(notice));
                    break;
                case MessageTypes.Starts:
                    var starts = WireCodec.ReadStart(message.Body.Span);
                    if (starts.Ledger != ledger.Id)
                    {
                        throw new WireException("The starts are of another ledger.");
                    }

                    Post(from, () => Take(starts));
                    break;
                default:
                    throw new WireException("The message is of no type that goes to this queue.");
            }
        }
        catch (WireException exception)
        {
            var head = HeadOf(message);
            Post(from, () => Refuse(Topology.CoordinatorQueue(ledger.Id), head, exception.Message, done: null));
        }
    }

    private void Take(NodeNotice notice)
    {
        switch (notice)
        {
            case HelloNotice hello:
                presence.Arrive(hello.Hello, Clock.GetTimestamp());
                break;
            case GoodbyeNotice goodbye:
                presence.Leave(goodbye.Node, isGoodbye: true);
                break;
            case StatusNotice status:
                if (!presence.Knows(status.Status.Node))
                {
                    // Someone said that it left, or its hello is lost: it is asked to say it again.
                    Outbox.Add(CallOf(status.Status.Node, new RollCall(ledger.Id), confirmed: null));
                }

                mailbox.Post(new NodeReported(status.Status));
                break;
            case WarningNotice warning:
                mailbox.Post(new NodeWarned(warning.Warning));
                break;
        }
    }

    private void Take(StartNotice notice)
    {
        foreach (var started in notice.Started)
        {
            mailbox.Post(started);
        }
    }

    private static void LoseQueue(BrokerSession from, bool byBroker)
    {
        if (byBroker)
        {
            from.Lose("Someone deleted a queue of the coordinator.");
        }
    }
}
