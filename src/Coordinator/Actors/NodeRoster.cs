using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>The nodes at work, ordered by name.</summary>
internal sealed class NodeRoster
{
    private readonly SortedDictionary<string, Entry> nodes = new(StringComparer.Ordinal);

    /// <summary>Slots that take this sweep's orders.</summary>
    public int Slots { get; private set; }

    public bool IsEmpty => nodes.Count == 0;

    /// <summary>Adds a node; one that is there already changes nothing.</summary>
    public bool Add(NodeHello hello, bool isCounted)
    {
        var isNew = nodes.TryAdd(hello.Name, new Entry(hello) { IsCounted = isCounted });
        Count();
        return isNew;
    }

    public bool Remove(string node)
    {
        var wasThere = nodes.Remove(node);
        Count();
        return wasThere;
    }

    /// <summary>Counts on a node no more, since it has another revision of the study.</summary>
    public void Refuse(string node)
    {
        if (nodes.TryGetValue(node, out var entry))
        {
            entry.IsRefusing = true;
            Count();
        }
    }

    public void AddShard(string node, long trials)
    {
        if (nodes.TryGetValue(node, out var entry))
        {
            entry.Shards++;
            entry.Trials += trials;
        }
    }

    public IReadOnlyList<NodeProgress> Progress() =>
        [.. nodes.Values.Select(n => new NodeProgress(n.Hello, n.Shards, n.Trials, n.IsRefusing))];

    private void Count() => Slots = nodes.Values.Where(n => n.IsCounted && !n.IsRefusing).Sum(n => n.Hello.Slots);

    private sealed class Entry(NodeHello hello)
    {
        public NodeHello Hello => hello;

        public bool IsCounted { get; init; }

        public bool IsRefusing { get; set; }

        public long Shards { get; set; }

        public long Trials { get; set; }
    }
}
