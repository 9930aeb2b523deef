using Farm.Coordinator.Actors;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Verbs;

namespace Farm.Coordinator.Terminal;

/// <summary>Plain lines: one at the start, then at most one every ten seconds, and none once nothing is pending.</summary>
internal sealed class PlainRunDisplay : RunDisplay
{
    private static readonly TimeSpan interval = TimeSpan.FromSeconds(10);

    private readonly FarmHost host;
    private TimeSpan next = interval;

    /// <summary>Writes the first line.</summary>
    public PlainRunDisplay(FarmHost host, SweepPlan plan, RunSettings settings)
    {
        this.host = host;
        host.Say(Invariant.Text(
            $"sweep {plan.Sweep.Name}: {plan.Cells.Count} cells, {Invariant.Grouped(plan.PlannedTrials)} trials, {Invariant.Grouped(plan.DoneTrials)} done; {settings.Threads} threads; ledger {settings.Ledger}"));
    }

    /// <inheritdoc/>
    public override void Report(FarmProgress value)
    {
        if (value.Elapsed < next || value.PendingTrials == 0)
        {
            return;
        }

        next = value.Elapsed + interval;
        host.Say(ProgressText.Line(value));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Every line is complete by itself.
    }
}
