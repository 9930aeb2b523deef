using Farm.Domain;

namespace Farm.Transport.InProcess;

/// <summary>A node as the transport sees it. Guarded by the transport's lock.</summary>
internal sealed class NodeEndpoint(NodeHello hello, int prefetch, IMailbox<NodeMessage> mailbox)
{
    private readonly SortedDictionary<long, QueuedOrder> held = [];
    private long lastTag;

    public NodeHello Hello => hello;

    public IMailbox<NodeMessage> Mailbox => mailbox;

    public bool HasRoom => held.Count < prefetch;

    /// <summary>Orders held, in the order in which they were delivered.</summary>
    public IEnumerable<QueuedOrder> Held => held.Values;

    public void Take(QueuedOrder order)
    {
        var delivered = order with { Deliveries = order.Deliveries + 1 };
        held.Add(++lastTag, delivered);
        mailbox.Post(new OrderArrived(new DeliveryTag(lastTag), order.Order, delivered.Deliveries));
    }

    public bool Release(DeliveryTag tag) => held.Remove(tag.Value);
}
