using Dapper;
using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>The ledger's writer over SQLite. Not thread-safe: its owner is one actor.</summary>
public sealed class SqliteLedgerWriter : ILedgerWriter
{
    private readonly string path;
    private readonly LedgerLock fileLock;
    private readonly IDisposable held;
    private readonly SqliteConnection connection;
    private readonly TextTables texts;
    private readonly SweepTable sweeps;
    private readonly BlockTable blocks;
    private readonly SetAsideTable setAside;
    private readonly QuarantineTable quarantine;
    private readonly NodeTable nodes;
    private readonly SliceTable slices;
    private bool isClosed;

    private SqliteLedgerWriter(string path, LedgerLock fileLock, IDisposable held, SqliteConnection connection)
    {
        this.path = path;
        this.fileLock = fileLock;
        this.held = held;
        this.connection = connection;
        texts = new TextTables(connection);
        sweeps = new SweepTable(connection, texts);
        blocks = new BlockTable(connection);
        setAside = new SetAsideTable(connection, texts);
        quarantine = new QuarantineTable(connection);
        nodes = new NodeTable(connection);
        slices = new SliceTable(connection);
        Id = Guid.Parse(connection.ExecuteScalar<string>("SELECT guid FROM ledger")!);
        Secret = connection.ExecuteScalar<byte[]>("SELECT secret FROM ledger")!;
    }

