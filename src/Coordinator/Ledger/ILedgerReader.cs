using Farm.Domain;

namespace Farm.Coordinator.Ledger;

/// <summary>Reads a ledger, also while its writer is at work, and never blocks it.</summary>
/// <remarks>One reader sees one state of the ledger from its opening to its disposal.</remarks>
public interface ILedgerReader : IDisposable
{
    /// <summary>The ledger's id.</summary>
    Guid Id { get; }

    /// <summary>Its sweeps, oldest first.</summary>
    IReadOnlyList<SweepRecord> Sweeps();

    /// <summary>A sweep's cells in the sweep's order; those that an amendment no longer names come last.</summary>
    IReadOnlyList<SweepCell> Cells(SweepRecord sweep);

    /// <summary>
    /// What is stored of each block of a cell, for planning; lowest block first, then oldest revision.
    /// </summary>
    IReadOnlyList<StoredExtent> Extents(Cell cell, ulong seed, int blockSize);

    /// <summary>Stored blocks of a cell in block order, all revisions, the older first.</summary>
    IEnumerable<StoredBlock> Blocks(Cell cell, ulong seed, int blockSize);

    /// <summary>One stored block, or null.</summary>
    /// <param name="key">The block.</param>
    /// <param name="revision">The study's revision it was computed with; null is the newest that is stored.</param>
    StoredBlock? Block(BlockKey key, int? revision = null);

    /// <summary>What is kept of one block's single trials; empty when nothing is.</summary>
    /// <param name="key">The block.</param>
    /// <param name="revision">The study's revision it was computed with; null is the newest that is stored.</param>
    byte[] Kept(BlockKey key, int? revision = null);

    /// <summary>Blocks set aside of a cell, lowest first.</summary>
    IReadOnlyList<SetAsideBlock> SetAside(Cell cell, ulong seed, int blockSize);

    /// <summary>Digest mismatches, oldest first.</summary>
    IReadOnlyList<Incident> Incidents();

    /// <summary>
    /// Which of a cell's stored blocks of one revision no other host has confirmed, by the host that computed them, in
    /// ordinal order; a host without such blocks is left out.
    /// </summary>
    IReadOnlyList<HostBlocks> Unconfirmed(Cell cell, ulong seed, int blockSize, int revision);

    /// <summary>
    /// Digest mismatches of which neither host was quarantined since (at the same moment counts), oldest first. A host
    /// that was readmitted later settles what was before its quarantine all the same.
    /// </summary>
    IReadOnlyList<Incident> OpenIncidents();

    /// <summary>
    /// Every time that a host was put under quarantine, oldest first; those that were readmitted since included.
    /// </summary>
    IReadOnlyList<QuarantineRecord> Quarantines();

    /// <summary>Hosts under quarantine, each once with the first reason since it was last welcome, oldest first.</summary>
    IReadOnlyList<QuarantinedHost> Quarantined() =>
        [.. Quarantines().Where(q => !q.IsOver).DistinctBy(q => q.Host.Host).Select(q => q.Host)];

    /// <summary>Nodes that worked for this ledger, the latest seen first.</summary>
    IReadOnlyList<NodeRecord> Nodes();

    /// <summary>
    /// Blocks whose stored row does not have its own checksum, in the order in which they were stored.
    /// </summary>
    IEnumerable<DamagedBlock> DamagedBlocks();

    /// <summary>Slices of a cell's long trials, and with them its curves: by trial, then by step.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="seed">The sweep's seed.</param>
    /// <param name="blockSize">The sweep's block size.</param>
    /// <param name="revision">The study's revision.</param>
    /// <param name="block">One block only; null for all.</param>
    IEnumerable<StoredSlice> Slices(Cell cell, ulong seed, int blockSize, int revision, long? block = null);

    /// <summary>Who computed the slices of a cell's long trials: by trial, then by step.</summary>
    IEnumerable<SliceHost> SliceHosts(Cell cell, ulong seed, int blockSize, int revision) =>
        Slices(cell, seed, blockSize, revision).Select(s => new SliceHost(s.Block, s.FirstStep, s.By.Host));

    /// <summary>A cell's long trials that have begun and not ended, with their states, lowest block first.</summary>
    IReadOnlyList<UnfinishedTrial> Unfinished(Cell cell, ulong seed, int blockSize, int revision);

    /// <summary>
    /// Blocks of which a slice's stored row or state does not have its own checksum, in the order of the slices.
    /// </summary>
    IEnumerable<DamagedBlock> DamagedSlices();
}

