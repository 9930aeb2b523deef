using System.Diagnostics.CodeAnalysis;
using Farm.Domain;

namespace Farm.Transport.Wire;

/// <summary>
/// The keys of the orders that a node was given, for as long as a report on them may come. Used by one thread at a
/// time.
/// </summary>
internal sealed class SealKeys
{
    private readonly Dictionary<(Guid Ledger, ShardId Shard), Entry> entries = [];

    /// <summary>Orders whose keys are kept.</summary>
    public int Count => entries.Count;

    /// <summary>An order came.</summary>
    public void Hold(Guid ledger, ShardId shard, byte[] key)
    {
        if (!entries.TryGetValue((ledger, shard), out var entry))
        {
            entries.Add((ledger, shard), entry = new Entry());
        }

        entry.Key = key;
        entry.Deliveries++;
    }

    /// <summary>The key for a report that is about to go.</summary>
    public bool TryUse(Guid ledger, ShardId shard, [MaybeNullWhen(false)] out byte[] key)
    {
        if (!entries.TryGetValue((ledger, shard), out var entry))
        {
            key = null;
            return false;
        }

        entry.Reports++;
        key = entry.Key;
        return true;
    }

    /// <summary>A delivery is acknowledged.</summary>
    public void Release(Guid ledger, ShardId shard)
    {
        if (entries.TryGetValue((ledger, shard), out var entry))
        {
            entry.Deliveries--;
            RemoveIfDone(ledger, shard, entry);
        }
    }

    /// <summary>A report has arrived.</summary>
    public void EndReport(Guid ledger, ShardId shard)
    {
        if (entries.TryGetValue((ledger, shard), out var entry))
        {
            entry.Reports--;
            entry.IsReported = true;
            RemoveIfDone(ledger, shard, entry);
        }
    }

    /// <summary>
    /// The deliveries of the last connection can be acknowledged no more; reports on them may come still.
    /// </summary>
    public void Restart()
    {
        foreach (var ((ledger, shard), entry) in entries.ToArray())
        {
            entry.Deliveries = 0;
            RemoveIfDone(ledger, shard, entry);
        }
    }

    private void RemoveIfDone(Guid ledger, ShardId shard, Entry entry)
    {
        // An order that is not reported is computed still, or was acknowledged as a duplicate of one that is.
        if (entry is { Deliveries: <= 0, Reports: <= 0, IsReported: true })
        {
            entries.Remove((ledger, shard));
        }
    }

    private sealed class Entry
    {
        public byte[] Key { get; set; } = [];

        public int Deliveries { get; set; }

        public int Reports { get; set; }

        public bool IsReported { get; set; }
    }
}
