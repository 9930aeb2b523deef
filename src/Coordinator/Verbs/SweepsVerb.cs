using System.Globalization;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm sweeps</c>: the ledger's sweeps.</summary>
internal static class SweepsVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var ledger = CommonOptions.Ledger();
        var verb = new VerbCommand(
            "sweeps",
            "List the ledger's sweeps.",
            new Example("sweeps", "the sweeps of farm.db and how far they are"),
            new Example("sweeps --ledger old.db", "those of another ledger"));
        verb.Add(ledger);
        return verb.Does(parsed => List(host, parsed.GetValue(ledger)!));
    }

    private static ExitCode List(FarmHost host, string ledgerPath)
    {
        using var ledger = SqliteLedgerReader.Open(ledgerPath);
        var table = new TextTable("sweep", "study", "seed", "cells", "trials", "done", "set aside", "created", "amended");
        foreach (var record in ledger.Sweeps())
        {
            var sweep = record.Sweep;
            var plan = host.Studies.Find(sweep.Study) is { } study ? Planner.Plan(sweep, study.Description, ledger) : null;
            table.Add(
                sweep.Name,
                sweep.Study,
                sweep.Seed.ToString(CultureInfo.InvariantCulture),
                Invariant.Text(sweep.Cells.Count),
                Invariant.Text(sweep.AllTrials),
                plan is null ? "-" : Invariant.Text(plan.DoneTrials),
                plan is null ? "-" : Invariant.Text(plan.SetAsideTrials),
                TimeOf(record.Created),
                record.Amended.Count == 0 ? "-" : TimeOf(record.Amended[^1]));
        }

        table.WriteTo(host.Output);
        return ExitCode.Good;
    }

    private static string TimeOf(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
