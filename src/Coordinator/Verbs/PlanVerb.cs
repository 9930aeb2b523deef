using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Results;
using Farm.Coordinator.Sweeps;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm plan</c>: what a sweep would do, without doing it.</summary>
internal static class PlanVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var options = new SweepOptions();
        var ledger = CommonOptions.Ledger();
        var threads = CommonOptions.Threads("Worker threads to estimate for.");
        var verb = new VerbCommand(
            "plan",
            "Show a sweep's cells and trials, and estimate its time and bytes. Nothing is stored; a few blocks are computed to "
            + "take the time.",
            new Example("plan studies/xor-margin.yaml", "what 'run' would do with farm.db, less what it has already"),
            new Example("plan studies/xor-margin.yaml --trials 5000000 --threads 2", "the same for more trials"));
        options.AddTo(verb);
        verb.Add(ledger);
        verb.Add(threads);
        return verb.Does(parsed =>
        {
            var reading = options.Read(parsed, host);
            return reading.IsGood
                ? Show(host, reading, parsed.GetValue(ledger)!, (int)(parsed.GetValue(threads) ?? Environment.ProcessorCount))
                : SweepOptions.Refuse(host, reading);
        });
    }

    private static ExitCode Show(FarmHost host, SweepReading reading, string ledgerPath, int threads)
    {
        using var ledger = File.Exists(ledgerPath) ? SqliteLedgerReader.Open(ledgerPath) : null;
        var stored = ledger?.Sweeps().FirstOrDefault(s => s.Sweep.Name == reading.Sweep!.Name);
        var verdict = AmendmentRule.Judge(stored?.Sweep, reading.Sweep!, amend: false);
        var plan = Planner.Plan(reading.Sweep!, reading.Study!.Description, ledger);

        WriteCells(host, reading, plan);
        host.Output.WriteLine();
        WriteTotals(host, reading, plan, PlanEstimate.Measure(plan, reading.Study, threads), threads);
        foreach (var line in verdict.Kind == AmendmentKind.Refused ? verdict.Lines : [])
        {
            host.Say($"{line}");
        }

        return ExitCode.Good;
    }

    private static void WriteCells(FarmHost host, SweepReading reading, SweepPlan plan)
    {
        var parameters = ResultsTable.Differing([.. plan.Cells.Select(c => c.Cell)], reading.Study!.Description);
        var table = new TextTable(["cell", .. parameters, "trials", "pending"]);
        foreach (var cell in plan.Cells)
        {
            table.Add(
            [
                cell.Cell.Id,
                .. parameters.Select(p => cell.Cell.Parameters.TryGetValue(p, out var value) ? value.Text : ""),
                Invariant.Text(cell.Layout.Trials),
                Invariant.Text(cell.PendingTrials),
            ]);
        }

        table.WriteTo(host.Output);
    }

    private static void WriteTotals(FarmHost host, SweepReading reading, SweepPlan plan, PlanEstimate? estimate, int threads)
    {
        var table = new TextTable("total", "value");
        table.Add("cells", Invariant.Grouped(plan.Cells.Count));
        if (reading.Merged > 0)
        {
            table.Add("cells named twice", Invariant.Grouped(reading.Merged));
        }

        table.Add("trials", Invariant.Grouped(plan.PlannedTrials));
        table.Add("done", Invariant.Grouped(plan.DoneTrials));
        table.Add("set aside", Invariant.Grouped(plan.SetAsideTrials));
        table.Add("pending", Invariant.Text($"{Invariant.Grouped(plan.PendingTrials)} in {Invariant.Grouped(plan.PendingBlocks)} blocks"));
        if (estimate is not null)
        {
            table.Add("estimated time", Invariant.Text($"{Invariant.Duration(estimate.Time)} on {threads} threads"));
            table.Add("estimated bytes", Invariant.Bytes(estimate.Bytes));
        }

        table.WriteTo(host.Output);
    }
}
