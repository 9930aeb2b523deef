using Farm.Domain;
using Farm.Transport.Wire;

namespace Farm.Transport.RabbitMq;

/// <content>Reports, and what coordinators tell this node.</content>
internal sealed partial class NodeBrokerLink
{
    private long lastDirected;

    private void SendReport(long number, ShardReport report)
    {
        var (ledger, shard) = (report.Order.Ledger, report.Order.Shard);
        var id = new OutgoingId(ReportPlace, 0, number);
        starts.Remove(ledger, shard);
        if (Outbox.Contains(id))
        {
            return;
        }

        var body = BodyOf(report);

        // Without a key the node was not given the order, and the coordinator will say so.
        var code = keys.TryUse(ledger, shard, out var key) ? OrderSeal.CodeOf(key, body) : [];
        Outbox.Add(new Outgoing
        {
            Exchange = Topology.Reports,
            Key = ledger.ToString(),
            Properties = MessageTypes.Durable(MessageTypes.Report).WithCode(code),
            Body = body,
            Id = id,
            IsMandatory = true,
            IsKept = true,
            Confirmed = sent => EndReport(number, ledger, shard, sent.IsReturned),
        });
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

    private void EndReport(long number, Guid ledger, ShardId shard, bool isUnwanted)
    {
        if (isUnwanted)
        {
            // The ledger's sweep is complete, and its queue of reports deleted: nobody wants this one.
            TellUnroutable("reports", $"ledger {ledger}");
        }

        keys.EndReport(ledger, shard);
        mailbox.Post(new ReportTaken(number));
    }

    /// <summary>
    /// Takes what coordinators tell nodes, and orders for this node alone. Called by the channel's own thread.
    /// </summary>
    private void ReceiveCall(BrokerSession from, Incoming message)
    {
        try
        {
            switch (message.Properties.Type)
            {
                case MessageTypes.Order:
                    var (order, key) = ReadOrder(message);
                    Post(from, () => keys.Hold(order.Ledger, order.Shard, key));
                    mailbox.Post(new OrderArrived(SessionTags.Directed(++lastDirected), order, 1));
                    break;
                case MessageTypes.Call:
                    Take(from, WireCodec.ReadCall(message.Body.Span));
                    break;
                default:
                    throw new WireException("The message is of no type that goes to this queue.");
            }
        }
        catch (WireException exception)
        {
            Post(from, () => Refusals.Add(Topology.NodeQueue(hello.Name), exception.Message));
        }
    }

    private void Take(BrokerSession from, NodeCall call)
    {
        switch (call)
        {
            case RollCall:
                Post(from, Answer);
                break;
            case JudgementCall judged:
                mailbox.Post(new CoordinatorJudged(judged.Ledger, judged.Judgement));
                break;
        }
    }

    private void Answer()
    {
        if (isAttached && !isLeaving)
        {
            SayHello();
        }
    }

    private static void LoseQueue(BrokerSession from, bool byBroker)
    {
        if (byBroker)
        {
            from.Lose("Someone deleted the node's queue.");
        }
    }
}
