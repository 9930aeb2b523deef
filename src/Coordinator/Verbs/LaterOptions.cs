using System.CommandLine;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary>Options of <c>run</c> whose work is not there yet: they stand in the help and refuse in one line.</summary>
internal sealed class LaterOptions
{
    private readonly Option<string> device = new("--device")
    {
        Description = "Where to compute: cpu (a GPU belongs to a later version).",
        HelpName = "cpu|gpu[:n]",
        DefaultValueFactory = _ => "cpu",
    };

    private readonly Option<string?> transport = new("--transport")
    {
        Description = "Share the work with other hosts (a later version).",
        HelpName = "amqp://…",
    };

    private readonly Option<bool> nodesOnly = new("--nodes-only")
    {
        Description = "Compute nothing in this process (a later version).",
    };

    private readonly Option<string?> auditFraction = new("--audit-fraction")
    {
        Description = "Compute a share of the blocks twice (a later version; see 'farm audit --fraction').",
        HelpName = "F",
    };

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(VerbCommand verb)
    {
        verb.Add(device);
        verb.Add(transport);
        verb.Add(nodesOnly);
        verb.Add(auditFraction);
    }

    /// <summary>Why a command line cannot be followed; null when it uses none of them.</summary>
    public Refusal? Refusal(ParseResult parsed)
    {
        var named = parsed.GetValue(device)!;
        var message =
            named == "gpu" || named.StartsWith("gpu:", StringComparison.Ordinal) ? LaterVersion.Gpu
            : named != "cpu" ? $"--device: '{named}' is neither cpu nor gpu nor gpu:n."
            : parsed.GetValue(transport) is not null ? LaterVersion.Transport
            : parsed.GetValue(nodesOnly) ? LaterVersion.NodesOnly
            : parsed.GetValue(auditFraction) is not null ? LaterVersion.AuditFraction
            : null;
        return message is null ? null : new Refusal(ExitCode.BadInput, message);
    }
}
