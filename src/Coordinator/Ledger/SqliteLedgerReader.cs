using Dapper;
using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Reads a ledger over SQLite, also while its writer is at work. Not thread-safe.</summary>
public sealed class SqliteLedgerReader : ILedgerReader
{
    private readonly string path;
    private readonly IDisposable held;
    private readonly SqliteConnection connection;
    private readonly SweepReader sweeps;
    private readonly BlockReader blocks;
    private readonly FaultReader faults;
    private readonly HostReader hosts;
    private readonly SliceReader slices;

    private SqliteLedgerReader(string path, IDisposable held, SqliteConnection connection)
    {
        this.path = path;
        this.held = held;
        this.connection = connection;
        var workers = connection.Query<WorkerRow>(
            """
            SELECT id Id, node Node, host Host, slot Slot, device Device, backend Backend, processor Processor
            FROM workers
            """).ToDictionary(
                w => w.Id, w => new WorkerName(w.Node, w.Host, (int)w.Slot, w.Device, w.Backend, w.Processor));
        sweeps = new SweepReader(connection);
        blocks = new BlockReader(connection, workers);
        faults = new FaultReader(connection, workers);
        hosts = new HostReader(connection);
        slices = new SliceReader(connection, workers);
        Id = Guid.Parse(connection.ExecuteScalar<string>("SELECT guid FROM ledger")!);
    }

    /// <inheritdoc/>
    public Guid Id { get; }

    /// <summary>Opens a ledger for reading, as its last commit left it; it never changes it.</summary>
    /// <param name="path">The ledger's file. Links are followed.</param>
    /// <exception cref="LedgerException">
    /// Missing, foreign, newer, cut, failing, or left in use in a read-only folder.
    /// </exception>
    public static SqliteLedgerReader Open(string path)
    {
        var real = path;
        IDisposable? held = null;
        SqliteConnection? connection = null;
        try
        {
            real = LedgerPath.Resolve(path);
            if (!File.Exists(real))
            {
                throw StorageFault.Missing(real);
            }

            held = HeldFiles.Hold(real, LedgerHeader.Check);
            connection = ReaderConnection.Open(real);
            return new SqliteLedgerReader(real, held, connection);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            held?.Dispose();
            if (e is SqliteException or IOException or UnauthorizedAccessException)
            {
                throw StorageFault.Of(real, e);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SweepRecord> Sweeps() => Guarded(sweeps.All);

    /// <inheritdoc/>
    public IReadOnlyList<SweepCell> Cells(SweepRecord sweep) => Guarded(() => sweeps.Cells(sweep.Id));

    /// <inheritdoc/>
    public IReadOnlyList<StoredExtent> Extents(Cell cell, ulong seed, int blockSize) =>
        Guarded(() => blocks.Extents(cell, seed, blockSize));

    /// <inheritdoc/>
    public IEnumerable<StoredBlock> Blocks(Cell cell, ulong seed, int blockSize) =>
        Guarded(blocks.All(cell, seed, blockSize));

    /// <inheritdoc/>
    public StoredBlock? Block(BlockKey key, int? revision = null) => Guarded(() => blocks.One(key, revision));

    /// <inheritdoc/>
    public byte[] Kept(BlockKey key, int? revision = null) => Guarded(() => blocks.Kept(key, revision));

    /// <inheritdoc/>
    public IReadOnlyList<SetAsideBlock> SetAside(Cell cell, ulong seed, int blockSize) =>
        Guarded(() => faults.SetAside(cell, seed, blockSize));

    /// <inheritdoc/>
    public IReadOnlyList<Incident> Incidents() => Guarded(faults.Incidents);

    /// <inheritdoc/>
    public IReadOnlyList<HostBlocks> Unconfirmed(Cell cell, ulong seed, int blockSize, int revision) =>
        Guarded(() => hosts.Unconfirmed(cell, seed, blockSize, revision));

    /// <inheritdoc/>
    public IReadOnlyList<Incident> OpenIncidents() => Guarded(faults.OpenIncidents);

    /// <inheritdoc/>
    public IReadOnlyList<QuarantineRecord> Quarantines() => Guarded(hosts.Quarantines);

    /// <inheritdoc/>
    public IReadOnlyList<NodeRecord> Nodes() => Guarded(hosts.Nodes);

    /// <inheritdoc/>
    public IEnumerable<DamagedBlock> DamagedBlocks() => Guarded(blocks.Damaged());

    /// <inheritdoc/>
    public IEnumerable<StoredSlice> Slices(Cell cell, ulong seed, int blockSize, int revision, long? block = null) =>
        Guarded(slices.All(cell, seed, blockSize, revision, block));

    /// <inheritdoc/>
    public IEnumerable<SliceHost> SliceHosts(Cell cell, ulong seed, int blockSize, int revision) =>
        Guarded(slices.Hosts(cell, seed, blockSize, revision));

    /// <inheritdoc/>
    public IReadOnlyList<UnfinishedTrial> Unfinished(Cell cell, ulong seed, int blockSize, int revision) =>
        Guarded(() => slices.Unfinished(cell, seed, blockSize, revision));

    /// <inheritdoc/>
    public IEnumerable<DamagedBlock> DamagedSlices() => Guarded(slices.Damaged());

    /// <inheritdoc/>
    public void Dispose()
    {
        connection.Dispose();
        held.Dispose();
    }

    /// <summary>Writes what this reader sees to a file that is not there.</summary>
    internal void CopyTo(string target) => LedgerCopy.Write(connection, target);

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is SqliteException or FormatException or KeyNotFoundException)
        {
            throw StorageFault.Of(path, e);
        }
    }

    private IEnumerable<T> Guarded<T>(IEnumerable<T> rows)
    {
        using var row = rows.GetEnumerator();
        while (Guarded(row.MoveNext))
        {
            yield return row.Current;
        }
    }

    private sealed class WorkerRow
    {
        public long Id { get; init; }

        public string Node { get; init; } = "";

        public string Host { get; init; } = "";

        public long Slot { get; init; }

        public string Device { get; init; } = "";

        public string Backend { get; init; } = "";

        public string Processor { get; init; } = "";
    }
}
