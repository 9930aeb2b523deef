using System.Text.Json;
using Dapper;
using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Reads what is known of hosts: their nodes, who was wrong, and whose blocks nobody confirmed.</summary>
internal sealed class HostReader(SqliteConnection connection)
{
    /// <summary>Unconfirmed blocks of a cell by host; a host without any is left out.</summary>
    public IReadOnlyList<HostBlocks> Unconfirmed(Cell cell, ulong seed, int blockSize, int revision)
    {
        var hosts = new SortedDictionary<string, BlockSet>(StringComparer.Ordinal);
        var rows = connection.Query<(string Host, long Block)>(
            """
            SELECT w.host, b.block FROM blocks b JOIN workers w ON w.id = b.worker
            WHERE b.cell = (SELECT id FROM cells WHERE key = @Key) AND b.seed = @seed AND b.block_size = @blockSize
            AND b.revision = @revision AND NOT EXISTS (SELECT 1 FROM confirmations f WHERE f.block = b.id)
            ORDER BY b.block
            """,
            new { cell.Key, seed = unchecked((long)seed), blockSize, revision },
            buffered: false);
        foreach (var (host, block) in rows)
        {
            if (!hosts.TryGetValue(host, out var blocks))
            {
                hosts[host] = blocks = [];
            }

            blocks.Add(new BlockRange(block, 1));
        }

        return [.. hosts.Select(h => new HostBlocks(h.Key, h.Value))];
    }

    /// <summary>Every time that a host was put under quarantine, oldest first.</summary>
    public IReadOnlyList<QuarantineRecord> Quarantines() =>
        [.. connection.Query<QuarantineRow>(
            """
            SELECT host Host, reason Reason, at At, withdrawn Withdrawn, is_over IsOver FROM quarantine ORDER BY id
            """).Select(q => new QuarantineRecord(
            new QuarantinedHost(q.Host, q.Reason, StoredTime.From(q.At)), q.Withdrawn, q.IsOver != 0))];

    /// <summary>Nodes, the latest seen first.</summary>
    public IReadOnlyList<NodeRecord> Nodes() =>
        [.. connection.Query<NodeRow>(
            """
            SELECT name Name, host Host, processor Processor, slots Slots, capability Capability, device Device,
                backend Backend, release Release, studies Studies, state State, running Running, joined Joined,
                seen Seen, shards Shards, trials Trials, trials_per_second TrialsPerSecond, failures Failures,
                audits_passed AuditsPassed, audits_failed AuditsFailed
            FROM nodes ORDER BY seen DESC, name
            """).Select(n => n.Record())];

    private sealed class QuarantineRow
    {
        public string Host { get; init; } = "";

        public string Reason { get; init; } = "";

        public long At { get; init; }

        public long Withdrawn { get; init; }

        public long IsOver { get; init; }
    }

    private sealed class NodeRow
    {
        public string Name { get; init; } = "";

        public string Host { get; init; } = "";

        public string Processor { get; init; } = "";

        public long Slots { get; init; }

        public string Capability { get; init; } = "";

        public string Device { get; init; } = "";

        public string Backend { get; init; } = "";

        public string Release { get; init; } = "";

        public string Studies { get; init; } = "";

        public string State { get; init; } = "";

        public string Running { get; init; } = "";

        public long Joined { get; init; }

        public long Seen { get; init; }

        public long Shards { get; init; }

        public long Trials { get; init; }

        public double TrialsPerSecond { get; init; }

        public long Failures { get; init; }

        public long AuditsPassed { get; init; }

        public long AuditsFailed { get; init; }

        public NodeRecord Record() => new(
            new NodeHello(
                Name, Host, Processor, (int)Slots, Capability, Device, Backend, Release, StudiesOf(Studies)),
            Enum.TryParse<NodeState>(State, out var state) ? state : throw new FormatException($"node state '{State}'"),
            Running,
            StoredTime.From(Joined),
            StoredTime.From(Seen),
            Shards,
            Trials,
            TrialsPerSecond,
            Failures,
            AuditsPassed,
            AuditsFailed);

        private static StudyVersion[] StudiesOf(string text)
        {
            try
            {
                return JsonSerializer.Deserialize<StudyVersion[]>(text) ?? [];
            }
            catch (JsonException e)
            {
                throw new FormatException($"studies of a node: {e.Message}", e);
            }
        }
    }
}
