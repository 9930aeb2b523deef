using Dapper;
using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Writes the slices of long trials, and the states that those go on from.</summary>
internal sealed class SliceTable(SqliteConnection connection)
{
    private const string WhereKey =
        "cell = @Cell AND seed = @Seed AND block_size = @BlockSize AND block = @Block AND revision = @Revision";

    /// <summary>Where a trial is: its last slice; null when it has none.</summary>
    public StoredStep? Head(SliceRow row, SqliteTransaction transaction) => connection.QuerySingleOrDefault<StoredStep>(
        $"""
        SELECT id Id, first_step FirstStep, step Step, column_version ColumnVersion, origin Origin, digest Digest
        FROM slices WHERE {WhereKey} ORDER BY step DESC LIMIT 1
        """,
        KeyOf(row),
        transaction);

    /// <summary>The stored slice that ends where another one does; null when there is none.</summary>
    public StoredStep? At(SliceRow row, SqliteTransaction transaction) => connection.QuerySingleOrDefault<StoredStep>(
        $"""
        SELECT s.id Id, first_step FirstStep, step Step, column_version ColumnVersion, origin Origin, digest Digest,
            worker Worker, node Node, host Host, slot Slot, device Device, backend Backend, processor Processor
        FROM slices s JOIN workers w ON w.id = worker WHERE {WhereKey} AND step = @Step
        """,
        KeyOf(row),
        transaction);

    /// <summary>Stores the slice that a trial goes on by: its state takes the place of the one before.</summary>
    public void Add(SliceRow row, SqliteTransaction transaction)
    {
        var (arrived, result) = (row.Arrived, row.Arrived.Result);
        connection.Execute(
            $"DELETE FROM states WHERE slice IN (SELECT id FROM slices WHERE {WhereKey})", KeyOf(row), transaction);
        var id = connection.ExecuteScalar<long>(
            """
            INSERT INTO slices (cell, seed, block_size, block, revision, column_version, first_step, step, worker, elapsed,
                at, origin, digest, curve, checksum)
            VALUES (@Cell, @Seed, @BlockSize, @Block, @Revision, @ColumnVersion, @FirstStep, @Step, @Worker, @elapsed,
                @At, @Origin, @Digest, @Rows, @Checksum)
            RETURNING id
            """,
            new
            {
                row.Cell,
                Seed = unchecked((long)arrived.Key.Seed),
                arrived.Key.BlockSize,
                arrived.Key.Block,
                arrived.Revision,
                arrived.ColumnVersion,
                arrived.FirstStep,
                result.Step,
                row.Worker,
                elapsed = arrived.Elapsed.Ticks,
                row.At,
                arrived.Origin,
                result.Digest,
                result.Rows,
                row.Checksum,
            },
            transaction);
        if (!result.IsLast)
        {
            connection.Execute(
                "INSERT INTO states (slice, state, checksum) VALUES (@id, @State, @checksum)",
                new { id, result.State, checksum = SliceRow.ChecksumOf(result.State) },
                transaction);
        }
    }

    /// <summary>Removes all slices of a trial, which is to begin anew.</summary>
    public void Remove(SliceRow row, SqliteTransaction transaction)
    {
        connection.Execute(
            $"""
            DELETE FROM states WHERE slice IN (SELECT id FROM slices WHERE {WhereKey});
            DELETE FROM slices WHERE {WhereKey}
            """,
            KeyOf(row),
            transaction);
    }

    /// <summary>Records that another host came to the same end; the first one's word stays.</summary>
    public void Confirm(StoredStep stored, SliceRow by, SqliteTransaction transaction) => connection.Execute(
        "INSERT INTO slice_confirmations (slice, worker, at) VALUES (@Id, @Worker, @At) ON CONFLICT DO NOTHING",
        new { stored.Id, by.Worker, by.At },
        transaction);

