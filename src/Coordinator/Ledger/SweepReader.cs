using Dapper;
using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Reads sweeps and their editions.</summary>
internal sealed class SweepReader(SqliteConnection connection)
{
    /// <summary>The sweeps, oldest first, as their last editions have them.</summary>
    public IReadOnlyList<SweepRecord> All() =>
        [.. connection.Query<SweepRow>(
            """
            SELECT id Id, name Name, study Study, seed Seed, block_size BlockSize FROM sweeps ORDER BY id
            """).AsList().Select(Read)];

    /// <summary>The cells of the last edition in its order, then those that only earlier ones name.</summary>
    public IReadOnlyList<SweepCell> Cells(long sweep)
    {
        var rows = connection.Query<(long Number, string Key)>(
            """
            SELECT e.number, c.key FROM editions e
            JOIN edition_cells x ON x.edition = e.id JOIN cells c ON c.id = x.cell WHERE e.sweep = @sweep ORDER BY e.number DESC, x.position
            """,
            new { sweep }).AsList();
        return
        [
            .. rows.DistinctBy(r => r.Key).Select(r => new SweepCell(Cell.Parse(r.Key), r.Number == rows[0].Number)),
        ];
    }

    private SweepRecord Read(SweepRow row)
    {
        var editions = connection.Query<EditionRow>(
            """
            SELECT id Id, at At, trials Trials, keep Keep, source Source FROM editions WHERE sweep = @Id ORDER BY number
            """,
            row).AsList();
        var last = editions[^1];
        var cells = connection.Query<string>(
            "SELECT c.key FROM edition_cells x JOIN cells c ON c.id = x.cell WHERE x.edition = @Id ORDER BY x.position",
            last);
        var sweep = new Sweep(
            row.Name,
            row.Study,
            unchecked((ulong)row.Seed),
            last.Trials,
            (int)row.BlockSize,
            (Keep)last.Keep,
            [.. cells.Select(Cell.Parse)])
        {
            Implied = Implied(row.Id, last.Id),
        };
        return new SweepRecord(
            row.Id,
            sweep,
            last.Source,
            StoredTime.From(editions[0].At),
            [.. editions.Skip(1).Select(e => StoredTime.From(e.At))]);
    }

    /// <summary>
    /// Implied numbers of trials, those of cells that only earlier editions name included; null where the last edition has
    /// none.
    /// </summary>
    private Dictionary<Cell, long>? Implied(long sweep, long lastEdition)
    {
        var rows = connection.Query<(string Key, long Trials, long Edition)>(
            """
            SELECT c.key, x.trials, e.id FROM editions e JOIN edition_cells x ON x.edition = e.id
            JOIN cells c ON c.id = x.cell WHERE e.sweep = @sweep AND x.trials IS NOT NULL ORDER BY e.number DESC, x.position
            """,
            new { sweep }).AsList();
        return rows.Exists(r => r.Edition == lastEdition)
            ? rows.DistinctBy(r => r.Key).ToDictionary(r => Cell.Parse(r.Key), r => r.Trials)
            : null;
    }

    private sealed class SweepRow
    {
        public long Id { get; init; }

        public string Name { get; init; } = "";

        public string Study { get; init; } = "";

        public long Seed { get; init; }

        public long BlockSize { get; init; }
    }

    private sealed class EditionRow
    {
        public long Id { get; init; }

        public long At { get; init; }

        public long Trials { get; init; }

        public long Keep { get; init; }

        public string Source { get; init; } = "";
    }
}