    /// <inheritdoc/>
    public Guid Id { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Secret { get; }

    /// <summary>
    /// Opens a ledger for writing: takes its lock, creates it when there is none, recovers it when its last writer was
    /// killed, and brings an older one up to date.
    /// </summary>
    /// <param name="path">The ledger's file. Links are followed.</param>
    /// <param name="now">For the lock's text and a new ledger's time of creation.</param>
    /// <exception cref="LedgerException">
    /// In use, read-only, full, foreign, newer, cut, failing, or on a network file system; nothing was changed.
    /// </exception>
    public static SqliteLedgerWriter Open(string path, DateTimeOffset now) => Open(path, now, Mount.For);

    /// <summary>As above, with the mounts told.</summary>
    internal static SqliteLedgerWriter Open(string path, DateTimeOffset now, Func<string, IReadOnlyList<Mount>> mounts)
    {
        var real = path;
        LedgerLock? fileLock = null;
        IDisposable? held = null;
        SqliteConnection? connection = null;
        try
        {
            real = LedgerPath.Resolve(path);
            var folder = Path.GetDirectoryName(real)!;
            if (!Directory.Exists(folder) || Directory.Exists(real))
            {
                throw StorageFault.Missing(real);
            }

            if (NetworkFileSystem.Of(real, mounts(folder)) is { } network)
            {
                throw new LedgerException(
                    LedgerFault.Network,
                    $"{real}: lies on a network file system ({network}), where a ledger cannot be written; "
                    + "give a --ledger on a local disk and --copy-to for a copy here at the end.");
            }

            // The lock comes first: only its holder may look at the file by other means than SQLite.
            fileLock = LedgerLock.Take(real, now);
            held = HeldFiles.Hold(real, file => LookOrCreate(file, now));
            connection = LedgerFile.OpenForCommits(real);
            return new SqliteLedgerWriter(real, fileLock, held, connection);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            held?.Dispose();
            fileLock?.Dispose();
            if (e is SqliteException or IOException or UnauthorizedAccessException)
            {
                throw StorageFault.Of(real, e);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Register(Sweep sweep, string source, DateTimeOffset at) => InTransaction(transaction =>
    {
        sweeps.Register(sweep, source, at, transaction);
        return true;
    });

    /// <inheritdoc/>
    public IReadOnlyList<BlockFate> Commit(LedgerBatch batch) => InTransaction<IReadOnlyList<BlockFate>>(transaction =>
    {
        var at = StoredTime.Of(batch.At);
        // A trial's end is compared once all of its slices are.
        var ofSlices = batch.Slices.Select(slice => Store(slice, at, transaction)).ToArray();
        var ofBlocks = batch.Blocks.Select(block => Store(block, at, transaction)).ToArray();

        foreach (var block in batch.SetAside)
        {
            setAside.Add(block, at, transaction);
        }

        return [.. ofBlocks, .. ofSlices];
    });

    /// <inheritdoc/>
    public long RetrySetAside(Sweep sweep) => InTransaction(transaction => setAside.RemoveAll(sweep, transaction));

    /// <inheritdoc/>
    public StoredOrigin? OriginOf(BlockKey key, int revision) =>
        InTransaction(transaction => blocks.OriginOf(key, revision, transaction));

    /// <inheritdoc/>
    public StoredOrigin? OriginOf(BlockKey key, int revision, long step) =>
        InTransaction(transaction => slices.OriginOf(key, revision, step, transaction));

    /// <inheritdoc/>
    public IReadOnlyList<WithdrawnBlocks> Quarantine(QuarantinedHost host) =>
        InTransaction(transaction => quarantine.Add(host, transaction));

    /// <inheritdoc/>
    public bool Readmit(string host) => InTransaction(transaction => quarantine.End(host, transaction));

    /// <inheritdoc/>
    public void Record(IReadOnlyList<NodeRecord> nodes) => InTransaction(transaction =>
    {
        this.nodes.Put(nodes, transaction);
        return true;
    });

    /// <summary>Closes the ledger and releases its lock.</summary>
    /// <returns>
    /// Whether the ledger is now one plain file. Not so while a reader has it open or the disk fails: then its
    /// write-ahead log stays beside it, nothing is lost, and the next close tidies up.
    /// </returns>
    public bool Close()
    {
        if (isClosed)
        {
            return true;
        }

        isClosed = true;
        blocks.Dispose();
        var isTidy = LedgerFile.TryTidy(connection);
        connection.Dispose();
        held.Dispose();
        fileLock.Dispose();
        return isTidy;
    }

    /// <summary>Closes the ledger; see <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    /// <summary>Lets the file grow no further than a number of pages, as a full disk would.</summary>
    internal void LimitTo(long pages) => connection.Execute($"PRAGMA max_page_count = {pages}");

    /// <summary>Number of pages of the file.</summary>
    internal long Pages => connection.ExecuteScalar<long>("PRAGMA page_count");

    private static void LookOrCreate(string file, DateTimeOffset now)
    {
        if (File.Exists(file))
        {
            LedgerHeader.Check(file);
            LedgerHeader.CheckCovered(file);
            LedgerFile.CheckWritable(file);
        }
        else
        {
            LedgerHeader.CheckNoLog(file);
            LedgerFile.Create(file, now);
        }
    }

    private BlockFate Store(ArrivedBlock arrived, long at, SqliteTransaction transaction)
    {
        var row = BlockRow.Of(
            arrived, texts.Cell(arrived.Key.Cell, transaction), texts.Worker(arrived.By, transaction), at);
        if (arrived.IsWitness)
        {
            return Hear(row, transaction);
        }

        if (blocks.TryInsert(row, transaction))
        {
            setAside.Remove(row, transaction);
            return BlockFate.Stored;
        }

        var stored = blocks.Find(row, transaction);
        var replaced = blocks.Replaced(row, transaction);
        var fate = BlockComparison.Judge(arrived, stored.Known, [.. replaced.Select(r => r.Known)]);
        switch (fate)
        {
            case BlockFate.Replaced:
                blocks.Replace(row, stored, transaction);
                setAside.Remove(row, transaction);
                break;
            case BlockFate.Confirmed:
                blocks.Confirm(stored, row, transaction);
                break;
            case BlockFate.Mismatch:
                var peer = replaced.FirstOrDefault(r => r.Trials == arrived.Result.Trials, stored);
                blocks.AddIncident(row, peer, transaction);
                break;
        }

        return fate;
    }

    /// <summary>Compares a block with what is stored; where nothing is, it says nothing.</summary>
    private BlockFate Hear(BlockRow row, SqliteTransaction transaction)
    {
        if (blocks.TryFind(row, transaction) is not { } stored)
        {
            return BlockFate.Stale;
        }

        var fate = slices.HasIncomparable(row, transaction)
            ? BlockFate.Incomparable
            : BlockComparison.Judge(row.Arrived, stored.Known, []);
        switch (fate)
        {
            case BlockFate.Confirmed when slices.HasUnconfirmed(row, transaction):
                return BlockFate.Unconfirmed;
            case BlockFate.Confirmed:
                blocks.Confirm(stored, row, transaction);
                break;
            case BlockFate.Mismatch:
                // Several hosts may have led to it: its slices tell who is wrong.
                return BlockFate.Stale;
        }

        return fate;
    }

    private BlockFate Store(ArrivedSlice arrived, long at, SqliteTransaction transaction)
    {
        var cell = texts.Cell(arrived.Key.Cell, transaction);
        var worker = texts.Worker(arrived.By, transaction);
        var row = SliceRow.Of(arrived, cell, worker, at);
        var head = slices.Head(row, transaction);
        var isOver = blocks.OriginOf(arrived.Key, arrived.Revision, transaction) is not null;
        if (arrived.IsWitness || isOver || !SliceComparison.Follows(arrived, head?.Known))
        {
            var peer = slices.At(row, transaction);
            var fate = SliceComparison.Judge(arrived, peer?.Known);
            if (fate == BlockFate.Mismatch)
            {
                blocks.AddIncident(row, peer!, transaction);
            }
            else if (fate == BlockFate.Duplicate && SliceComparison.Confirms(arrived, peer!.Known))
            {
                slices.Confirm(peer, row, transaction);
            }

            return fate;
        }

        if (head is not null && arrived.FirstStep == 0)
        {
            slices.Remove(row, transaction);
        }

        slices.Add(row, transaction);
        if (arrived.Block is not { } block)
        {
            return BlockFate.Advanced;
        }

        var blockRow = BlockRow.Of(block, cell, worker, at);
        blocks.TryInsert(blockRow, transaction);
        setAside.Remove(blockRow, transaction);
        return BlockFate.Stored;
    }

    private T InTransaction<T>(Func<SqliteTransaction, T> work)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        SqliteTransaction? transaction = null;
        try
        {
            transaction = connection.BeginTransaction();
            var result = work(transaction);
            transaction.Commit();
            return result;
        }
        catch (Exception e)
        {
            RollBack(transaction);
            texts.Forget();
            if (e is SqliteException)
            {
                throw StorageFault.Of(path, e);
            }

            throw;
        }
        finally
        {
            transaction?.Dispose();
        }
    }

    private static void RollBack(SqliteTransaction? transaction)
    {
        try
        {
            transaction?.Rollback();
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException)
        {
            // A full or failing disk makes SQLite roll back by itself; there is nothing left to roll back then.
        }
    }
}
