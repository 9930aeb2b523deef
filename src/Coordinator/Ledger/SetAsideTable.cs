using Dapper;
using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Writes the blocks that were given up, with their errors.</summary>
internal sealed class SetAsideTable(SqliteConnection connection, TextTables texts)
{
    private bool isEmpty = connection.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM set_aside)") == 0;

    /// <summary>Records a block as set aside; its errors of before, if any, go.</summary>
    public void Add(SetAsideBlock block, long at, SqliteTransaction transaction)
    {
        isEmpty = false;
        var (cell, _) = texts.Cell(block.Key.Cell, transaction);
        var id = connection.ExecuteScalar<long>(
            """
            INSERT INTO set_aside (cell, seed, block_size, block, revision, attempts, at)
            VALUES (@cell, @seed, @BlockSize, @Block, @Revision, @Attempts, @at)
            ON CONFLICT (cell, seed, block_size, block, revision) DO UPDATE SET attempts = @Attempts, at = @at
            RETURNING id
            """,
            new
            {
                cell,
                seed = unchecked((long)block.Key.Seed),
                block.Key.BlockSize,
                block.Key.Block,
                block.Revision,
                block.Attempts,
                at,
            },
            transaction);
        connection.Execute("DELETE FROM attempt_errors WHERE set_aside = @id", new { id }, transaction);
        connection.Execute(
            """
            INSERT INTO attempt_errors (set_aside, at, worker, kind, fault_block, fault_trial, message, detail)
            VALUES (@id, @At, @Worker, @Kind, @Block, @Trial, @Message, @Detail)
            """,
            block.Errors.Select(e => new
            {
                id,
                At = StoredTime.Of(e.At),
                Worker = e.By is { } by ? texts.Worker(by, transaction).Row : (long?)null,
                Kind = e.Failure.Kind.ToString(),
                e.Failure.Block,
                e.Failure.Trial,
                e.Failure.Message,
                e.Failure.Detail,
            }).ToArray(),
            transaction);
    }

    /// <summary>Forgets that a block was set aside: it has a result.</summary>
    public void Remove(BlockRow row, SqliteTransaction transaction)
    {
        if (isEmpty)
        {
            return;
        }

        connection.Execute(
            """
            DELETE FROM set_aside WHERE cell = @Cell AND seed = @seed AND block_size = @BlockSize AND block = @Block
            AND revision = @Revision
            """,
            new
            {
                row.Cell,
                seed = unchecked((long)row.Arrived.Key.Seed),
                row.Arrived.Key.BlockSize,
                row.Arrived.Key.Block,
                row.Arrived.Revision,
            },
            transaction);
    }

    /// <summary>Forgets the set-aside blocks of a sweep's cells.</summary>
    /// <returns>How many.</returns>
    public long RemoveAll(Sweep sweep, SqliteTransaction transaction) =>
        sweep.Cells.Sum(cell => RemoveAll(cell, sweep, transaction));

    private long RemoveAll(Cell cell, Sweep sweep, SqliteTransaction transaction) => connection.Execute(
        """
        DELETE FROM set_aside WHERE cell = (SELECT id FROM cells WHERE key = @Key) AND seed = @seed
        AND block_size = @BlockSize
        """,
        new { cell.Key, seed = unchecked((long)sweep.Seed), sweep.BlockSize },
        transaction);
}
