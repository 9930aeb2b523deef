using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>A ledger in memory with the obligations of <see cref="ILedgerWriter"/>: what outlives every crash.</summary>
internal sealed class SimLedger : ILedgerWriter, ILedgerReader
{
    private readonly Dictionary<BlockKey, ArrivedBlock> stored = [];
    private readonly Dictionary<BlockKey, string> confirmations = [];
    private readonly Dictionary<BlockKey, SetAsideBlock> setAside = [];
    private readonly List<Incident> incidents = [];
    private readonly Dictionary<string, QuarantineRecord> quarantines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeRecord> nodes = new(StringComparer.Ordinal);

    public Guid Id { get; } = new(0x5eed, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    public ReadOnlyMemory<byte> Secret { get; } = new byte[32];

    public IReadOnlyDictionary<BlockKey, ArrivedBlock> Stored => stored;

    /// <summary>Which host's equal result confirmed a stored one first.</summary>
    public IReadOnlyDictionary<BlockKey, string> Confirmations => confirmations;

    public IReadOnlyDictionary<BlockKey, SetAsideBlock> GivenUp => setAside;

    public IReadOnlyList<Incident> Mismatches => incidents;

    public IReadOnlyList<BlockFate> Commit(LedgerBatch batch)
    {
        foreach (var block in batch.SetAside)
        {
            setAside[block.Key] = block;
        }

        return [.. batch.Blocks.Select(b => Store(b, batch.At))];
    }

    public IReadOnlyList<StoredExtent> Extents(Cell cell, ulong seed, int blockSize) =>
    [
        .. stored.Values
            .Where(b => b.Key.Cell.Equals(cell))
            .OrderBy(b => b.Key.Block)
            .Select(b => new StoredExtent(b.Key.Block, b.Result.Trials, b.Revision, b.ColumnVersion)),
    ];

    public IReadOnlyList<SetAsideBlock> SetAside(Cell cell, ulong seed, int blockSize) =>
        [.. setAside.Values.Where(b => b.Key.Cell.Equals(cell)).OrderBy(b => b.Key.Block)];

    public StoredOrigin? OriginOf(BlockKey key, int revision) =>
        stored.TryGetValue(key, out var block) ? new StoredOrigin(block.By, block.Result.Digest) : null;

    public IReadOnlyList<WithdrawnBlocks> Quarantine(QuarantinedHost host)
    {
        var taken = stored.Values.Where(b => b.By.Host == host.Host && !confirmations.ContainsKey(b.Key)).ToArray();
        foreach (var block in taken)
        {
            stored.Remove(block.Key);
        }

        quarantines.TryAdd(host.Host, new QuarantineRecord(host, taken.Length, IsOver: false));
        return
        [
            .. taken.GroupBy(b => (b.Key.Cell, b.Key.Seed, b.Key.BlockSize, b.Revision)).Select(g => new WithdrawnBlocks(
                g.Key.Cell, g.Key.Seed, g.Key.BlockSize, g.Key.Revision, SetOf(g))),
        ];
    }

    public bool Readmit(string host) => quarantines.Remove(host);

    public void Record(IReadOnlyList<NodeRecord> records)
    {
        foreach (var node in records)
        {
            nodes[node.Hello.Name] = node;
        }
    }

    public IReadOnlyList<HostBlocks> Unconfirmed(Cell cell, ulong seed, int blockSize, int revision) =>
    [
        .. stored.Values
            .Where(b => b.Key.Cell.Equals(cell) && b.Revision == revision && !confirmations.ContainsKey(b.Key))
            .GroupBy(b => b.By.Host)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new HostBlocks(g.Key, SetOf(g))),
    ];

    public IReadOnlyList<Incident> OpenIncidents() =>
        [.. incidents.Where(i => IsOpen(i.Kept.Host, i.At) && IsOpen(i.Other.Host, i.At))];

    public IReadOnlyList<QuarantineRecord> Quarantines() => [.. quarantines.Values.OrderBy(q => q.Host.At)];

    public IReadOnlyList<NodeRecord> Nodes() => [.. nodes.Values.OrderByDescending(n => n.Seen)];

    public void Dispose()
    {
    }

    // The farm's core writes batches and plans from extents; the rest of the contract is the ledger's own.
    void ILedgerWriter.Register(Sweep sweep, string source, DateTimeOffset at) => throw new NotSupportedException();

    long ILedgerWriter.RetrySetAside(Sweep sweep) => throw new NotSupportedException();

    IReadOnlyList<SweepRecord> ILedgerReader.Sweeps() => throw new NotSupportedException();

    IReadOnlyList<SweepCell> ILedgerReader.Cells(SweepRecord sweep) => throw new NotSupportedException();

    IEnumerable<StoredBlock> ILedgerReader.Blocks(Cell cell, ulong seed, int blockSize) =>
        throw new NotSupportedException();

    StoredBlock? ILedgerReader.Block(BlockKey key, int? revision) => !stored.TryGetValue(key, out var block)
        ? null
        : new StoredBlock(
            key,
            block.Result.Trials,
            block.Revision,
            block.ColumnVersion,
            block.Keep,
            block.Attempts,
            block.By,
            block.Result.Elapsed,
            default,
            block.Result.Digest,
            block.Result.Summary);

    byte[] ILedgerReader.Kept(BlockKey key, int? revision) => throw new NotSupportedException();

    IReadOnlyList<Incident> ILedgerReader.Incidents() => incidents;

    IEnumerable<DamagedBlock> ILedgerReader.DamagedBlocks() => throw new NotSupportedException();

    private static BlockSet SetOf(IEnumerable<ArrivedBlock> blocks)
    {
        var set = new BlockSet();
        foreach (var block in blocks)
        {
            set.Add(new BlockRange(block.Key.Block, 1));
        }

        return set;
    }

    private bool IsOpen(string host, DateTimeOffset at) =>
        !quarantines.TryGetValue(host, out var quarantine) || quarantine.Host.At < at;

    private BlockFate Store(ArrivedBlock block, DateTimeOffset at)
    {
        if (quarantines.ContainsKey(block.By.Host))
        {
            throw new SimulationException($"Block {block.Key.Block} of quarantined {block.By.Host} came to the ledger.");
        }

        if (!stored.TryGetValue(block.Key, out var first))
        {
            stored.Add(block.Key, block);
            return BlockFate.Stored;
        }

        if (first.Result.Digest.AsSpan().SequenceEqual(block.Result.Digest))
        {
            return first.By.Host != block.By.Host && confirmations.TryAdd(block.Key, block.By.Host)
                ? BlockFate.Confirmed
                : BlockFate.Duplicate;
        }

        if (first.Result.Trials < block.Result.Trials
            && first.Result.Digest.AsSpan().SequenceEqual(block.Result.PrefixDigest))
        {
            stored[block.Key] = block;
            confirmations.Remove(block.Key);
            return BlockFate.Replaced;
        }

        incidents.Add(new Incident(
            block.Key, block.Revision, first.By, first.Result.Digest, block.By, block.Result.Digest, at));
        return BlockFate.Mismatch;
    }
}
