using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>A ledger in memory with the obligations of <see cref="ILedgerWriter"/>: what outlives every crash.</summary>
internal sealed class SimLedger : ILedgerWriter, ILedgerReader
{
    private readonly Dictionary<BlockKey, ArrivedBlock> stored = [];
    private readonly Dictionary<BlockKey, SetAsideBlock> setAside = [];
    private readonly List<BlockKey> mismatches = [];

    public Guid Id { get; } = new(0x5eed, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    public ReadOnlyMemory<byte> Secret { get; } = new byte[32];

    public IReadOnlyDictionary<BlockKey, ArrivedBlock> Stored => stored;

    public IReadOnlyDictionary<BlockKey, SetAsideBlock> GivenUp => setAside;

    public IReadOnlyList<BlockKey> Mismatches => mismatches;

    public IReadOnlyList<BlockFate> Commit(LedgerBatch batch)
    {
        foreach (var block in batch.SetAside)
        {
            setAside[block.Key] = block;
        }

        return [.. batch.Blocks.Select(Store)];
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

    public StoredOrigin? OriginOf(BlockKey key, int revision) => throw new NotSupportedException();

    public IReadOnlyList<WithdrawnBlocks> Quarantine(QuarantinedHost host) => throw new NotSupportedException();

    public bool Readmit(string host) => throw new NotSupportedException();

    public void Record(IReadOnlyList<NodeRecord> nodes) => throw new NotSupportedException();

    public IReadOnlyList<HostBlocks> Unconfirmed(Cell cell, ulong seed, int blockSize, int revision) =>
        throw new NotSupportedException();

    public IReadOnlyList<Incident> OpenIncidents() => [];

    public IReadOnlyList<QuarantineRecord> Quarantines() => [];

    public IReadOnlyList<NodeRecord> Nodes() => throw new NotSupportedException();

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

    StoredBlock? ILedgerReader.Block(BlockKey key, int? revision) => throw new NotSupportedException();

    byte[] ILedgerReader.Kept(BlockKey key, int? revision) => throw new NotSupportedException();

    IReadOnlyList<Incident> ILedgerReader.Incidents() => throw new NotSupportedException();

    IEnumerable<DamagedBlock> ILedgerReader.DamagedBlocks() => throw new NotSupportedException();

    private BlockFate Store(ArrivedBlock block)
    {
        if (!stored.TryGetValue(block.Key, out var first))
        {
            stored.Add(block.Key, block);
            return BlockFate.Stored;
        }

        if (first.Result.Digest.AsSpan().SequenceEqual(block.Result.Digest))
        {
            return BlockFate.Duplicate;
        }

        if (first.Result.Trials < block.Result.Trials
            && first.Result.Digest.AsSpan().SequenceEqual(block.Result.PrefixDigest))
        {
            stored[block.Key] = block;
            return BlockFate.Replaced;
        }

        mismatches.Add(block.Key);
        return BlockFate.Mismatch;
    }
}
