using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Results;

/// <summary>A ledger in memory with one sweep, whose blocks come from given trials through the real encoder.</summary>
internal sealed class MemoryLedger(StudyDescription study, Sweep sweep, string source = "name: test\n") : ILedgerReader
{
    private readonly Dictionary<Cell, List<(StoredBlock Block, byte[] Kept)>> blocks = [];
    private readonly List<(Cell Cell, StoredSlice Slice)> slices = [];
    private readonly List<SweepCell> cells = [.. sweep.Cells.Select(c => new SweepCell(c, true))];

    public static WorkerName Worker { get; } = new("node-a", "host-a", 0, "cpu", "simd-256", "Test CPU <3>");

    public Guid Id { get; } = new("00112233-4455-6677-8899-aabbccddeeff");

    public SweepRecord Record { get; } = new(1, sweep, source, At(0), []);

    public List<SetAsideBlock> GivenUp { get; } = [];

    public List<Incident> Found { get; } = [];

    public List<QuarantineRecord> Wrong { get; } = [];

    public HashSet<BlockKey> Confirmed { get; } = [];

    public static DateTimeOffset At(long block) =>
        new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(block);

    /// <summary>Adds a cell that the sweep no longer names.</summary>
    public void AddUnnamed(Cell cell) => cells.Add(new SweepCell(cell, false));

    /// <summary>Stores a block; fill writes its rows.</summary>
    public void Add(
        Cell cell, long block, int trials, Action<TrialColumns> fill, int? revision = null, int? columnVersion = null)
    {
        var version = columnVersion ?? study.ColumnVersion;
        var then = study with
        {
            Revision = revision ?? study.Revision,
            ColumnVersion = version,
            Measurements = [.. study.Measurements.Where(m => m.Since <= version)],
        };
        var encoder = new BlockEncoder(then, cell, sweep.Seed, sweep.BlockSize, sweep.Keep);
        var columns = new TrialColumns(encoder.Measurements, trials);
        columns.Begin(block * sweep.BlockSize, trials);
        fill(columns);
        var result = encoder.Encode(columns, 0, trials, block, 0, TimeSpan.FromMilliseconds(5));
        var key = new BlockKey(cell, sweep.Seed, sweep.BlockSize, block);
        var stored = new StoredBlock(
            key, trials, then.Revision, version, sweep.Keep, 1, Worker, result.Elapsed, At(block), result.Digest,
            result.Summary);
        if (!blocks.TryGetValue(cell, out var list))
        {
            blocks.Add(cell, list = []);
        }

        list.Add((stored, result.Kept));
    }

    /// <summary>Stores rows of a long trial's curve, as one slice.</summary>
    public void AddSlice(Cell cell, long block, ReadOnlySpan<byte> rows, long lastStep, int? columnVersion = null) =>
        slices.Add((cell, new StoredSlice(
            block, 0, lastStep, columnVersion ?? study.ColumnVersion, Worker, TimeSpan.Zero, At(block), [], rows.ToArray())));

    public IReadOnlyList<SweepRecord> Sweeps() => [Record];

    public IReadOnlyList<SweepCell> Cells(SweepRecord sweep) => cells;

    public IReadOnlyList<StoredExtent> Extents(Cell cell, ulong seed, int blockSize) =>
        [.. Blocks(cell, seed, blockSize).Select(b => new StoredExtent(b.Key.Block, b.Trials, b.Revision, b.ColumnVersion))];

    public IEnumerable<StoredBlock> Blocks(Cell cell, ulong seed, int blockSize) =>
        blocks.GetValueOrDefault(cell, []).Select(b => b.Block).OrderBy(b => b.Key.Block).ThenBy(b => b.Revision);

    public StoredBlock? Block(BlockKey key, int? revision = null) =>
        Blocks(key.Cell, key.Seed, key.BlockSize)
            .LastOrDefault(b => b.Key == key && b.Revision == (revision ?? b.Revision));

    public byte[] Kept(BlockKey key, int? revision = null) =>
        blocks[key.Cell].Where(b => b.Block.Key == key && b.Block.Revision == (revision ?? b.Block.Revision))
            .OrderBy(b => b.Block.Revision).Last().Kept;

    public IReadOnlyList<SetAsideBlock> SetAside(Cell cell, ulong seed, int blockSize) =>
        [.. GivenUp.Where(b => b.Key.Cell.Equals(cell))];

    public IReadOnlyList<Incident> Incidents() => Found;

    public IEnumerable<DamagedBlock> DamagedBlocks() => [];

    public IEnumerable<StoredSlice> Slices(Cell cell, ulong seed, int blockSize, int revision, long? block = null) =>
        slices.Where(s => s.Cell.Equals(cell) && s.Slice.Block == (block ?? s.Slice.Block)).Select(s => s.Slice)
            .OrderBy(s => s.Block).ThenBy(s => s.Step);

    public IReadOnlyList<UnfinishedTrial> Unfinished(Cell cell, ulong seed, int blockSize, int revision) => [];

    public IEnumerable<DamagedBlock> DamagedSlices() => [];

    public IReadOnlyList<HostBlocks> Unconfirmed(Cell cell, ulong seed, int blockSize, int revision) =>
    [
        .. Blocks(cell, seed, blockSize).Where(b => b.Revision == revision && !Confirmed.Contains(b.Key))
            .GroupBy(b => b.By.Host).OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => new HostBlocks(h.Key, SetOf(h.Select(b => b.Key.Block)))),
    ];

    public IReadOnlyList<Incident> OpenIncidents() =>
        [.. Found.Where(i => !Wrong.Any(q => q.Host.Host == i.Kept.Host || q.Host.Host == i.Other.Host))];

    public IReadOnlyList<QuarantineRecord> Quarantines() => Wrong;

    private static BlockSet SetOf(IEnumerable<long> blocks)
    {
        var set = new BlockSet();
        foreach (var block in blocks)
        {
            set.Add(new BlockRange(block, 1));
        }

        return set;
    }

    public IReadOnlyList<NodeRecord> Nodes() => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
