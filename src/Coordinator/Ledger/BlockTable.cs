using Dapper;
using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>
/// Writes blocks. The two inserts are prepared once, since they are what a sweep's commits consist of.
/// </summary>
internal sealed class BlockTable : IDisposable
{
    private const string KeyColumns = "cell, seed, block_size, block, revision";

    private const string WhereKey =
        "cell = @Cell AND seed = @Seed AND block_size = @BlockSize AND block = @Block AND revision = @Revision";

    private const string WorkerColumns =
        "node Node, host Host, slot Slot, device Device, backend Backend, processor Processor";

    private readonly SqliteConnection connection;
    private readonly SqliteCommand insertBlock;
    private readonly SqliteCommand insertKept;

    /// <summary>Prepares the statements.</summary>
    public BlockTable(SqliteConnection connection)
    {
        this.connection = connection;
        insertBlock = Prepare(
            $"""
            INSERT INTO blocks ({KeyColumns}, column_version, trials, keep, attempts, worker, elapsed, at, digest,
                summary, checksum)
            VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            ON CONFLICT ({KeyColumns}) DO NOTHING RETURNING id
            """,
            15);
        insertKept = Prepare("INSERT INTO kept (block, bytes) VALUES ($0, $1)", 2);
    }

    /// <summary>Stores a block that is new.</summary>
    /// <returns>Whether it was.</returns>
    public bool TryInsert(BlockRow row, SqliteTransaction transaction)
    {
        var (arrived, result) = (row.Arrived, row.Arrived.Result);
        insertBlock.Transaction = transaction;
        ReadOnlySpan<long> numbers =
        [
            row.Cell, unchecked((long)arrived.Key.Seed), arrived.Key.BlockSize, arrived.Key.Block, arrived.Revision,
            arrived.ColumnVersion, result.Trials, (long)arrived.Keep, arrived.Attempts, row.Worker,
            result.Elapsed.Ticks, row.At,
        ];
        for (var i = 0; i < numbers.Length; i++)
        {
            insertBlock.Parameters[i].Value = numbers[i];
        }

        insertBlock.Parameters[12].Value = result.Digest;
        insertBlock.Parameters[13].Value = result.Summary;
        insertBlock.Parameters[14].Value = row.Checksum;
        if (insertBlock.ExecuteScalar() is not long id)
        {
            return false;
        }

        InsertKept(id, result.Kept, transaction);
        return true;
    }

    /// <summary>What is stored of a block that is there.</summary>
    public StoredRow Find(BlockRow row, SqliteTransaction transaction) =>
        TryFind(row, transaction) ?? throw new InvalidOperationException("The block that is there is not there.");

    /// <summary>What is stored of a block; null when nothing is.</summary>
    public StoredRow? TryFind(BlockRow row, SqliteTransaction transaction) => connection.QuerySingleOrDefault<StoredRow>(
        $"""
        SELECT b.id Id, trials Trials, column_version ColumnVersion, worker Worker, digest Digest, {WorkerColumns},
            EXISTS (SELECT 1 FROM confirmations f WHERE f.block = b.id) Confirmed
        FROM blocks b JOIN workers w ON w.id = worker WHERE {WhereKey}
        """,
        KeyOf(row),
        transaction);

    /// <summary>The shorter ones that the stored block replaced.</summary>
    public IReadOnlyList<StoredRow> Replaced(BlockRow row, SqliteTransaction transaction) =>
        [.. connection.Query<StoredRow>(
            $"""
            SELECT r.id Id, trials Trials, column_version ColumnVersion, worker Worker, digest Digest, {WorkerColumns}
            FROM replaced_blocks r JOIN workers w ON w.id = worker WHERE {WhereKey} ORDER BY r.id
            """,
            KeyOf(row),
            transaction)];

    /// <summary>Puts a longer block in the place of a stored one, of which trials and digest are kept.</summary>
    public void Replace(BlockRow row, StoredRow stored, SqliteTransaction transaction)
    {
        connection.Execute(
            $"""
            INSERT INTO replaced_blocks ({KeyColumns}, trials, column_version, worker, at, digest)
            SELECT {KeyColumns}, trials, column_version, worker, at, digest FROM blocks WHERE id = @Id
            """,
            stored,
            transaction);
        connection.Execute(
            """
            DELETE FROM kept WHERE block = @Id; DELETE FROM confirmations WHERE block = @Id;
            DELETE FROM blocks WHERE id = @Id
            """,
            stored,
            transaction);
        TryInsert(row, transaction);
    }

    /// <summary>Records that another host came to the same result.</summary>
    public void Confirm(StoredRow stored, BlockRow by, SqliteTransaction transaction) => connection.Execute(
        "INSERT INTO confirmations (block, worker, at) VALUES (@Id, @Worker, @At)",
        new { stored.Id, by.Worker, by.At },
        transaction);

