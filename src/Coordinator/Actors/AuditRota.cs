namespace Farm.Coordinator.Actors;

/// <summary>The nodes that have room for an audit, host by host and node by node in turn.</summary>
/// <remarks>
/// A node holds no more audits than other orders, so that they take at most half of its time while there is other work.
/// </remarks>
internal sealed class AuditRota(CoordinatorOptions options)
{
    private readonly LinkedList<Turn> hosts = new();
    private readonly Dictionary<string, LinkedListNode<Turn>> byHost = new(StringComparer.Ordinal);

    public bool IsEmpty => hosts.Count == 0;

    /// <summary>The next node that is on none of some hosts; null when there is none with room.</summary>
    public NodeEntry? Next(IReadOnlyCollection<string> besides)
    {
        for (var turn = hosts.First; turn is not null; turn = turn.Next)
        {
            if (!besides.Contains(turn.Value.Host))
            {
                return turn.Value.Nodes.First!.Value;
            }
        }

        return null;
    }

    /// <summary>A node came, went, got an audit or answered one: it goes behind the others, or off.</summary>
    public void Update(NodeEntry node)
    {
        Remove(node);
        if (!node.Serves || !HasRoom(node))
        {
            return;
        }

        var host = node.Host.Name;
        if (byHost.TryGetValue(host, out var turn))
        {
            hosts.Remove(turn);
        }
        else
        {
            byHost.Add(host, turn = new LinkedListNode<Turn>(new Turn(host)));
        }

        hosts.AddLast(turn);
        node.Turn = turn.Value.Nodes.AddLast(node);
    }

    private bool HasRoom(NodeEntry node)
    {
        var slots = node.Hello.Slots;
        return node.Audits < slots * options.ShardsPerSlot
            || (node.AuditWork < options.WorkPerSlot * slots && node.Audits < options.OutstandingAtMost);
    }

    private void Remove(NodeEntry node)
    {
        if (node.Turn is null)
        {
            return;
        }

        var turn = byHost[node.Host.Name];
        turn.Value.Nodes.Remove(node.Turn);
        node.Turn = null;
        if (turn.Value.Nodes.Count == 0)
        {
            hosts.Remove(turn);
            byHost.Remove(node.Host.Name);
        }
    }

    private sealed class Turn(string host)
    {
        public string Host => host;

        public LinkedList<NodeEntry> Nodes { get; } = new();
    }
}
