using System.Diagnostics.CodeAnalysis;

namespace Farm.Transport.Akka.Coordinators;

/// <summary>
/// One coordinator's orders of one capability, and the nodes that take them in turn. Used by one thread at a time.
/// </summary>
internal sealed class WorkQueue
{
    private readonly PriorityQueue<QueuedOrder, long> again = new();
    private readonly Queue<QueuedOrder> orders = new();
    private readonly List<NodeChannel> nodes = [];
    private int next;

    /// <summary>Whether orders wait that no node takes.</summary>
    public bool HasMore => again.Count > 0 || orders.Count > 0;

    /// <summary>The nodes.</summary>
    public IReadOnlyList<NodeChannel> Nodes => nodes;

    /// <summary>A node comes.</summary>
    public void Add(NodeChannel node) => nodes.Add(node);

    /// <summary>A node goes.</summary>
    public void Remove(NodeChannel node) => nodes.Remove(node);

    /// <summary>Puts an order behind the others.</summary>
    public void Publish(QueuedOrder order) => orders.Enqueue(order);

    /// <summary>Puts an order that was delivered before newer ones.</summary>
    public void PublishAgain(QueuedOrder order) => again.Enqueue(order, order.Age);

    /// <summary>Hands out orders while there are orders and nodes that have room.</summary>
    public void Deliver()
    {
        while (HasMore && TryNext(out var node))
        {
            node.Give(again.TryDequeue(out var redelivered, out _) ? redelivered : orders.Dequeue(), isShared: true);
        }
    }

    private bool TryNext([MaybeNullWhen(false)] out NodeChannel node)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            next = (next + 1) % nodes.Count;
            if (nodes[next].HasRoom)
            {
                node = nodes[next];
                return true;
            }
        }

        node = null;
        return false;
    }
}
