namespace Farm.Coordinator.Actors;

/// <summary>Orders that are not answered, by number and by node.</summary>
internal sealed class OutstandingShards<TShard>
    where TShard : OutstandingShard
{
    private readonly Dictionary<long, TShard> byNumber = [];
    private readonly Dictionary<string, LinkedList<OutstandingShard>> byNode = new(StringComparer.Ordinal);

    public int Count => byNumber.Count;

    /// <summary>Estimated time of all of them.</summary>
    public TimeSpan Work { get; private set; }

    /// <summary>Bytes of the states that go with them.</summary>
    public long StateBytes { get; private set; }

    /// <summary>All of them, in no particular order.</summary>
    public IReadOnlyCollection<TShard> All => byNumber.Values;

    public TShard? Find(long number) => byNumber.GetValueOrDefault(number);

    public void Add(TShard shard)
    {
        byNumber.Add(shard.Number, shard);
        Work += shard.Estimate;
        StateBytes += shard.StateBytes;
    }

    public void Remove(TShard shard)
    {
        if (byNumber.Remove(shard.Number))
        {
            Work -= shard.Estimate;
            StateBytes -= shard.StateBytes;
            Leave(shard);
        }
    }

    /// <summary>A node has the shard, and no other.</summary>
    public void Place(TShard shard, string node)
    {
        Leave(shard);
        if (!byNode.TryGetValue(node, out var shards))
        {
            byNode.Add(node, shards = new LinkedList<OutstandingShard>());
        }

        shard.AtNode = shards.AddLast(shard);
    }

    /// <summary>No node has the shard. The list stays while its node does: nodes take many shards.</summary>
    public static void Leave(TShard shard)
    {
        shard.AtNode?.List?.Remove(shard.AtNode);
        shard.AtNode = null;
    }

    /// <summary>A node is gone: its shards, oldest first, which no node has then.</summary>
    public IReadOnlyList<TShard> TakeFrom(string node)
    {
        if (!byNode.Remove(node, out var shards))
        {
            return [];
        }

        TShard[] taken = [.. shards.Cast<TShard>().OrderBy(s => s.Number)];
        Array.ForEach(taken, Leave);
        return taken;
    }

    /// <summary>Those whose time has come, oldest first.</summary>
    public IReadOnlyList<TShard> Overdue(DateTimeOffset now) =>
        [.. byNumber.Values.Where(s => now >= s.Due).OrderBy(s => s.Number)];
}
