using Dapper;
using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>The tables of cells and workers, each of which is stored once and known by its row number.</summary>
internal sealed class TextTables(SqliteConnection connection)
{
    private readonly Dictionary<Cell, (long Row, byte[] Hash)> cells = [];
    private readonly Dictionary<WorkerName, (long Row, byte[] Hash)> workers = [];

    /// <summary>A cell's row, stored when it is new, and its part in checksums.</summary>
    public (long Row, byte[] Hash) Cell(Cell cell, SqliteTransaction transaction)
    {
        if (!cells.TryGetValue(cell, out var known))
        {
            connection.Execute("INSERT INTO cells (key) VALUES (@Key) ON CONFLICT DO NOTHING", cell, transaction);
            var row = connection.ExecuteScalar<long>("SELECT id FROM cells WHERE key = @Key", cell, transaction);
            cells[cell] = known = (row, RowChecksum.OfCell(cell.Key));
        }

        return known;
    }

    /// <summary>A worker's row, stored when it is new, and its part in checksums.</summary>
    public (long Row, byte[] Hash) Worker(WorkerName worker, SqliteTransaction transaction)
    {
        if (!workers.TryGetValue(worker, out var known))
        {
            connection.Execute(
                """
                INSERT INTO workers (node, host, slot, device, backend, processor)
                VALUES (@Node, @Host, @Slot, @Device, @Backend, @Processor) ON CONFLICT DO NOTHING
                """,
                worker,
                transaction);
            var row = connection.ExecuteScalar<long>(
                """
                SELECT id FROM workers WHERE node = @Node AND host = @Host AND slot = @Slot AND device = @Device
                AND backend = @Backend AND processor = @Processor
                """,
                worker,
                transaction);
            workers[worker] = known = (row, RowChecksum.OfWorker(worker));
        }

        return known;
    }

    /// <summary>Forgets the rows, after a transaction that may have made some was rolled back.</summary>
    public void Forget()
    {
        cells.Clear();
        workers.Clear();
    }
}
