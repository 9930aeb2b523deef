using Farm.Coordinator.Planning;
using Farm.Coordinator.Results;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm status</c>: how far a sweep is, also while it is at work.</summary>
internal static class StatusVerb
{
    public static VerbCommand Create(FarmHost host)
    {
        var (ledger, sweep) = (CommonOptions.Ledger(), CommonOptions.Sweep());
        var verb = new VerbCommand(
            "status",
            "Show trials planned, done, set aside and pending by cell, who computed them, rate and time left.",
            new Example("status", "how far the sweep of farm.db is"),
            new Example("status --ledger big.db --sweep xor-margin", "one of several sweeps of another ledger"));
        verb.Add(ledger);
        verb.Add(sweep);
        return verb.Does(parsed =>
            OpenedSweep.Use(host, parsed.GetValue(ledger)!, parsed.GetValue(sweep), opened => Show(host, opened)));
    }

    private static ExitCode Show(FarmHost host, OpenedSweep opened)
    {
        var plan = Planner.Plan(opened.Sweep, opened.Study.Description, opened.Ledger);
        WriteCells(host, opened, plan);

        var pace = LedgerPace.Read(opened, host.Time.GetUtcNow());
        if (pace.Workers.Count > 0)
        {
            host.Output.WriteLine();
            WriteWorkers(host, pace);
        }

        host.Output.WriteLine();
        host.Output.WriteLine(Summary(plan, pace));
        WriteSetAside(host, opened, plan);
        return ExitCode.Good;
    }

    private static void WriteCells(FarmHost host, OpenedSweep opened, SweepPlan plan)
    {
        var parameters = ResultsTable.Differing([.. plan.Cells.Select(c => c.Cell)], opened.Study.Description);
        var table = new TextTable(["cell", .. parameters, "planned", "done", "set aside", "pending"]);
        foreach (var cell in plan.Cells)
        {
            table.Add(
            [
                cell.Cell.Id,
                .. parameters.Select(p => cell.Cell.Parameters.TryGetValue(p, out var value) ? value.Text : ""),
                Invariant.Text(cell.Layout.Trials),
                Invariant.Text(cell.DoneTrials),
                Invariant.Text(cell.SetAsideTrials),
                Invariant.Text(cell.PendingTrials),
            ]);
        }

        table.Add(
        [
            "all",
            .. parameters.Select(_ => ""),
            Invariant.Text(plan.PlannedTrials),
            Invariant.Text(plan.DoneTrials),
            Invariant.Text(plan.SetAsideTrials),
            Invariant.Text(plan.PendingTrials),
        ]);
        table.WriteTo(host.Output);
    }

    private static void WriteWorkers(FarmHost host, LedgerPace pace)
    {
        var table = new TextTable("host", "slot", "device", "backend", "processor", "trials");
        foreach (var (worker, trials) in pace.Workers)
        {
            table.Add(
                worker.Host,
                Invariant.Text(worker.Slot),
                worker.Device,
                worker.Backend,
                worker.Processor,
                Invariant.Text(trials));
        }

        table.WriteTo(host.Output);
    }

    private static string Summary(SweepPlan plan, LedgerPace pace) => (plan.IsComplete, pace) switch
    {
        (true, _) when plan.SetAsideBlocks > 0 =>
            Invariant.Text($"complete but for {plan.SetAsideBlocks} blocks set aside"),
        (true, _) => "complete",
        (_, { IsRecent: true, TrialsPerSecond: > 0 and var rate }) => Invariant.Text(
            $"{Invariant.Grouped((long)rate)} trials/s until a moment ago; about {Invariant.Duration(TimeSpan.FromSeconds(plan.PendingTrials / rate))} left at that rate"),
        (_, { Last: { } last }) => Invariant.Text($"not at work; the last block was stored at {last.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"),
        _ => "not started",
    };

    private static void WriteSetAside(FarmHost host, OpenedSweep opened, SweepPlan plan)
    {
        const int MostOfEachCell = 5;
        foreach (var cell in plan.Cells.Where(c => !c.SetAside.IsEmpty))
        {
            var blocks = opened.Ledger.SetAside(cell.Cell, opened.Sweep.Seed, opened.Sweep.BlockSize);
            foreach (var block in blocks.Take(MostOfEachCell))
            {
                var reason = block.Errors.Count > 0 ? block.Errors[^1].Failure.Message : "no reason is recorded";
                host.Say(Invariant.Text(
                    $"cell {cell.Cell.Id}, block {block.Key.Block} is set aside after {block.Attempts} attempts: {reason}"));
            }

            if (blocks.Count > MostOfEachCell)
            {
                host.Say(Invariant.Text($"cell {cell.Cell.Id}: {blocks.Count - MostOfEachCell} more blocks are set aside."));
            }
        }
    }
}