    /// <summary>Who computed a stored block, and its digest; null when it is not there.</summary>
    public StoredOrigin? OriginOf(BlockKey key, int revision, SqliteTransaction transaction) => connection
        .Query<(string Node, string Host, long Slot, string Device, string Backend, string Processor, byte[] Digest)>(
            """
            SELECT node, host, slot, device, backend, processor, digest FROM blocks b JOIN workers w ON w.id = b.worker
            WHERE cell = (SELECT id FROM cells WHERE key = @Key) AND seed = @seed AND block_size = @BlockSize
            AND block = @Block AND revision = @revision
            """,
            new { key.Cell.Key, seed = unchecked((long)key.Seed), key.BlockSize, key.Block, revision },
            transaction)
        .Select(r => new StoredOrigin(
            new WorkerName(r.Node, r.Host, (int)r.Slot, r.Device, r.Backend, r.Processor), r.Digest))
        .SingleOrDefault();

    /// <summary>Records a mismatch; the same one again changes nothing.</summary>
    public void AddIncident(BlockRow row, StoredRow kept, SqliteTransaction transaction)
    {
        var result = row.Arrived.Result;
        var digest = result.Trials > kept.Trials && result.PrefixDigest is { } prefix ? prefix : result.Digest;
        AddIncident(
            row.Arrived.Key, row.Arrived.Revision, row.Cell, (kept.Worker, kept.Digest), (row.Worker, digest), row.At, transaction);
    }

    /// <summary>Records that two executions of a slice do not agree; the same one again changes nothing.</summary>
    public void AddIncident(SliceRow row, StoredStep kept, SqliteTransaction transaction) => AddIncident(
        row.Arrived.Key,
        row.Arrived.Revision,
        row.Cell,
        (kept.Worker, kept.Digest),
        (row.Worker, row.Arrived.Result.Digest),
        row.At,
        transaction);

    private void AddIncident(
        BlockKey key,
        int revision,
        long cell,
        (long Worker, byte[] Digest) kept,
        (long Worker, byte[] Digest) other,
        long at,
        SqliteTransaction transaction) => connection.Execute(
        $"""
        INSERT INTO incidents ({KeyColumns}, kept_worker, kept_digest, other_worker, other_digest, at)
        VALUES (@cell, @seed, @BlockSize, @Block, @revision, @keptWorker, @keptDigest, @otherWorker, @otherDigest, @at)
        ON CONFLICT DO NOTHING
        """,
        new
        {
            cell,
            seed = unchecked((long)key.Seed),
            key.BlockSize,
            key.Block,
            revision,
            keptWorker = kept.Worker,
            keptDigest = kept.Digest,
            otherWorker = other.Worker,
            otherDigest = other.Digest,
            at,
        },
        transaction);

    /// <inheritdoc/>
    public void Dispose()
    {
        insertBlock.Dispose();
        insertKept.Dispose();
    }

    private void InsertKept(long block, byte[] bytes, SqliteTransaction transaction)
    {
        if (bytes.Length == 0)
        {
            return;
        }

        insertKept.Transaction = transaction;
        insertKept.Parameters[0].Value = block;
        insertKept.Parameters[1].Value = bytes;
        insertKept.ExecuteNonQuery();
    }

    /// <summary>What names a block, as parameters of a statement.</summary>
    public static object KeyOf(BlockRow row) => new
    {
        row.Cell,
        Seed = unchecked((long)row.Arrived.Key.Seed),
        row.Arrived.Key.BlockSize,
        row.Arrived.Key.Block,
        row.Arrived.Revision,
    };

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}", Value = DBNull.Value });
        }

        command.Prepare();
        return command;
    }
}

/// <summary>What a second result of a block is compared with.</summary>
internal sealed class StoredRow
{
    /// <summary>Its row.</summary>
    public long Id { get; init; }

    /// <summary>Its trials.</summary>
    public long Trials { get; init; }

    /// <summary>Its column version.</summary>
    public long ColumnVersion { get; init; }

    /// <summary>The worker's row.</summary>
    public long Worker { get; init; }

    /// <summary>Its digest.</summary>
    public byte[] Digest { get; init; } = [];

    /// <summary>The worker's node.</summary>
    public string Node { get; init; } = "";

    /// <summary>The worker's host.</summary>
    public string Host { get; init; } = "";

    /// <summary>The worker's slot.</summary>
    public long Slot { get; init; }

    /// <summary>The worker's device.</summary>
    public string Device { get; init; } = "";

    /// <summary>The worker's backend.</summary>
    public string Backend { get; init; } = "";

    /// <summary>The worker's processor.</summary>
    public string Processor { get; init; } = "";

    /// <summary>1 when another host came to the same digest, else 0.</summary>
    public long Confirmed { get; init; }

    /// <summary>As the rule of comparison takes it.</summary>
    public KnownBlock Known => new(
        (int)Trials,
        (int)ColumnVersion,
        Digest,
        new WorkerName(Node, Host, (int)Slot, Device, Backend, Processor),
        Confirmed != 0);
}
