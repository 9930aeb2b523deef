using Dapper;
using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Writes sweeps: a row for each, and an edition for its first registration and for every amendment.</summary>
internal sealed class SweepTable(SqliteConnection connection, TextTables texts)
{
    /// <summary>Records a sweep or an amendment; one that changes nothing but its source has that replaced.</summary>
    public void Register(Sweep sweep, string source, DateTimeOffset at, SqliteTransaction transaction)
    {
        var seed = unchecked((long)sweep.Seed);
        var known = connection.QuerySingleOrDefault<KnownSweep>(
            """
            SELECT s.id Id, s.study Study, s.seed Seed, s.block_size BlockSize, e.id Edition, e.number Number,
                e.trials Trials, e.keep Keep
            FROM sweeps s JOIN editions e ON e.sweep = s.id WHERE s.name = @Name ORDER BY e.number DESC LIMIT 1
            """,
            sweep,
            transaction);
        if (known is null)
        {
            var id = connection.ExecuteScalar<long>(
                """
                INSERT INTO sweeps (name, study, seed, block_size) VALUES (@Name, @Study, @seed, @BlockSize) RETURNING id
                """,
                new { sweep.Name, sweep.Study, seed, sweep.BlockSize },
                transaction);
            AddEdition(id, 1, sweep, source, at, transaction);
            return;
        }

        if (known.Study != sweep.Study || known.Seed != seed || known.BlockSize != sweep.BlockSize
            || known.Trials > sweep.Trials)
        {
            throw new ArgumentException(
                $"Sweep '{sweep.Name}' is there with another study, seed or block size, or with more trials.", nameof(sweep));
        }

        if (known.Trials == sweep.Trials && known.Keep == (long)sweep.Keep && HasCells(known.Edition, sweep, transaction))
        {
            connection.Execute(
                "UPDATE editions SET source = @source WHERE id = @Edition AND source <> @source",
                new { source, known.Edition },
                transaction);
            return;
        }

        AddEdition(known.Id, known.Number + 1, sweep, source, at, transaction);
    }

    private bool HasCells(long edition, Sweep sweep, SqliteTransaction transaction)
    {
        var cells = connection.Query<(string Key, long? Trials)>(
            """
            SELECT c.key, e.trials FROM edition_cells e JOIN cells c ON c.id = e.cell
            WHERE e.edition = @edition ORDER BY e.position
            """,
            new { edition },
            transaction);
        return cells.SequenceEqual(sweep.Cells.Select(c => (c.Key, ImpliedOf(sweep, c))));
    }

    private void AddEdition(
        long sweepRow, long number, Sweep sweep, string source, DateTimeOffset at, SqliteTransaction transaction)
    {
        var edition = connection.ExecuteScalar<long>(
            """
            INSERT INTO editions (sweep, number, at, trials, keep, source)
            VALUES (@sweepRow, @number, @at, @Trials, @Keep, @source) RETURNING id
            """,
            new { sweepRow, number, at = StoredTime.Of(at), sweep.Trials, Keep = (long)sweep.Keep, source },
            transaction);
        connection.Execute(
            "INSERT INTO edition_cells (edition, position, cell, trials) VALUES (@edition, @position, @cell, @trials)",
            sweep.Cells.Select((c, position) =>
                new { edition, position, cell = texts.Cell(c, transaction).Row, trials = ImpliedOf(sweep, c) }).ToArray(),
            transaction);
    }

    private static long? ImpliedOf(Sweep sweep, Cell cell) => sweep.Implied is null ? null : sweep.TrialsOf(cell);

    private sealed class KnownSweep
    {
        public long Id { get; init; }

        public string Study { get; init; } = "";

        public long Seed { get; init; }

        public long BlockSize { get; init; }

        public long Edition { get; init; }

        public long Number { get; init; }

        public long Trials { get; init; }

        public long Keep { get; init; }
    }
}
