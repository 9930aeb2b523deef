using System.CommandLine;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm status</c>: how far a sweep is, also while it is at work.</summary>
internal static class StatusVerb
{
    private const long MostSeconds = 3600;

    public static VerbCommand Create(FarmHost host)
    {
        var (ledger, sweep) = (CommonOptions.Ledger(), CommonOptions.Sweep());
        var watch = new Option<bool>("--watch")
        {
            Description = "Look again and again until the sweep is complete or Ctrl-C; in place on a terminal.",
        };
        var interval = CommonOptions.Whole(
            "--interval", "With --watch: seconds from one look to the next. [default: 2]", most: MostSeconds);
        var verb = new VerbCommand(
            "status",
            "Show trials planned, done, set aside and pending by cell, who computed them, nodes, rate and time left.",
            new Example("status", "how far the sweep of farm.db is"),
            new Example("status --watch", "and stay until it is complete"),
            new Example("status --ledger big.db --sweep xor-margin", "one of several sweeps of another ledger"));
        verb.Add(ledger);
        verb.Add(sweep);
        verb.Add(watch);
        verb.Add(interval);
        return verb.Does(parsed =>
        {
            var (file, name, every) = (parsed.GetValue(ledger)!, parsed.GetValue(sweep), parsed.GetValue(interval));
            return parsed.GetValue(watch)
                ? new StatusWatch(host, file, name, TimeSpan.FromSeconds(every ?? 2)).Run()
                : every is not null
                    ? host.Refuse(ExitCode.BadInput, "--interval belongs to --watch: give both, or leave it out.")
                    : OpenedSweep.Use(host, file, name, opened => Show(host, opened));
        });
    }

    private static ExitCode Show(FarmHost host, OpenedSweep opened)
    {
        var page = new StatusPage(opened, host.Time.GetUtcNow());
        page.WriteCells(host.Output);
        host.Output.WriteLine();
        if (page.WriteWorkers(host.Output))
        {
            host.Output.WriteLine();
        }

        if (page.WriteNodes(host.Output))
        {
            host.Output.WriteLine();
        }

        host.Output.WriteLine(page.Summary());
        if (page.UnderWay() is { } underWay)
        {
            host.Output.WriteLine(underWay);
        }

        foreach (var line in page.Audits())
        {
            host.Output.WriteLine(line);
        }

        foreach (var line in page.SetAside())
        {
            host.Say(line);
        }

        return ExitCode.Good;
    }
}
