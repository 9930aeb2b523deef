using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Results;
using Farm.Coordinator.Terminal;

namespace Farm.Coordinator.Verbs;

/// <summary>How far a sweep is at one moment, in words and tables.</summary>
/// <param name="opened">The sweep.</param>
/// <param name="now">The moment.</param>
internal sealed class StatusPage(OpenedSweep opened, DateTimeOffset now)
{
    private const int MostNodes = 20;
    private const int MostOfEachCell = 5;

    // Reads every stored block: only for who asks.
    private readonly Lazy<LedgerPace> pace = new(() => LedgerPace.Read(opened, now));

    /// <summary>The plan of what is left.</summary>
    public SweepPlan Plan { get; } = Planner.Plan(opened.Sweep, opened.Study.Description, opened.Ledger);

    /// <summary>Planned, done, set aside and pending trials by cell.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="most">Cells that are shown at most, those with pending trials first; the last row counts all.</param>
    public void WriteCells(TextWriter to, int most = int.MaxValue)
    {
        var shown = Plan.Cells.Count <= most
            ? Plan.Cells
            : [.. Plan.Cells.OrderBy(c => c.PendingTrials == 0).ThenBy(c => c.DoneBlocks == 0).Take(most)];
        var parameters = ResultsTable.Differing([.. Plan.Cells.Select(c => c.Cell)], opened.Study.Description);
        var table = new TextTable(["cell", .. parameters, "planned", "done", "set aside", "pending"]);
        foreach (var cell in shown)
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

        if (shown.Count < Plan.Cells.Count)
        {
            var others = Invariant.Text($"… {Plan.Cells.Count - shown.Count} more");
            table.Add([others, .. parameters.Select(_ => ""), "", "", "", ""]);
        }

        table.Add(
        [
            "all",
            .. parameters.Select(_ => ""),
            Invariant.Text(Plan.PlannedTrials),
            Invariant.Text(Plan.DoneTrials),
            Invariant.Text(Plan.SetAsideTrials),
            Invariant.Text(Plan.PendingTrials),
        ]);
        table.WriteTo(to);
    }

    /// <summary>Who computed what is stored; nothing when nothing is.</summary>
    /// <returns>Whether there was something to write.</returns>
    public bool WriteWorkers(TextWriter to)
    {
        var table = new TextTable("host", "slot", "device", "backend", "processor", "trials");
        foreach (var (worker, trials) in pace.Value.Workers)
        {
            table.Add(
                worker.Host,
                Invariant.Text(worker.Slot),
                worker.Device,
                worker.Backend,
                worker.Processor,
                Invariant.Text(trials));
        }

        if (pace.Value.Workers.Count > 0)
        {
            table.WriteTo(to);
        }

        return pace.Value.Workers.Count > 0;
    }

    /// <summary>The nodes at work; nothing when there is none.</summary>
    /// <returns>Whether there was something to write.</returns>
    public bool WriteNodes(TextWriter to)
    {
        NodeRecord[] nodes = [.. NodesView.InOrder(opened.Ledger.Nodes().Where(n => NodesView.IsThere(n, now)))];
        if (nodes.Length == 0)
        {
            return false;
        }

        NodesView.Table(nodes.Take(MostNodes), now).WriteTo(to);
        if (nodes.Length > MostNodes)
        {
            to.WriteLine(Invariant.Text($"… and {nodes.Length - MostNodes} more nodes; 'farm nodes' shows every one"));
        }

        return true;
    }

    /// <summary>How much of a sweep a second host stands for, disputes and quarantined hosts.</summary>
    public IEnumerable<string> Audits() => AuditText.Lines(opened.Ledger, Plan);

    /// <summary>How far the long trials are that have begun and not ended; null when there is none.</summary>
    public string? UnderWay()
    {
        if (opened.Study.Description.Long is not { } trials)
        {
            return null;
        }

        var (count, done, all) = (0L, 0L, 0L);
        foreach (var cell in Plan.Cells)
        {
            var layout = trials.Slices(cell.Cell);
            count += cell.Unfinished.Count;
            done += cell.Unfinished.Sum(t => t.Step / layout.StepsPerSlice);
            all += cell.Unfinished.Count * layout.Slices;
        }

        return count == 0 ? null : Invariant.Text($"{count} trials are under way: {done} of their {all} slices are stored");
    }

    /// <summary>That the sweep is complete, and whether blocks are missing; null while it is not.</summary>
    public string? Completion => !Plan.IsComplete ? null
        : Plan.SetAsideBlocks > 0 ? Invariant.Text($"complete but for {Plan.SetAsideBlocks} blocks set aside")
        : "complete";

    /// <summary>Where the sweep stands, in one line, at the pace of the last blocks.</summary>
    public string Summary() => Completion ?? pace.Value switch
    {
        { IsRecent: true, TrialsPerSecond: > 0 and var rate } => Invariant.Text(
            $"{Invariant.Rate(rate)} trials/s until a moment ago; about {Left(rate)} left at that rate"),
        { Last: { } last } => $"not at work; the last block was stored at {Invariant.Moment(last)}",
        _ => "not started",
    };

    /// <summary>Time that the pending trials take.</summary>
    /// <param name="rate">Trials a second, above 0.</param>
    public string Left(double rate) =>
        Invariant.Duration(TimeSpan.FromSeconds(Math.Min(Plan.PendingTrials / rate, TimeSpan.MaxValue.TotalSeconds / 2)));

    /// <summary>Why blocks are set aside: the first few of each cell.</summary>
    public IEnumerable<string> SetAside()
    {
        foreach (var cell in Plan.Cells.Where(c => !c.SetAside.IsEmpty))
        {
            var blocks = opened.Ledger.SetAside(cell.Cell, opened.Sweep.Seed, opened.Sweep.BlockSize);
            foreach (var block in blocks.Take(MostOfEachCell))
            {
                var reason = block.Errors.Count > 0 ? block.Errors[^1].Failure.Message : "no reason is recorded";
                yield return Invariant.Text(
                    $"cell {cell.Cell.Id}, block {block.Key.Block} is set aside after {block.Attempts} attempts: {reason}");
            }

            if (blocks.Count > MostOfEachCell)
            {
                yield return Invariant.Text(
                    $"cell {cell.Cell.Id}: {blocks.Count - MostOfEachCell} more blocks are set aside.");
            }
        }
    }
}
