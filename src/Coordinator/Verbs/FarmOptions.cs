using System.CommandLine;
using Farm.Coordinator.Actors;
using Farm.Coordinator.Terminal;
using Farm.Hosting.Broker;
using Farm.Studies.Devices;

namespace Farm.Coordinator.Verbs;

/// <summary>The options of <c>run</c> that say who computes: threads, device, other hosts, audits.</summary>
internal sealed class FarmOptions
{
    private readonly Option<long?> threads = CommonOptions.Threads("Worker threads of this process, or of each GPU (1 unless given).");
    private readonly Option<string> device = DeviceOption.Create();
    private readonly BrokerOptions broker = new(
        "Share the work with the nodes of a broker (farm-node).", isRequired: false, hasCluster: BrokerFarm.HasCluster);

    private readonly Option<bool> nodesOnly = new("--nodes-only")
    {
        Description = "Compute nothing in this process, leave all to other nodes.",
    };

    private readonly Option<long?> patience = CommonOptions.Whole(
        "--patience", "Seconds for which a broker that does not answer is tried at the start. [default: 30]", least: 0, most: 86_400);

    private readonly Option<double?> auditFraction = CommonOptions.Share(
        "--audit-fraction", "Let another host compute this share of the blocks again and compare. [default: 0]", allowsZero: true);

    private readonly Option<string[]> readmit = new("--readmit")
    {
        Description = "End the quarantine of a host, after it is repaired; may be given several times.",
        HelpName = "HOST",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(VerbCommand verb)
    {
        verb.Add(threads);
        verb.Add(device);
        broker.AddTo(verb);
        verb.Add(patience);
        verb.Add(nodesOnly);
        verb.Add(auditFraction);
        verb.Add(readmit);
    }

    /// <summary>Why a command line cannot be followed; null when it can.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="host">Its environment.</param>
    /// <param name="settings">Completed by these options, when there is no refusal.</param>
    public Refusal? Read(ParseResult parsed, FarmHost host, ref RunSettings settings)
    {
        var reading = broker.Read(parsed, host.Variable);
        var alone = parsed.GetValue(nodesOnly);
        var word = parsed.GetValue(device)!;
        var isOnGpus = DeviceOption.IsGpu(word);
        var message = DeviceOption.Refusal(word)
            ?? (isOnGpus && host.Devices.Missing is { } missing ? $"--device {word}: {missing}; use --device cpu." : null)
            ?? reading.Refusal
            ?? (!alone ? null
                : reading.Settings is null ? "--nodes-only: without --transport there are no other nodes."
                : parsed.GetValue(threads) is not null ? "--nodes-only computes nothing here: leave --threads out."
                : null);
        if (message is not null)
        {
            return new Refusal(ExitCode.BadInput, message);
        }

        var choice = isOnGpus && !alone ? host.Devices.Choose(word) : new DeviceChoice([], null);
        if (choice.Refusal is { } none)
        {
            return new Refusal(ExitCode.BadInput, none);
        }

        var slots = choice.Slots((int)(parsed.GetValue(threads) ?? 1));
        settings = settings with
        {
            IsOnGpus = isOnGpus,
            Devices = slots,
            Threads = alone ? 0 : isOnGpus ? slots.Count : (int)(parsed.GetValue(threads) ?? Environment.ProcessorCount),
            Broker = reading.Settings is { } found && parsed.GetValue(patience) is { } seconds
                ? found with { FirstConnectPatience = TimeSpan.FromSeconds(seconds) }
                : reading.Settings,
            Ways = WaysOf(parsed),
            AuditFraction = parsed.GetValue(auditFraction) ?? 0,
            Readmits = parsed.GetValue(readmit) ?? [],
        };
        return null;
    }

    private string WaysOf(ParseResult parsed) =>
        (DeviceOption.IsGpu(parsed.GetValue(device)!) ? $" --device {parsed.GetValue(device)}" : "")
        + broker.TextOf(parsed, ShellText.Quoted)
        + (parsed.GetValue(patience) is { } seconds ? Invariant.Text($" --patience {seconds}") : "")
        + (parsed.GetValue(nodesOnly) ? " --nodes-only" : "")
        + (parsed.GetValue(auditFraction) is { } share and > 0 ? Invariant.Text($" --audit-fraction {share}") : "");
}
