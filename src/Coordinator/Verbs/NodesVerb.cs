using System.CommandLine;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Results;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm nodes</c>: the hosts at work, as the ledger was last told.</summary>
internal static class NodesVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var ledger = CommonOptions.Ledger();
        var all = new Option<bool>("--all") { Description = "Also nodes that left or were lost, of all times." };
        var format = CommonOptions.Format("table", "csv", "json");
        var verb = new VerbCommand(
            "nodes",
            "List the nodes at work for a ledger: host, slots, state, what they compute, rate, failures, audits.",
            new Example("nodes", "who works for farm.db now"),
            new Example("nodes --all --format csv", "and who ever did, for other tools"));
        verb.Add(ledger);
        verb.Add(all);
        verb.Add(format);
        return verb.Does(parsed => Show(
            host, parsed.GetValue(ledger)!, parsed.GetValue(all), parsed.GetValue(format)!));
    }

    private static ExitCode Show(FarmHost host, string ledgerPath, bool isAll, string format)
    {
        using ILedgerReader ledger = SqliteLedgerReader.Open(ledgerPath);
        var now = host.Time.GetUtcNow();
        var known = ledger.Nodes();
        NodeRecord[] nodes = [.. NodesView.InOrder(known.Where(n => isAll || NodesView.IsThere(n, now)))];
        switch (format)
        {
            case "csv":
                TableWriter.WriteCsv(NodesView.Fields(nodes, now), host.Output);
                break;
            case "json":
                TableWriter.WriteJson(NodesView.Fields(nodes, now), host.OutputBytes);
                break;
            default:
                if (nodes.Length > 0)
                {
                    NodesView.Table(nodes, now).WriteTo(host.Output);
                }

                break;
        }

        if (nodes.Length == 0)
        {
            host.Say(known.Count == 0
                ? $"no node has worked for {ledgerPath} yet; 'farm run' brings one of its own, and 'farm-node' brings other hosts."
                : $"no node is at work; the last one was seen {Invariant.Ago(now - known[0].Seen)}. All that ever were: "
                    + $"{ShellText.Farm("nodes", ledgerPath)} --all");
        }

        foreach (var quarantined in ledger.Quarantined())
        {
            host.Say(AuditText.Quarantined(quarantined));
        }

        return ExitCode.Good;
    }
}
