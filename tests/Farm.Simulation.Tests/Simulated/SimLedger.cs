using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>A ledger in memory with the obligations of <see cref="ILedgerWriter"/>: what outlives every crash.</summary>
internal sealed class SimLedger : ILedgerWriter, ILedgerReader
{
    private readonly Dictionary<BlockKey, ArrivedBlock> stored = [];
    private readonly Dictionary<BlockKey, List<ArrivedSlice>> slices = [];
    private readonly Dictionary<BlockKey, string> confirmations = [];
    private readonly HashSet<ArrivedSlice> confirmedSlices = new(ReferenceEqualityComparer.Instance);
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

        var ofSlices = batch.Slices.Select(s => Store(s, batch.At)).ToArray();
        return [.. batch.Blocks.Select(b => Store(b, batch.At)), .. ofSlices];
    }

    /// <summary>Slices by which trials went on, in order.</summary>
    public IReadOnlyDictionary<BlockKey, List<ArrivedSlice>> SlicesOf => slices;

    public StoredOrigin? OriginOf(BlockKey key, int revision, long step) =>
        slices.GetValueOrDefault(key, []).Find(s => s.Result.Step == step) is { } slice
            ? new StoredOrigin(slice.By, slice.Result.Digest)
            : null;

    public IReadOnlyList<UnfinishedTrial> Unfinished(Cell cell, ulong seed, int blockSize, int revision) =>
    [
        .. slices.Where(s => s.Key.Cell.Equals(cell) && !stored.ContainsKey(s.Key)).OrderBy(s => s.Key.Block)
            .Select(s => (s.Key.Block, Last: s.Value[^1])).Select(s => new UnfinishedTrial(
                s.Block, s.Last.ColumnVersion, s.Last.Result.Step, s.Last.Result.Digest, s.Last.Result.State)),
    ];

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
        bool HasSliceOf(BlockKey key) => slices.GetValueOrDefault(key, []).Exists(s => s.By.Host == host.Host);
        var taken = stored.Values
            .Where(b => (b.By.Host == host.Host || HasSliceOf(b.Key)) && !confirmations.ContainsKey(b.Key)).ToArray();
        var begun = slices.Keys.Where(k => !stored.ContainsKey(k) && HasSliceOf(k)).ToArray();
        foreach (var key in taken.Select(b => b.Key).Concat(begun))
        {
            stored.Remove(key);
            slices.Remove(key);
        }

        quarantines.TryAdd(host.Host, new QuarantineRecord(host, taken.Length, IsOver: false));
        return
        [
            .. taken.Select(b => (b.Key, b.Revision, IsBegun: false))
                .Concat(begun.Select(k => (Key: k, SimStudy.Description.Revision, IsBegun: true)))
                .GroupBy(b => (b.Key.Cell, b.Key.Seed, b.Key.BlockSize, b.Revision)).Select(g => new WithdrawnBlocks(
                    g.Key.Cell,
                    g.Key.Seed,
                    g.Key.BlockSize,
                    g.Key.Revision,
                    SetOf(g.Where(b => !b.IsBegun).Select(b => b.Key.Block)))
                {
                    Unfinished = SetOf(g.Where(b => b.IsBegun).Select(b => b.Key.Block)),
                }),
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
            .Select(g => new HostBlocks(g.Key, SetOf(g.Select(b => b.Key.Block)))),
    ];

    public IReadOnlyList<Incident> OpenIncidents() =>
        [.. incidents.Where(i => IsOpen(i.Kept.Host, i.At) && IsOpen(i.Other.Host, i.At)).Select(WithSlice)];

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

    IEnumerable<SliceHost> ILedgerReader.SliceHosts(Cell cell, ulong seed, int blockSize, int revision) =>
        slices.Where(s => s.Key.Cell.Equals(cell)).OrderBy(s => s.Key.Block)
            .SelectMany(t => t.Value, (t, s) => new SliceHost(t.Key.Block, s.FirstStep, s.By.Host));

    IEnumerable<StoredSlice> ILedgerReader.Slices(Cell cell, ulong seed, int blockSize, int revision, long? block) =>
        throw new NotSupportedException();

    IEnumerable<DamagedBlock> ILedgerReader.DamagedSlices() => throw new NotSupportedException();

    private static BlockSet SetOf(IEnumerable<long> blocks)
    {
        var set = new BlockSet();
        foreach (var block in blocks)
        {
            set.Add(new BlockRange(block, 1));
        }

        return set;
    }

    private Incident WithSlice(Incident incident) => slices.GetValueOrDefault(incident.Key, []).Find(
        s => s.By == incident.Kept && s.Result.Digest.AsSpan().SequenceEqual(incident.KeptDigest)) is { } slice
        ? incident with { Step = slice.Result.Step, Origin = slice.Origin }
        : incident;

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
            if (block.IsWitness)
            {
                return BlockFate.Stale;
            }

            stored.Add(block.Key, block);
            return BlockFate.Stored;
        }

        if (first.Result.Digest.AsSpan().SequenceEqual(block.Result.Digest))
        {
            if (first.By.Host == block.By.Host || confirmations.ContainsKey(block.Key))
            {
                return BlockFate.Duplicate;
            }

            if (!slices.GetValueOrDefault(block.Key, []).TrueForAll(confirmedSlices.Contains))
            {
                return BlockFate.Unconfirmed;
            }

            confirmations.Add(block.Key, block.By.Host);
            return BlockFate.Confirmed;
        }

        if (first.Result.Trials < block.Result.Trials
            && first.Result.Digest.AsSpan().SequenceEqual(block.Result.PrefixDigest))
        {
            stored[block.Key] = block;
            confirmations.Remove(block.Key);
            return BlockFate.Replaced;
        }

        if (block.IsWitness)
        {
            return BlockFate.Stale;
        }

        incidents.Add(new Incident(
            block.Key, block.Revision, first.By, first.Result.Digest, block.By, block.Result.Digest, at));
        return BlockFate.Mismatch;
    }

    private BlockFate Store(ArrivedSlice slice, DateTimeOffset at)
    {
        if (quarantines.ContainsKey(slice.By.Host))
        {
            throw new SimulationException($"A slice of trial {slice.Key.Block} of quarantined {slice.By.Host} came to the ledger.");
        }

        var chain = slices.GetValueOrDefault(slice.Key, []);
        if (slice.IsWitness || stored.ContainsKey(slice.Key)
            || !SliceComparison.Follows(slice, chain.Count > 0 ? Known(chain[^1]) : null))
        {
            var peer = chain.Find(s => s.Result.Step == slice.Result.Step);
            var fate = SliceComparison.Judge(slice, peer is null ? null : Known(peer));
            if (fate == BlockFate.Mismatch)
            {
                incidents.Add(new Incident(
                    slice.Key, slice.Revision, peer!.By, peer.Result.Digest, slice.By, slice.Result.Digest, at));
            }
            else if (fate == BlockFate.Duplicate && SliceComparison.Confirms(slice, Known(peer!)))
            {
                confirmedSlices.Add(peer!);
            }

            return fate;
        }

        slices[slice.Key] = [.. chain, slice];
        if (slice.Block is not { } block)
        {
            return BlockFate.Advanced;
        }

        stored.Add(slice.Key, block);
        return BlockFate.Stored;
    }

    private static KnownSlice Known(ArrivedSlice slice) => new(
        slice.FirstStep, slice.Result.Step, slice.ColumnVersion, slice.Origin, slice.Result.Digest, slice.By);
}
