using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>What is stored and to be computed again by another host: ranges of blocks by their host.</summary>
/// <remarks>A long trial is among those of the host of its next slice.</remarks>
internal sealed class AuditDesk
{
    private readonly Dictionary<string, HostAudits> hosts = new(StringComparer.Ordinal);
    private readonly LinkedList<HostAudits> turns = new();

    /// <summary>Blocks that wait.</summary>
    public long Blocks { get; private set; }

    public bool IsEmpty => Blocks == 0;

    /// <summary>The hosts of which blocks wait, the next one first.</summary>
    public IEnumerable<string> Hosts => turns.Select(t => t.Host);

    /// <summary>Whether an audit that another node had waits among a host's.</summary>
    public bool HasReturned(string host) => hosts[host].Returned.Any(s => s.IsWaiting);

    /// <summary>Blocks of a host are stored.</summary>
    public void Add(string host, CellWork cell, BlockRange blocks)
    {
        var audits = Of(host);
        if (!audits.Cells.TryGetValue(cell.Index, out var waiting))
        {
            audits.Cells.Add(cell.Index, waiting = (cell, new BlockSet()));
        }

        var before = waiting.Blocks.Count;
        waiting.Blocks.Add(blocks);
        Count(audits, waiting.Blocks.Count - before);
    }

    /// <summary>An audit is to go on at another node, before others do.</summary>
    public void Return(AuditShard shard)
    {
        var audits = Of(shard.Host);
        shard.IsWaiting = true;
        audits.Returned.Enqueue(shard);
        Count(audits, shard.Blocks.Count);
    }

    /// <summary>A block is confirmed unasked.</summary>
    /// <returns>Whether it waited.</returns>
    public bool Remove(CellWork cell, long block)
    {
        foreach (var audits in turns)
        {
            if (audits.Cells.TryGetValue(cell.Index, out var waiting) && waiting.Blocks.Contains(block))
            {
                waiting.Blocks.Remove(new BlockRange(block, 1));
                Drop(audits, cell.Index, waiting.Blocks);
                Count(audits, -1);
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes what another node had and did not answer.</summary>
    public AuditShard? TakeReturned(string host)
    {
        var audits = hosts[host];
        while (audits.Returned.TryDequeue(out var shard))
        {
            if (shard.IsWaiting)
            {
                shard.IsWaiting = false;
                Rotate(audits);
                Count(audits, -shard.Blocks.Count);
                return shard;
            }
        }

        return null;
    }

    /// <summary>A returned audit was answered after all.</summary>
    public void Close(AuditShard shard)
    {
        if (shard.IsWaiting)
        {
            shard.IsWaiting = false;
            Count(hosts[shard.Host], -shard.Blocks.Count);
        }
    }

    /// <summary>
    /// Takes a run of blocks of a host that has some; its latest ones, so that nothing that waits has to move.
    /// </summary>
    public (CellWork Cell, BlockRange Blocks) Take(string host, Func<CellWork, long> most)
    {
        var audits = hosts[host];
        var (index, (cell, waiting)) = audits.Cells.First();
        var blocks = waiting.TakeLast(most(cell));
        Rotate(audits);
        Drop(audits, index, waiting);
        Count(audits, -blocks.Count);
        return (cell, blocks);
    }

    /// <summary>A host's blocks are stored no more.</summary>
    public void Forget(string host)
    {
        if (hosts.Remove(host, out var audits))
        {
            foreach (var shard in audits.Returned)
            {
                shard.IsWaiting = false;
            }

            Blocks -= audits.Blocks;
            turns.Remove(audits.Turn);
        }
    }

    private HostAudits Of(string host)
    {
        if (!hosts.TryGetValue(host, out var audits))
        {
            hosts.Add(host, audits = new HostAudits(host));
            turns.AddLast(audits.Turn);
        }

        return audits;
    }

    private static void Drop(HostAudits audits, int cell, BlockSet waiting)
    {
        if (waiting.IsEmpty)
        {
            audits.Cells.Remove(cell);
        }
    }

    private void Rotate(HostAudits audits)
    {
        turns.Remove(audits.Turn);
        turns.AddLast(audits.Turn);
    }

    private void Count(HostAudits audits, long change)
    {
        Blocks += change;
        audits.Blocks += change;
        if (audits.Blocks == 0)
        {
            Forget(audits.Host);
        }
    }

    private sealed class HostAudits
    {
        public HostAudits(string host)
        {
            Host = host;
            Turn = new LinkedListNode<HostAudits>(this);
        }

        public string Host { get; }

        public LinkedListNode<HostAudits> Turn { get; }

        public long Blocks { get; set; }

        public SortedDictionary<int, (CellWork Cell, BlockSet Blocks)> Cells { get; } = [];

        public Queue<AuditShard> Returned { get; } = new();
    }
}
