using Dapper;
using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Reads what went wrong: blocks set aside, and incidents.</summary>
internal sealed class FaultReader(SqliteConnection connection, IReadOnlyDictionary<long, WorkerName> workers)
{
    /// <summary>Blocks set aside of a cell, lowest first.</summary>
    public IReadOnlyList<SetAsideBlock> SetAside(Cell cell, ulong seed, int blockSize)
    {
        var rows = connection.Query<SetAsideRow>(
            """
            SELECT id Id, block Block, revision Revision, attempts Attempts FROM set_aside
            WHERE cell = (SELECT id FROM cells WHERE key = @Key) AND seed = @seed AND block_size = @blockSize
            ORDER BY block, revision
            """,
            new { cell.Key, seed = unchecked((long)seed), blockSize });
        return [.. rows.Select(r => new SetAsideBlock(
            new BlockKey(cell, seed, blockSize, r.Block), (int)r.Revision, (int)r.Attempts, Errors(r)))];
    }

    /// <summary>Incidents, oldest first.</summary>
    public IReadOnlyList<Incident> Incidents() => Incidents("1");

    /// <summary>Incidents of which neither host was quarantined since, oldest first.</summary>
    public IReadOnlyList<Incident> OpenIncidents() => Incidents(
        """
        NOT EXISTS (SELECT 1 FROM quarantine q JOIN workers w ON w.host = q.host
            WHERE q.at >= i.at AND w.id IN (i.kept_worker, i.other_worker))
        """);

    private List<Incident> Incidents(string where) =>
        [.. connection.Query<IncidentRow>(
            $"""
            SELECT c.key Cell, i.seed Seed, i.block_size BlockSize, i.block Block, i.revision Revision,
                i.kept_worker KeptWorker, i.kept_digest KeptDigest, i.other_worker OtherWorker,
                i.other_digest OtherDigest, i.at At, s.step Step, s.origin Origin
            FROM incidents i JOIN cells c ON c.id = i.cell
                LEFT JOIN slices s ON s.cell = i.cell AND s.seed = i.seed AND s.block_size = i.block_size
                    AND s.block = i.block AND s.revision = i.revision
                    AND s.worker = i.kept_worker AND s.digest = i.kept_digest
            WHERE {where} ORDER BY i.id
            """).Select(r => new Incident(
            new BlockKey(Cell.Parse(r.Cell), unchecked((ulong)r.Seed), (int)r.BlockSize, r.Block),
            (int)r.Revision,
            workers[r.KeptWorker],
            r.KeptDigest,
            workers[r.OtherWorker],
            r.OtherDigest,
            StoredTime.From(r.At)) { Step = r.Step, Origin = r.Origin ?? [] })];

    private List<AttemptError> Errors(SetAsideRow row) =>
        [.. connection.Query<ErrorRow>(
            """
            SELECT at At, worker Worker, kind Kind, fault_block Block, fault_trial Trial, message Message, detail Detail
            FROM attempt_errors WHERE set_aside = @Id ORDER BY id
            """,
            row).Select(e => new AttemptError(
            StoredTime.From(e.At),
            e.Worker is { } worker ? workers[worker] : null,
            new ShardFailure(Enum.Parse<FailureKind>(e.Kind), e.Block, e.Trial, e.Message, e.Detail)))];

    private sealed class SetAsideRow
    {
        public long Id { get; init; }

        public long Block { get; init; }

        public long Revision { get; init; }

        public long Attempts { get; init; }
    }

    private sealed class ErrorRow
    {
        public long At { get; init; }

        public long? Worker { get; init; }

        public string Kind { get; init; } = "";

        public long? Block { get; init; }

        public long? Trial { get; init; }

        public string Message { get; init; } = "";

        public string Detail { get; init; } = "";
    }

    private sealed class IncidentRow
    {
        public string Cell { get; init; } = "";

        public long Seed { get; init; }

        public long BlockSize { get; init; }

        public long Block { get; init; }

        public long Revision { get; init; }

        public long KeptWorker { get; init; }

        public byte[] KeptDigest { get; init; } = [];

        public long OtherWorker { get; init; }

        public byte[] OtherDigest { get; init; } = [];

        public long At { get; init; }

        public long? Step { get; init; }

        public byte[]? Origin { get; init; }
    }
}
