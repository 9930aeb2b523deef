using Farm.Domain;

namespace Farm.Transport.InProcess;

/// <summary>A node as the transport sees it. Guarded by the transport's lock.</summary>
internal sealed class NodeEndpoint(NodeHello hello, int prefetch, IMailbox<NodeMessage> mailbox)
{
    private readonly SortedDictionary<long, QueuedOrder> held = [];
    private long lastTag;

    public NodeHello Hello => hello;

    public IMailbox<NodeMessage> Mailbox => mailbox;

    /// <summary>Orders held of the shared queue at most.</summary>
    public int Prefetch { get; set; } = prefetch;

    public bool HasRoom => held.Count < Prefetch;

    /// <summary>Orders held, in the order in which they were delivered.</summary>
    public IEnumerable<QueuedOrder> Held => held.Values;

    public void Take(QueuedOrder order)
    {
        var delivered = order with { Deliveries = order.Deliveries + 1 };
        held.Add(++lastTag, delivered);
        mailbox.Post(new OrderArrived(new DeliveryTag(lastTag), order.Order, delivered.Deliveries));
    }

    /// <summary>Takes an order that is for this node alone: nobody gets it when the node is gone.</summary>
    public void Take(ShardOrder order) => mailbox.Post(new OrderArrived(new DeliveryTag(++lastTag), order, 1));

    public bool Release(DeliveryTag tag) => held.Remove(tag.Value);
}
