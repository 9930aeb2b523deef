using Farm.Coordinator.Planning;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>
/// The coordinator's behaviour: what is ordered, what is stored, what is acknowledged, what is given up. Deterministic
/// and single-threaded; it touches nothing but its own state and the caller's list of effects.
/// </summary>
/// <remarks>
/// A report is acknowledged only after the batch with its results is on disk. The coordinator alone counts attempts.
/// It remembers nothing that a new life would need, since that is planned anew from the ledger; only the attempts of
/// blocks that are not set aside yet are forgotten with it, and a new life counts them from one.
/// </remarks>
public sealed partial class CoordinatorStep
{
    private readonly SweepPlan plan;
    private readonly Guid ledger;
    private readonly CoordinatorOptions options;
    private readonly List<CellWork> cells;
    private readonly Dictionary<Cell, CellWork> cellsByKey;
    private readonly NodeRoster nodes = new();
    private readonly GroupCommit commits;
    private readonly ProgressMeter meter;
    private DateTimeOffset? startedAt;
    private DateTimeOffset? stopAt;
    private FarmTotals totals;

    /// <summary>A coordinator of what is left of a sweep.</summary>
    /// <param name="plan">What is left; it is not changed.</param>
    /// <param name="ledger">The ledger's id, under which reports come back.</param>
    /// <param name="options">How to behave.</param>
    public CoordinatorStep(SweepPlan plan, Guid ledger, CoordinatorOptions options)
    {
        this.plan = plan;
        this.ledger = ledger;
        this.options = options;
        cells = [.. plan.Cells.Select((cell, index) => new CellWork(index, cell))];
        cellsByKey = cells.ToDictionary(c => c.Cell);
        doneTrials = plan.DoneTrials;
        setAsideTrials = plan.SetAsideTrials;
        commits = new GroupCommit(options);
        meter = new ProgressMeter(options.ProgressInterval);
    }

    /// <summary>Whether it has ended; later messages change nothing.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Orders that are not answered.</summary>
    public int OutstandingShards => outstanding.Count;

    /// <summary>When the step wants a <see cref="CoordinatorTick"/>, or null.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            if (IsFinished)
            {
                return null;
            }

            var due = meter.NextAt;
            due = Earlier(due, commits.IsEmpty ? stopAt : null);
            due = Earlier(due, leasesAt);
            return Earlier(due, commits.NextDue);
        }
    }

    /// <summary>Takes one message.</summary>
    /// <param name="message">The message; the first is a <see cref="CoordinatorTick"/>.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where to append what is to be done, in order.</param>
    public void Step(CoordinatorMessage message, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (IsFinished)
        {
            return;
        }

        startedAt ??= now;
        Handle(message, now, effects);
        if (!IsFinished)
        {
            RenewLeases(now, effects);
            Fill(now, effects);
            Commit(now, effects);
            TellProgress(now, effects);
            FinishWhenDone(now, effects);
        }
    }

    private void Handle(CoordinatorMessage message, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        switch (message)
        {
            case ReportArrived arrived:
                Receive(arrived.Tag, arrived.Report, now, effects);
                break;
            case ShardStarted started:
                NoteStart(started, now);
                break;
            case Committed committed:
                EndCommit(committed.Fates, now, effects);
                break;
            case NodeArrived arrived:
                Welcome(arrived.Node, now, effects);
                break;
            case NodeLeft left:
                LoseNode(left.Node, now, effects);
                break;
            case OrderReturned returned:
                TakeBack(returned.Shard, now, effects);
                break;
            case CommitFailed failed:
                effects.Add(new TellEvent(new StorageFailed(now, failed.Fault, failed.Message)));
                Finish(new FarmOutcome(FarmEnd.StorageFault, Totals(now), failed.Fault, failed.Message), now, effects);
                break;
            case StopFarm when stopAt is null:
                stopAt = now + options.StopGrace;
                break;
            case StopFarm or CoordinatorTick or NodeReported or NodeWarned or CoordinatorLinkFailed:
                break;
            default:
                throw new ArgumentException(
                    $"A coordinator does not understand {message.GetType().Name}.", nameof(message));
        }
    }

    private void Welcome(NodeHello node, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (nodes.Add(node, isCounted: node.Capability == options.Capability))
        {
            effects.Add(new TellEvent(new NodeJoined(now, node)));
        }
    }

    private void FinishWhenDone(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (!commits.IsEmpty)
        {
            return;
        }

        if (IsReceived)
        {
            Finish(new FarmOutcome(FarmEnd.Completed, Totals(now)), now, effects);
        }
        else if (stopAt is not null && (outstanding.Count == 0 || nodes.IsEmpty || now >= stopAt))
        {
            Finish(new FarmOutcome(FarmEnd.Stopped, Totals(now)), now, effects);
        }
    }

    private void Finish(FarmOutcome outcome, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        IsFinished = true;
        effects.Add(new TellProgress(Progress(now)));
        effects.Add(new FinishFarm(outcome));
    }

    private void TellProgress(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (meter.IsDue(now))
        {
            meter.Mark(now, doneTrials);
            effects.Add(new TellProgress(Progress(now)));
        }
    }

    private FarmProgress Progress(DateTimeOffset now) => new(
        now,
        now - startedAt!.Value,
        plan.PlannedTrials,
        doneTrials,
        setAsideTrials,
        meter.TrialsPerSecond,
        outstanding.Count,
        Totals(now),
        cells.ConvertAll(c => c.Progress),
        nodes.Progress());

    private FarmTotals Totals(DateTimeOffset now) => totals with { Elapsed = now - startedAt!.Value };

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null || b < a ? b : a;
}
