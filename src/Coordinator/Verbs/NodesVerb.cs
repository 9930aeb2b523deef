using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm nodes</c>: the hosts at work.</summary>
internal static class NodesVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var verb = new VerbCommand(
            "nodes",
            "List the hosts at work on a sweep (not in this version).",
            new Example("nodes", "the hosts that share the work, their slots and rates"));
        verb.Add(CommonOptions.Ledger());
        return verb.Does(_ => host.Refuse(ExitCode.BadInput, LaterVersion.Nodes));
    }
}
