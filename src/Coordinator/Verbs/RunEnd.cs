using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Logging;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Results;
using Farm.Coordinator.Terminal;
using Farm.Domain;

namespace Farm.Coordinator.Verbs;

/// <summary>What a run says and returns when its farm has ended.</summary>
internal sealed class RunEnd(FarmHost host, Sweep sweep, StudyDescription study, RunSettings settings, FarmEvents log)
{
    private const int MostCellsShown = 24;

    /// <summary>Says how it ended and gives the exit code.</summary>
    /// <param name="outcome">How the farm ended.</param>
    /// <param name="pendingBefore">Trials that were pending when it started.</param>
    /// <param name="setAsideBefore">Blocks that were set aside before and were not tried again.</param>
    public ExitCode Conclude(FarmOutcome outcome, long pendingBefore, long setAsideBefore)
    {
        var totals = outcome.Totals;
        var setAside = setAsideBefore + totals.SetAsideBlocks;
        switch (outcome.End)
        {
            case FarmEnd.StorageFault:
                log.LedgerFault(sweep.Name, outcome.Fault!.Value, outcome.Message);
                host.Say("nothing that is on disk is lost; the same command resumes.");
                return ExitCodes.Of(outcome.Fault.Value);

            case FarmEnd.LinkFault:
                host.Say($"nothing that is on disk is lost; the same command resumes: {RunAgain}");
                return ExitCodes.Of(outcome.LinkFault ?? LinkFault.Unreachable);

            case FarmEnd.Stopped:
                var cause = host.Interruption.Cause ?? ExitCode.Interrupted;
                var pending = pendingBefore - totals.StoredTrials;
                log.Interrupted(sweep.Name, cause, pending);
                host.Say(Invariant.Text(
                    $"{Invariant.Grouped(totals.StoredTrials)} trials were stored in {Invariant.Duration(totals.Elapsed)}, {Invariant.Grouped(pending)} are pending; to resume: {RunAgain}"));
                return cause;

            default:
                log.SweepFinished(sweep.Name, totals.StoredTrials, totals.Elapsed.TotalSeconds, setAside);
                var disputes = Summarise(totals, pendingBefore, setAside);
                return disputes > 0 ? ExitCode.DigestMismatch
                    : setAside > 0 ? ExitCode.SetAside
                    : ExitCode.Good;
        }
    }

    /// <summary>Says how it went.</summary>
    /// <returns>Disputes that are open.</returns>
    private long Summarise(FarmTotals totals, long pendingBefore, long setAside)
    {
        using var ledger = SqliteLedgerReader.Open(settings.Ledger);
        host.Say(pendingBefore == 0
            ? "nothing was left to compute."
            : Invariant.Text(
                $"{Invariant.Grouped(totals.StoredTrials)} trials in {Invariant.Duration(totals.Elapsed)} ({Pace(totals)})."));
        if (sweep.Cells.Count <= MostCellsShown)
        {
            ShowResults(ledger);
        }

        if (totals.DuplicateBlocks > 0)
        {
            host.Say(Invariant.Text(
                $"{Invariant.Grouped(totals.DuplicateBlocks)} blocks were computed more than once, each time with the same result."));
        }

        // A block that hosts confirmed and others contradict may be unsettled though its host is under quarantine.
        var open = Math.Max(Planner.Disputes(sweep, study.Revision, ledger).Count, totals.UnsettledBlocks);
        SayAudits(totals, ledger, open);
        if (setAside > 0)
        {
            host.Say(Invariant.Text($"{setAside} blocks are set aside after failing. Why: {Command("status")}"));
            host.Say($"to try them again: {RunAgain} --retry-set-aside");
        }

        host.Say($"all figures: {Command("results")} --format csv");
        host.Say($"the report:  {Command("report")} --out {sweep.Name}.html");
        return open;
    }

    private void SayAudits(FarmTotals totals, ILedgerReader ledger, long disputes)
    {
        if (totals.AuditedBlocks > 0)
        {
            host.Say(Invariant.Text(
                $"audit: {Invariant.Grouped(totals.AuditedBlocks)} blocks were computed again by another host and compared."));
        }

        if (totals.UnauditedBlocks > 0)
        {
            host.Say(Invariant.Text(
                $"audit: {Invariant.Grouped(totals.UnauditedBlocks)} blocks of the sample stay unaudited, since no other host was there; with one, the same command audits them."));
        }

        if (totals.QuarantinedHosts > 0)
        {
            host.Say(Invariant.Text(
                $"{totals.QuarantinedHosts} hosts were wrong: {Invariant.Grouped(totals.WithdrawnBlocks)} of their blocks were taken back and computed again."));
        }

        foreach (var quarantined in ledger.Quarantined())
        {
            host.Say(AuditText.Quarantined(quarantined));
            host.Say($"once it is repaired: {RunAgain} --readmit {ShellText.Quoted(quarantined.Host)}");
        }

        if (disputes > 0)
        {
            host.Say(Invariant.Text(
                $"{disputes} blocks have two answers, and nobody knows which is right; the first results are kept. Who computed them: {Command("audit")}"));
        }
    }

    private void ShowResults(SqliteLedgerReader ledger)
    {
        var record = ledger.Sweeps().First(s => s.Sweep.Name == sweep.Name);
        ResultsView.Write(host.OutputConsole(), ResultsTable.Build(ledger, record, study));
        host.Output.Flush();
    }

    /// <summary>The same content again: without its options the sweep would be refused as another one.</summary>
    private string RunAgain => ShellText.Farm("run", settings.Ledger, settings.File) + settings.Overrides + settings.Ways;

    private string Command(string verb) => ShellText.Farm(verb, settings.Ledger);

    private static string Pace(FarmTotals totals) =>
        $"{Invariant.Rate(totals.StoredTrials / Math.Max(totals.Elapsed.TotalSeconds, 1e-3))} trials/s";
}
