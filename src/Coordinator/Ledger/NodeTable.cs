using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Writes how nodes are doing.</summary>
internal sealed class NodeTable(SqliteConnection connection)
{
    /// <summary>Writes nodes over what was written of those of the same name.</summary>
    public void Put(IReadOnlyList<NodeRecord> nodes, SqliteTransaction transaction) => connection.Execute(
        """
        INSERT INTO nodes (name, host, processor, slots, capability, device, backend, release, studies, state, running,
            joined, seen, shards, trials, trials_per_second, failures, audits_passed, audits_failed)
        VALUES (@Name, @Host, @Processor, @Slots, @Capability, @Device, @Backend, @Release, @studies, @state, @Running,
            @joined, @seen, @Shards, @Trials, @TrialsPerSecond, @Failures, @AuditsPassed, @AuditsFailed)
        ON CONFLICT (name) DO UPDATE SET host = excluded.host, processor = excluded.processor, slots = excluded.slots,
            capability = excluded.capability, device = excluded.device, backend = excluded.backend,
            release = excluded.release, studies = excluded.studies, state = excluded.state, running = excluded.running,
            joined = excluded.joined, seen = excluded.seen, shards = excluded.shards, trials = excluded.trials,
            trials_per_second = excluded.trials_per_second, failures = excluded.failures,
            audits_passed = excluded.audits_passed, audits_failed = excluded.audits_failed
        """,
        nodes.Select(n => new
        {
            n.Hello.Name,
            n.Hello.Host,
            n.Hello.Processor,
            n.Hello.Slots,
            n.Hello.Capability,
            n.Hello.Device,
            n.Hello.Backend,
            n.Hello.Release,
            studies = JsonSerializer.Serialize(n.Hello.Studies),
            state = n.State.ToString(),
            n.Running,
            joined = StoredTime.Of(n.Joined),
            seen = StoredTime.Of(n.Seen),
            n.Shards,
            n.Trials,
            n.TrialsPerSecond,
            n.Failures,
            n.AuditsPassed,
            n.AuditsFailed,
        }),
        transaction);
}
