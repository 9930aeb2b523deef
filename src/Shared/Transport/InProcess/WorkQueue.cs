using Farm.Domain;

namespace Farm.Transport.InProcess;

/// <summary>
/// The orders of one capability and the nodes that take them in turn. Guarded by the transport's lock.
/// </summary>
internal sealed class WorkQueue
{
    private readonly Queue<QueuedOrder> again = new();
    private readonly Queue<QueuedOrder> orders = new();
    private readonly List<NodeEndpoint> nodes = [];
    private int next;

    public void Add(NodeEndpoint node)
    {
        nodes.Add(node);
        Deliver();
    }

    public void Remove(NodeEndpoint node) => nodes.Remove(node);

    public void Publish(ShardOrder order)
    {
        orders.Enqueue(new QueuedOrder(order, 0));
        Deliver();
    }

    public void PublishAgain(QueuedOrder order) => again.Enqueue(order);

    /// <summary>Hands out orders while there are orders and nodes that have room.</summary>
    public void Deliver()
    {
        while ((again.Count > 0 || orders.Count > 0) && NextWithRoom() is { } node)
        {
            node.Take(again.TryDequeue(out var redelivered) ? redelivered : orders.Dequeue());
        }
    }

    private NodeEndpoint? NextWithRoom()
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            next = (next + 1) % nodes.Count;
            if (nodes[next].HasRoom)
            {
                return nodes[next];
            }
        }

        return null;
    }
}

/// <summary>An order and how often it was delivered so far.</summary>
internal readonly record struct QueuedOrder(ShardOrder Order, int Deliveries);
