using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Planning;

/// <summary>A ledger that says which blocks it has, and nothing else: all that a planner may ask.</summary>
internal sealed class StoredBlocks : ILedgerReader
{
    private readonly Dictionary<(Cell, ulong, int), SortedSet<(long Block, int Revision, int Trials, int ColumnVersion)>> extents = [];
    private readonly List<SetAsideBlock> setAside = [];
    private readonly Dictionary<string, HashSet<BlockKey>> unconfirmed = [];

    public Guid Id => Guid.Empty;

    /// <summary>What <see cref="OpenIncidents"/> gives.</summary>
    public List<Incident> Open { get; } = [];

    /// <summary>What <see cref="Quarantines"/> gives.</summary>
    public List<QuarantineRecord> Wrong { get; } = [];

    /// <summary>How often it was asked for what no other host confirmed.</summary>
    public int AuditQuestions { get; private set; }

    public StoredBlocks Store(BlockKey key, int trials, int revision = 1, int columnVersion = 1, string? unconfirmedOf = null)
    {
        if (!extents.TryGetValue((key.Cell, key.Seed, key.BlockSize), out var of))
        {
            extents[(key.Cell, key.Seed, key.BlockSize)] = of = [];
        }

        of.Add((key.Block, revision, trials, columnVersion));
        if (unconfirmedOf is not null)
        {
            unconfirmed.TryAdd(unconfirmedOf, []);
            unconfirmed[unconfirmedOf].Add(key);
        }

        return this;
    }

    public StoredBlocks GiveUp(BlockKey key, int revision = 1)
    {
        setAside.Add(new SetAsideBlock(key, revision, 3, []));
        return this;
    }

    public IReadOnlyList<StoredExtent> Extents(Cell cell, ulong seed, int blockSize) =>
        extents.TryGetValue((cell, seed, blockSize), out var of)
            ? [.. of.Select(e => new StoredExtent(e.Block, e.Trials, e.Revision, e.ColumnVersion))]
            : [];

    public IReadOnlyList<SetAsideBlock> SetAside(Cell cell, ulong seed, int blockSize) =>
        [.. setAside.Where(s => s.Key.Cell.Equals(cell) && s.Key.Seed == seed && s.Key.BlockSize == blockSize)
            .OrderBy(s => s.Key.Block)];

    public IReadOnlyList<SweepRecord> Sweeps() => throw new NotSupportedException();

    public IReadOnlyList<SweepCell> Cells(SweepRecord sweep) => throw new NotSupportedException();

    public IEnumerable<StoredBlock> Blocks(Cell cell, ulong seed, int blockSize) => throw new NotSupportedException();

    /// <summary>What <see cref="Block"/> gives.</summary>
    public Dictionary<BlockKey, StoredBlock> Whole { get; } = [];

    public StoredBlock? Block(BlockKey key, int? revision = null) => Whole.GetValueOrDefault(key);

    public byte[] Kept(BlockKey key, int? revision = null) => throw new NotSupportedException();

    public IReadOnlyList<Incident> Incidents() => throw new NotSupportedException();

    public IEnumerable<DamagedBlock> DamagedBlocks() => throw new NotSupportedException();

    public IReadOnlyList<HostBlocks> Unconfirmed(Cell cell, ulong seed, int blockSize, int revision)
    {
        AuditQuestions++;
        return
        [
            .. unconfirmed.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => new HostBlocks(h.Key, SetOf(
                h.Value.Where(k => k.Cell.Equals(cell) && k.Seed == seed && k.BlockSize == blockSize)))),
        ];
    }

    public IReadOnlyList<Incident> OpenIncidents() => Open;

    public IReadOnlyList<QuarantineRecord> Quarantines() => Wrong;

    private static BlockSet SetOf(IEnumerable<BlockKey> keys)
    {
        var blocks = new BlockSet();
        foreach (var key in keys)
        {
            blocks.Add(new BlockRange(key.Block, 1));
        }

        return blocks;
    }

    public IReadOnlyList<NodeRecord> Nodes() => throw new NotSupportedException();

    public IEnumerable<StoredSlice> Slices(Cell cell, ulong seed, int blockSize, int revision, long? block = null) =>
        throw new NotSupportedException();

    public IReadOnlyList<UnfinishedTrial> Unfinished(Cell cell, ulong seed, int blockSize, int revision) => [];

    public IEnumerable<DamagedBlock> DamagedSlices() => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
