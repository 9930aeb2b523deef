using Farm.Domain;
using Farm.Transport.Wire;
using RabbitMQ.Client.Exceptions;

namespace Farm.Transport.RabbitMq;

/// <content>How orders come and go.</content>
internal sealed partial class NodeBrokerLink
{
    private static readonly TimeSpan AttachInterval = TimeSpan.FromMilliseconds(500);
    private bool isAttached;
    private bool isAwaited;
    private DateTimeOffset? attachAt;

    /// <summary>Begins to serve once there is what coordinators make.</summary>
    private async Task AttachAsync(BrokerSession current)
    {
        var now = Clock.GetUtcNow();
        if (isAttached || isLeaving || now < attachAt)
        {
            return;
        }

        try
        {
            // A channel of its own, since the broker closes it when something is missing.
            await using var channel = await current.Intake.CreateChannelAsync().ConfigureAwait(false);
            await channel.QueueDeclarePassiveAsync(Topology.WorkQueue(hello.Capability)).ConfigureAwait(false);
            foreach (var exchange in new[] { Topology.Reports, Topology.Nodes, Topology.Starts, Topology.Dead })
            {
                await channel.ExchangeDeclarePassiveAsync(exchange).ConfigureAwait(false);
            }

            await channel.QueueBindAsync(Topology.NodeQueue(hello.Name), Topology.Coordinators, "")
                .ConfigureAwait(false);
            isAttached = true;
            isAwaited = false;
            SayHello();
        }
        catch (OperationInterruptedException exception) when (BrokerFault.IsNotFound(exception))
        {
            attachAt = now + AttachInterval;
            if (!isAwaited)
            {
                isAwaited = true;
                Tell(new QueueAwaited(Topology.WorkQueue(hello.Capability)));
            }
        }
    }

    private void SayHello() => Outbox.Add(NoticeOf(new HelloNotice(hello, Math.Max(1, plan.Wanted))));

    private async Task ConsumeAsync(BrokerSession current, string consumer, int limit)
    {
        await orders!.BasicQosAsync(0, (ushort)Math.Min(limit, ushort.MaxValue), global: false).ConfigureAwait(false);
        await orders.BasicConsumeAsync(
            Topology.WorkQueue(hello.Capability),
            autoAck: false,
            consumer,
            noLocal: false,
            exclusive: false,
            arguments: null,
            new Receiver(orders, m => ReceiveOrder(current, m), (tag, byBroker) => EndConsumer(current, tag, byBroker)))
            .ConfigureAwait(false);
    }

    private async Task SettleAsync()
    {
        window.Take(acknowledgements);
        foreach (var (delivery, isAll) in acknowledgements)
        {
            await orders!.BasicAckAsync(delivery, isAll).ConfigureAwait(false);
        }

        acknowledgements.Clear();
    }

    /// <summary>Takes an order of the shared queue. Called by the channel's own thread.</summary>
    private void ReceiveOrder(BrokerSession from, Incoming message)
    {
        var delivery = message.Delivery;
        var consumer = message.Consumer;
        try
        {
            var (order, key) = ReadOrder(message);
            var deliveries = MessageTypes.DeliveriesOf(message.Properties);
            var arrived = new HeldOrder(consumer, order, key, deliveries);
            Post(from, () => Hold(delivery, arrived));
            if (deliveries <= ITransport.DeliveriesAtMost)
            {
                mailbox.Post(new OrderArrived(SessionTags.Of(from.Number, delivery), order, deliveries));
            }
        }
        catch (WireException exception)
        {
            var head = HeadOf(message);
            Post(from, () => Refuse(
                Topology.WorkQueue(hello.Capability), head, exception.Message, () => window.Acknowledge(delivery)));
        }
    }

    private static (ShardOrder Order, byte[] Key) ReadOrder(Incoming message)
    {
        if (message.Properties.Type != MessageTypes.Order)
        {
            throw new WireException("The message is of no type that goes to this queue.");
        }

        var key = MessageTypes.KeyOf(message.Properties);
        return key?.Length == OrderSeal.Length
            ? (WireCodec.ReadOrder(message.Body.Span), key)
            : throw new WireException("The order has no key.");
    }

    private void Hold(ulong delivery, HeldOrder order)
    {
        held.Add(delivery, order);
        plan.Hold(order.Consumer);
        keys.Hold(order.Order.Ledger, order.Order.Shard, order.Key);
        if (order.Deliveries > ITransport.DeliveriesAtMost)
        {
            SendBack(delivery, order);
        }
    }

    /// <summary>Sends an order that no node survives to its coordinator, then acknowledges it.</summary>
    private void SendBack(ulong delivery, HeldOrder order)
    {
        var body = WireCodec.WriteName(order.Order);
        Outbox.Add(new Outgoing
        {
            Exchange = Topology.Reports,
            Key = order.Order.Ledger.ToString(),
            Properties = MessageTypes.Durable(MessageTypes.Returned).WithCode(OrderSeal.CodeOf(order.Key, body)),
            Body = body,
            Confirmed = _ => Settle(delivery),
        });
    }

    private void Settle(ulong delivery)
    {
        if (held.Remove(delivery, out var order) && window.Acknowledge(delivery))
        {
            plan.Release(order.Consumer);
            keys.Release(order.Order.Ledger, order.Order.Shard);
        }
    }

    private void EndConsumer(BrokerSession from, string consumer, bool byBroker) => Post(from, () =>
    {
        plan.End(consumer);
        if (byBroker)
        {
            // The queue is gone: look for it again, until some coordinator makes it anew.
            isAttached = false;
            attachAt = DateTimeOffset.MinValue;
        }
    });
}
