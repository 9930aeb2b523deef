using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Reads the slices of long trials. By column position, since a ledger may have many.</summary>
internal sealed class SliceReader(SqliteConnection connection, IReadOnlyDictionary<long, WorkerName> workers)
{
    private const string WhereCell =
        """
        s.cell = (SELECT id FROM cells WHERE key = $key) AND s.seed = $seed AND s.block_size = $blockSize
        AND s.revision = $revision
        """;

    /// <summary>Slices of a cell's trials, by trial and step.</summary>
    public IEnumerable<StoredSlice> All(Cell cell, ulong seed, int blockSize, int revision, long? block)
    {
        using var command = Command(
            $"""
            SELECT s.block, s.first_step, s.step, s.column_version, s.worker, s.elapsed, s.at, s.digest, s.curve
            FROM slices s WHERE {WhereCell} AND ($block IS NULL OR s.block = $block) ORDER BY s.block, s.step
            """,
            cell,
            seed,
            blockSize,
            revision);
        command.Parameters.AddWithValue("$block", (object?)block ?? DBNull.Value);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            yield return new StoredSlice(
                row.GetInt64(0),
                row.GetInt64(1),
                row.GetInt64(2),
                row.GetInt32(3),
                workers[row.GetInt64(4)],
                TimeSpan.FromTicks(row.GetInt64(5)),
                StoredTime.From(row.GetInt64(6)),
                (byte[])row[7],
                (byte[])row[8]);
        }
    }

    /// <summary>Who computed the slices of a cell's trials, by trial and step.</summary>
    public IEnumerable<SliceHost> Hosts(Cell cell, ulong seed, int blockSize, int revision)
    {
        using var command = Command(
            $"SELECT s.block, s.first_step, s.worker FROM slices s WHERE {WhereCell} ORDER BY s.block, s.step",
            cell,
            seed,
            blockSize,
            revision);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            yield return new SliceHost(row.GetInt64(0), row.GetInt64(1), workers[row.GetInt64(2)].Host);
        }
    }

    /// <summary>Trials of a cell that have begun and not ended, lowest first.</summary>
    public IReadOnlyList<UnfinishedTrial> Unfinished(Cell cell, ulong seed, int blockSize, int revision)
    {
        using var command = Command(
            $"""
            SELECT s.block, s.column_version, s.step, s.digest, t.state
            FROM states t JOIN slices s ON s.id = t.slice WHERE {WhereCell} ORDER BY s.block
            """,
            cell,
            seed,
            blockSize,
            revision);
        using var row = command.ExecuteReader();
        var trials = new List<UnfinishedTrial>();
        while (row.Read())
        {
            trials.Add(new UnfinishedTrial(
                row.GetInt64(0), row.GetInt32(1), row.GetInt64(2), (byte[])row[3], (byte[])row[4]));
        }

        return trials;
    }

    /// <summary>Slices whose row, or whose state, does not have its checksum.</summary>
    public IEnumerable<DamagedBlock> Damaged()
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT s.id, c.key, s.seed, s.block_size, s.block, s.revision, s.column_version, s.first_step, s.step, s.worker,
                s.elapsed, s.at, s.origin, s.digest, s.curve, s.checksum, t.state, t.checksum
            FROM slices s LEFT JOIN cells c ON c.id = s.cell LEFT JOIN states t ON t.slice = s.id ORDER BY s.id
            """;
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            if (!IsWhole(row))
            {
                yield return new DamagedBlock(row.GetInt64(0), KeyOf(row));
            }
        }
    }

    private bool IsWhole(SqliteDataReader row)
    {
        if (row.IsDBNull(1) || !workers.TryGetValue(row.GetInt64(9), out var worker))
        {
            return false;
        }

        var checksum = RowChecksum.Of(
            RowChecksum.OfCell(row.GetString(1)),
            RowChecksum.OfWorker(worker),
            [
                row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7),
                row.GetInt64(8), row.GetInt64(10), row.GetInt64(11),
            ],
            (byte[])row[12],
            (byte[])row[13],
            (byte[])row[14]);
        return checksum == row.GetInt64(15)
            && (row.IsDBNull(16) || SliceRow.ChecksumOf((byte[])row[16]) == row.GetInt64(17));
    }

    private static BlockKey? KeyOf(SqliteDataReader row)
    {
        try
        {
            return row.IsDBNull(1) ? null : new BlockKey(
                Cell.Parse(row.GetString(1)), unchecked((ulong)row.GetInt64(2)), row.GetInt32(3), row.GetInt64(4));
        }
        catch (FormatException)
        {
            // The key is what is damaged.
            return null;
        }
    }

    private SqliteCommand Command(string sql, Cell cell, ulong seed, int blockSize, int revision)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$key", cell.Key);
        command.Parameters.AddWithValue("$seed", unchecked((long)seed));
        command.Parameters.AddWithValue("$blockSize", blockSize);
        command.Parameters.AddWithValue("$revision", revision);
        return command;
    }
}
