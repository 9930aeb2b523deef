using Farm.Coordinator.Ledger;
using Farm.Coordinator.Results;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary>Nodes in tables, for people and for programs.</summary>
internal static class NodesView
{
    // Nodes tell how they are every second, and the ledger hears it every two: who is silent for longer has no link, or
    // no coordinator is there to hear it.
    private static readonly TimeSpan mostSilence = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan forgottenAfter = TimeSpan.FromMinutes(1);

    /// <summary>Whether a node is there, or was until a moment ago.</summary>
    public static bool IsThere(NodeRecord node, DateTimeOffset now) =>
        node.State is not (NodeState.Left or NodeState.Lost) && now - node.Seen < forgottenAfter;

    /// <summary>Nodes in the order of their hosts.</summary>
    public static IEnumerable<NodeRecord> InOrder(IEnumerable<NodeRecord> nodes) => nodes
        .OrderBy(n => n.Hello.Host, StringComparer.Ordinal).ThenBy(n => n.Joined)
        .ThenBy(n => n.Hello.Name, StringComparer.Ordinal);

    /// <summary>A table for people.</summary>
    public static TextTable Table(IEnumerable<NodeRecord> nodes, DateTimeOffset now)
    {
        var table = new TextTable(
            "host", "node", "device", "slots", "state", "trials/s", "seen", "shards", "failures", "audits", "computes");
        foreach (var node in nodes)
        {
            table.Add(
                node.Hello.Host,
                node.Hello.Name,
                node.Hello.Device,
                Invariant.Text(node.Hello.Slots),
                StateOf(node, now),
                Invariant.Rate(node.TrialsPerSecond),
                Invariant.Ago(now - node.Seen),
                Invariant.Grouped(node.Shards),
                Invariant.Grouped(node.Failures),
                Audits(node),
                node.Running);
        }

        return table;
    }

    /// <summary>Everything that is known of nodes, for programs.</summary>
    public static FieldTable Fields(IEnumerable<NodeRecord> nodes, DateTimeOffset now) => new(
        [
            "host", "node", "device", "backend", "processor", "slots", "farm", "state", "computes", "trials_per_second",
            "joined", "seen", "shards", "trials", "failures", "audits_passed", "audits_failed",
        ],
        [
            .. nodes.Select(n => new[]
            {
                Field.Of(n.Hello.Host), Field.Of(n.Hello.Name), Field.Of(n.Hello.Device), Field.Of(n.Hello.Backend),
                Field.Of(n.Hello.Processor), Field.Of(n.Hello.Slots), Field.Of(n.Hello.Release),
                Field.Of(StateOf(n, now)), Field.Of(n.Running), Field.Of(n.TrialsPerSecond),
                Field.Of(Instant(n.Joined)), Field.Of(Instant(n.Seen)), Field.Of(n.Shards), Field.Of(n.Trials),
                Field.Of(n.Failures), Field.Of(n.AuditsPassed), Field.Of(n.AuditsFailed),
            }),
        ]);

    /// <summary>A node's state in a word: who should be there and is silent is unheard.</summary>
    private static string StateOf(NodeRecord node, DateTimeOffset now) => node.State switch
    {
        NodeState.Here or NodeState.Draining when now - node.Seen >= mostSilence => "unheard",
        NodeState.Here => "here",
        NodeState.Draining => "draining",
        NodeState.Left => "left",
        NodeState.Lost => "lost",
        NodeState.Refused => "refused",
        _ => "quarantined",
    };

    private static string Audits(NodeRecord node) => (node.AuditsPassed, node.AuditsFailed) switch
    {
        (0, 0) => "",
        (var passed, 0) => $"{Invariant.Grouped(passed)} good",
        var (passed, failed) => $"{Invariant.Grouped(passed)} good, {Invariant.Grouped(failed)} WRONG",
    };

    private static string Instant(DateTimeOffset moment) => Invariant.Text($"{moment.UtcDateTime:O}");
}
