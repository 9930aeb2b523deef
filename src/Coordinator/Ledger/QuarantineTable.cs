using Dapper;
using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Writes which hosts were wrong, and takes their results back.</summary>
internal sealed class QuarantineTable(SqliteConnection connection)
{
    // Their rows are looked for once: a host may have any of a ledger's blocks.
    private const string Choose =
        """
        CREATE TEMP TABLE IF NOT EXISTS withdrawn (id INTEGER PRIMARY KEY);
        DELETE FROM temp.withdrawn;
        INSERT INTO temp.withdrawn
        SELECT b.id FROM blocks b JOIN workers w ON w.id = b.worker
        WHERE w.host = @Host AND NOT EXISTS (SELECT 1 FROM confirmations f WHERE f.block = b.id);

        INSERT OR IGNORE INTO temp.withdrawn
        SELECT b.id FROM slices s JOIN workers w ON w.id = s.worker JOIN blocks b
        ON b.cell = s.cell AND b.seed = s.seed AND b.block_size = s.block_size AND b.block = s.block
        AND b.revision = s.revision
        WHERE w.host = @Host AND NOT EXISTS (SELECT 1 FROM confirmations f WHERE f.block = b.id);

        CREATE TEMP TABLE IF NOT EXISTS begun (id INTEGER PRIMARY KEY);
        DELETE FROM temp.begun;
        INSERT INTO temp.begun
        SELECT DISTINCT t.slice FROM states t JOIN slices head ON head.id = t.slice JOIN slices s
        ON s.cell = head.cell AND s.seed = head.seed AND s.block_size = head.block_size AND s.block = head.block
        AND s.revision = head.revision JOIN workers w ON w.id = s.worker
        WHERE w.host = @Host;
        """;

    // What longer ones replaced goes as well: it is judged by them, and may be of the same host.
    private const string Remove =
        """
        DELETE FROM kept WHERE block IN (SELECT id FROM temp.withdrawn);
        DELETE FROM replaced_blocks WHERE id IN (
            SELECT r.id FROM temp.withdrawn t JOIN blocks b ON b.id = t.id JOIN replaced_blocks r
            ON r.cell = b.cell AND r.seed = b.seed AND r.block_size = b.block_size AND r.block = b.block
            AND r.revision = b.revision);
        DELETE FROM states WHERE slice IN (SELECT id FROM temp.begun);
        DELETE FROM slices WHERE id IN (
            SELECT s.id FROM temp.begun g JOIN slices head ON head.id = g.id JOIN slices s
            ON s.cell = head.cell AND s.seed = head.seed AND s.block_size = head.block_size AND s.block = head.block
            AND s.revision = head.revision);
        DELETE FROM slices WHERE id IN (
            SELECT s.id FROM temp.withdrawn t JOIN blocks b ON b.id = t.id JOIN slices s
            ON s.cell = b.cell AND s.seed = b.seed AND s.block_size = b.block_size AND s.block = b.block
            AND s.revision = b.revision);
        DELETE FROM blocks WHERE id IN (SELECT id FROM temp.withdrawn);
        DELETE FROM temp.withdrawn;
        DELETE FROM temp.begun;
        """;

    /// <summary>Records that a host is wrong and removes its stored blocks that nobody confirmed.</summary>
    /// <returns>What was removed, by cell, seed, block size and revision.</returns>
    public IReadOnlyList<WithdrawnBlocks> Add(QuarantinedHost host, SqliteTransaction transaction)
    {
        connection.Execute(Choose, host, transaction);
        var withdrawn = Chosen(transaction);
        connection.Execute(Remove, transaction: transaction);
        connection.Execute(
            "INSERT INTO quarantine (host, reason, at, withdrawn) VALUES (@Host, @Reason, @at, @blocks)",
            new { host.Host, host.Reason, at = StoredTime.Of(host.At), blocks = withdrawn.Sum(w => w.Blocks.Count) },
            transaction);
        return withdrawn;
    }

    /// <summary>Ends a host's quarantine.</summary>
    /// <returns>Whether there was one.</returns>
    public bool End(string host, SqliteTransaction transaction) => connection.Execute(
        "UPDATE quarantine SET is_over = 1 WHERE host = @host AND is_over = 0", new { host }, transaction) > 0;

    private List<WithdrawnBlocks> Chosen(SqliteTransaction transaction)
    {
        var withdrawn = new List<WithdrawnBlocks>();
        var rows = connection.Query<ChosenRow>(
            """
            SELECT c.key Cell, b.seed Seed, b.block_size BlockSize, b.revision Revision, b.block Block, 0 Begun, b.cell At
            FROM temp.withdrawn t JOIN blocks b ON b.id = t.id JOIN cells c ON c.id = b.cell
            UNION ALL
            SELECT c.key, s.seed, s.block_size, s.revision, s.block, 1, s.cell
            FROM temp.begun g JOIN slices s ON s.id = g.id JOIN cells c ON c.id = s.cell
            ORDER BY At, Seed, BlockSize, Revision, Begun, Block
            """,
            transaction: transaction,
            buffered: false);
        ChosenRow? last = null;
        foreach (var row in rows)
        {
            if (last is null || !row.IsBeside(last))
            {
                withdrawn.Add(new WithdrawnBlocks(
                    Cell.Parse(row.Cell), unchecked((ulong)row.Seed), (int)row.BlockSize, (int)row.Revision, []));
            }

            (row.Begun == 0 ? withdrawn[^1].Blocks : withdrawn[^1].Unfinished).Add(new BlockRange(row.Block, 1));
            last = row;
        }

        return withdrawn;
    }

    private sealed class ChosenRow
    {
        public string Cell { get; init; } = "";

        public long Seed { get; init; }

        public long BlockSize { get; init; }

        public long Revision { get; init; }

        public long Block { get; init; }

        /// <summary>1 for a long trial that has not ended, 0 for a block.</summary>
        public long Begun { get; init; }

        public bool IsBeside(ChosenRow other) =>
            (Cell, Seed, BlockSize, Revision) == (other.Cell, other.Seed, other.BlockSize, other.Revision);
    }
}