    /// <summary>Whether one host alone stands for some slice of the trial in a block.</summary>
    public bool HasUnconfirmed(BlockRow row, SqliteTransaction transaction) => connection.ExecuteScalar<long>(
        $"""
        SELECT EXISTS (SELECT 1 FROM slices s WHERE {WhereKey}
            AND NOT EXISTS (SELECT 1 FROM slice_confirmations f WHERE f.slice = s.id))
        """,
        BlockTable.KeyOf(row),
        transaction) != 0;

    /// <summary>Whether a slice of the trial in a block is by a device whose results cannot be compared with the block's.</summary>
    public bool HasIncomparable(BlockRow row, SqliteTransaction transaction) => connection
        .Query<(string Node, string Host, long Slot, string Device, string Backend, string Processor)>(
            $"""
            SELECT DISTINCT node, host, slot, device, backend, processor
            FROM slices s JOIN workers w ON w.id = s.worker WHERE {WhereKey}
            """,
            BlockTable.KeyOf(row),
            transaction)
        .Any(r => !Backends.AreComparable(
            row.Arrived.By, new WorkerName(r.Node, r.Host, (int)r.Slot, r.Device, r.Backend, r.Processor)));

    /// <summary>Who computed the slice of a trial that ends at a step, and its digest; null when it is not there.</summary>
    public StoredOrigin? OriginOf(BlockKey key, int revision, long step, SqliteTransaction transaction) => connection
        .Query<(string Node, string Host, long Slot, string Device, string Backend, string Processor, byte[] Digest)>(
            """
            SELECT node, host, slot, device, backend, processor, digest FROM slices s JOIN workers w ON w.id = s.worker
            WHERE cell = (SELECT id FROM cells WHERE key = @Key) AND seed = @seed AND block_size = @BlockSize
            AND block = @Block AND revision = @revision AND step = @step
            """,
            new { key.Cell.Key, seed = unchecked((long)key.Seed), key.BlockSize, key.Block, revision, step },
            transaction)
        .Select(r => new StoredOrigin(
            new WorkerName(r.Node, r.Host, (int)r.Slot, r.Device, r.Backend, r.Processor), r.Digest))
        .SingleOrDefault();

    private static object KeyOf(SliceRow row) => new
    {
        row.Cell,
        Seed = unchecked((long)row.Arrived.Key.Seed),
        row.Arrived.Key.BlockSize,
        row.Arrived.Key.Block,
        row.Arrived.Revision,
        row.Arrived.Result.Step,
    };
}

/// <summary>A stored slice as another is compared with it.</summary>
internal sealed class StoredStep
{
    /// <summary>Its row.</summary>
    public long Id { get; init; }

    /// <summary>Where it begins.</summary>
    public long FirstStep { get; init; }

    /// <summary>Where it ends.</summary>
    public long Step { get; init; }

    /// <summary>Its column version.</summary>
    public long ColumnVersion { get; init; }

    /// <summary>The worker's row.</summary>
    public long Worker { get; init; }

    /// <summary>Digest of the state that it began with.</summary>
    public byte[] Origin { get; init; } = [];

    /// <summary>Digest of what it led to.</summary>
    public byte[] Digest { get; init; } = [];

    /// <summary>The worker's node.</summary>
    public string Node { get; init; } = "";

    /// <summary>The worker's host.</summary>
    public string Host { get; init; } = "";

    /// <summary>The worker's slot.</summary>
    public long Slot { get; init; }

    /// <summary>The worker's device.</summary>
    public string Device { get; init; } = "";

    /// <summary>The worker's backend; empty where it was not asked for.</summary>
    public string Backend { get; init; } = "";

    /// <summary>The worker's processor.</summary>
    public string Processor { get; init; } = "";

    /// <summary>As the rule of comparison takes it.</summary>
    public KnownSlice Known => new(
        FirstStep,
        Step,
        (int)ColumnVersion,
        Origin,
        Digest,
        Backend.Length > 0 ? new WorkerName(Node, Host, (int)Slot, Device, Backend, Processor) : null);
}
