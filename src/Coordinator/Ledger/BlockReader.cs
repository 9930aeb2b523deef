using Dapper;
using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Reads blocks. By column position, since a ledger has many.</summary>
internal sealed class BlockReader(SqliteConnection connection, IReadOnlyDictionary<long, WorkerName> workers)
{
    private const string Columns =
        """
        b.block, b.revision, b.column_version, b.trials, b.keep, b.attempts, b.worker, b.elapsed, b.at, b.digest,
        b.summary
        """;

    private const int ColumnCount = 11;

    private const string WhereCell =
        "b.cell = (SELECT id FROM cells WHERE key = $key) AND b.seed = $seed AND b.block_size = $blockSize";

    private const string WhereOne =
        WhereCell
        + " AND b.block = $block AND ($revision IS NULL OR b.revision = $revision) ORDER BY b.revision DESC LIMIT 1";

    /// <summary>Blocks of a cell, by block and revision.</summary>
    public IEnumerable<StoredBlock> All(Cell cell, ulong seed, int blockSize)
    {
        using var command = Command(
            $"SELECT {Columns} FROM blocks b WHERE {WhereCell} ORDER BY b.block, b.revision", cell, seed, blockSize);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            yield return Read(row, new BlockKey(cell, seed, blockSize, row.GetInt64(0)));
        }
    }

    /// <summary>One block of the given or newest revision.</summary>
    public StoredBlock? One(BlockKey key, int? revision)
    {
        using var command = Command($"SELECT {Columns} FROM blocks b WHERE {WhereOne}", key, revision);
        using var row = command.ExecuteReader();
        return row.Read() ? Read(row, key) : null;
    }

    /// <summary>What is kept of one block's trials.</summary>
    public byte[] Kept(BlockKey key, int? revision)
    {
        using var command = Command(
            $"SELECT bytes FROM kept WHERE block = (SELECT b.id FROM blocks b WHERE {WhereOne})", key, revision);
        return command.ExecuteScalar() as byte[] ?? [];
    }

    /// <summary>How much of each block is stored, without reading more than that.</summary>
    public IReadOnlyList<StoredExtent> Extents(Cell cell, ulong seed, int blockSize)
    {
        using var command = Command(
            $"""
            SELECT b.block, b.trials, b.revision, b.column_version FROM blocks b WHERE {WhereCell}
            ORDER BY b.block, b.revision
            """,
            cell,
            seed,
            blockSize);
        using var row = command.ExecuteReader();
        var extents = new List<StoredExtent>();
        while (row.Read())
        {
            extents.Add(new StoredExtent(row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)));
        }

        return extents;
    }

    /// <summary>Blocks whose row, with what is kept of its trials, does not have its checksum.</summary>
    public IEnumerable<DamagedBlock> Damaged()
    {
        var cellKeys = connection.Query<(long Id, string Key)>("SELECT id, key FROM cells")
            .ToDictionary(c => c.Id, c => c.Key);
        var cellHashes = cellKeys.ToDictionary(c => c.Key, c => RowChecksum.OfCell(c.Value));
        var workerHashes = workers.ToDictionary(w => w.Key, w => RowChecksum.OfWorker(w.Value));
        using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT {Columns}, b.cell, b.seed, b.block_size, b.checksum, k.bytes, b.id
            FROM blocks b LEFT JOIN kept k ON k.block = b.id ORDER BY b.id
            """;
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            // A block whose cell or worker is gone has lost a part of what its checksum is over.
            var cell = row.GetInt64(ColumnCount);
            if (!cellHashes.TryGetValue(cell, out var cellHash)
                || !workerHashes.TryGetValue(row.GetInt64(6), out var workerHash)
                || ChecksumOf(row, cellHash, workerHash) != row.GetInt64(ColumnCount + 3))
            {
                var key = KeyOf(row, cellKeys.GetValueOrDefault(cell));
                yield return new DamagedBlock(row.GetInt64(ColumnCount + 5), key);
            }
        }
    }

    private static BlockKey? KeyOf(SqliteDataReader row, string? cellKey)
    {
        try
        {
            return cellKey is null ? null : new BlockKey(
                Cell.Parse(cellKey),
                unchecked((ulong)row.GetInt64(ColumnCount + 1)),
                row.GetInt32(ColumnCount + 2),
                row.GetInt64(0));
        }
        catch (FormatException)
        {
            // The key is what is damaged.
            return null;
        }
    }

    private static long ChecksumOf(SqliteDataReader row, byte[] cell, byte[] worker) => RowChecksum.Of(
        cell,
        worker,
        [
            row.GetInt64(ColumnCount + 1), row.GetInt64(ColumnCount + 2), row.GetInt64(0), row.GetInt64(1),
            row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(7), row.GetInt64(8),
        ],
        (byte[])row[9],
        (byte[])row[10],
        row[ColumnCount + 4] as byte[] ?? []);

    private StoredBlock Read(SqliteDataReader row, BlockKey key) => new(
        key,
        row.GetInt32(3),
        row.GetInt32(1),
        row.GetInt32(2),
        (Keep)row.GetInt32(4),
        row.GetInt32(5),
        workers[row.GetInt64(6)],
        TimeSpan.FromTicks(row.GetInt64(7)),
        StoredTime.From(row.GetInt64(8)),
        (byte[])row[9],
        (byte[])row[10]);

    private SqliteCommand Command(string sql, BlockKey key, int? revision)
    {
        var command = Command(sql, key.Cell, key.Seed, key.BlockSize);
        command.Parameters.AddWithValue("$block", key.Block);
        command.Parameters.AddWithValue("$revision", (object?)revision ?? DBNull.Value);
        return command;
    }

    private SqliteCommand Command(string sql, Cell cell, ulong seed, int blockSize)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$key", cell.Key);
        command.Parameters.AddWithValue("$seed", unchecked((long)seed));
        command.Parameters.AddWithValue("$blockSize", blockSize);
        return command;
    }
}
