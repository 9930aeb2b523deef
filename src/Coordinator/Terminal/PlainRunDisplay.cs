using Farm.Coordinator.Actors;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Verbs;

namespace Farm.Coordinator.Terminal;

/// <summary>Plain lines: one at the start, then at most one every ten seconds, and none once nothing is pending.</summary>
internal sealed class PlainRunDisplay : RunDisplay
{
    private static readonly TimeSpan interval = TimeSpan.FromSeconds(10);

    /// <summary>This process's own node needs a moment to join.</summary>
    private static readonly TimeSpan nodesAfter = TimeSpan.FromSeconds(1);

    private readonly FarmHost host;
    private readonly RunSettings settings;
    private TimeSpan next = interval;
    private bool? hadNodes;

    /// <summary>Writes the first line.</summary>
    public PlainRunDisplay(FarmHost host, SweepPlan plan, RunSettings settings)
    {
        this.host = host;
        this.settings = settings;
        host.Say(Invariant.Text(
            $"sweep {plan.Sweep.Name}: {plan.Cells.Count} cells, {Invariant.Grouped(plan.PlannedTrials)} trials, {Invariant.Grouped(plan.DoneTrials)} done; {NodesText.Places(settings)}; ledger {settings.Ledger}"));
    }

    /// <inheritdoc/>
    public override void Report(FarmProgress value)
    {
        TellNodes(value);
        if (value.Elapsed < next || value.PendingTrials == 0)
        {
            return;
        }

        next = value.Elapsed + interval;
        host.Say(settings.Broker is null
            ? ProgressText.Line(value)
            : $"{ProgressText.Line(value)} · {NodesText.Line(value, settings)}");
    }

    /// <summary>That there are no nodes, or are again: as soon as it is so.</summary>
    private void TellNodes(FarmProgress value)
    {
        if (settings.Broker is null || value.Elapsed < nodesAfter || value.PendingTrials == 0)
        {
            return;
        }

        var hasNodes = NodesText.Serving(value).Nodes > 0;
        if (hasNodes != (hadNodes ?? true))
        {
            host.Say(NodesText.Line(value, settings));
        }

        hadNodes = hasNodes;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Every line is complete by itself.
    }
}