/// <summary>A stored slice of a long trial.</summary>
/// <param name="Block">The block that holds the trial.</param>
/// <param name="FirstStep">Where it begins.</param>
/// <param name="Step">Where it ends.</param>
/// <param name="ColumnVersion">The column version that it was computed with.</param>
/// <param name="By">Who computed it.</param>
/// <param name="Elapsed">Time it took.</param>
/// <param name="At">When it was stored.</param>
/// <param name="Digest">Digest of what it led to; the block's digest where the trial ended.</param>
/// <param name="Rows">The curve's rows, as <see cref="CurveRows"/> has them.</param>
public sealed record StoredSlice(
    long Block,
    long FirstStep,
    long Step,
    int ColumnVersion,
    WorkerName By,
    TimeSpan Elapsed,
    DateTimeOffset At,
    byte[] Digest,
    byte[] Rows);

/// <summary>Who computed a slice of a long trial.</summary>
/// <param name="Block">The block that holds the trial.</param>
/// <param name="FirstStep">Where the slice begins.</param>
/// <param name="Host">The host.</param>
public readonly record struct SliceHost(long Block, long FirstStep, string Host);

/// <summary>Where a long trial is to go on.</summary>
/// <param name="Block">The block that holds it.</param>
/// <param name="ColumnVersion">The column version that it was computed with so far.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Digest">The state's digest.</param>
/// <param name="State">The state.</param>
public sealed record UnfinishedTrial(long Block, int ColumnVersion, long Step, byte[] Digest, byte[] State);

/// <summary>A sweep as the ledger has it.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Sweep">The sweep, its last amendment's cells only.</param>
/// <param name="Source">The file's text and its overrides, as last registered.</param>
/// <param name="Created">When it was first registered.</param>
/// <param name="Amended">When it was amended, oldest first.</param>
public sealed record SweepRecord(
    long Id, Sweep Sweep, string Source, DateTimeOffset Created, IReadOnlyList<DateTimeOffset> Amended);

/// <summary>A cell of a sweep; not <paramref name="IsNamed"/> when an amendment no longer names it.</summary>
public sealed record SweepCell(Cell Cell, bool IsNamed);

/// <summary>Blocks of one cell that a host computed.</summary>
public sealed record HostBlocks(string Host, BlockSet Blocks);

/// <summary>That a host was put under quarantine.</summary>
/// <param name="Host">The host.</param>
/// <param name="Withdrawn">Its blocks, of all sweeps, that were taken back then.</param>
/// <param name="IsOver">Whether it was readmitted since.</param>
public sealed record QuarantineRecord(QuarantinedHost Host, long Withdrawn, bool IsOver);

/// <summary>That a block is stored, and how much of it.</summary>
public readonly record struct StoredExtent(long Block, int Trials, int Revision, int ColumnVersion);

/// <summary>A stored block, but for what is kept of its single trials.</summary>
public sealed record StoredBlock(
    BlockKey Key,
    int Trials,
    int Revision,
    int ColumnVersion,
    Keep Keep,
    int Attempts,
    WorkerName By,
    TimeSpan Elapsed,
    DateTimeOffset At,
    byte[] Digest,
    byte[] Summary);

/// <summary>A stored block that is not what was stored.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Key">The block; null when the row of its cell is gone or does not hold a cell's key.</param>
public readonly record struct DamagedBlock(long Row, BlockKey? Key);

/// <summary>Two executions of a block did not agree.</summary>
/// <param name="Key">The block.</param>
/// <param name="Revision">The study's revision that both were computed with.</param>
/// <param name="Kept">Who computed the result that is stored.</param>
/// <param name="KeptDigest">Its digest.</param>
/// <param name="Other">Who computed the other.</param>
/// <param name="OtherDigest">Its digest.</param>
/// <param name="At">When it was noticed.</param>
public sealed record Incident(
    BlockKey Key,
    int Revision,
    WorkerName Kept,
    byte[] KeptDigest,
    WorkerName Other,
    byte[] OtherDigest,
    DateTimeOffset At)
{
    /// <summary>
    /// For a slice of a long trial, where it ends; null for a block, and for a slice that is not stored any more.
    /// </summary>
    public long? Step { get; init; }

    /// <summary>For a slice, the digest of the state that both began with; empty at the trial's start.</summary>
    public byte[] Origin { get; init; } = [];
}
