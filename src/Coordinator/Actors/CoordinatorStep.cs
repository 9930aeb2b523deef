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
    private readonly ReportCheck check;
    private readonly GroupCommit commits;
    private readonly ProgressMeter meter;
    private DateTimeOffset? startedAt;
    private DateTimeOffset? stopAt;
    private CoordinatorLinkFailed? linkFailure;
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
        quarantined = plan.Quarantined.ToDictionary(h => h.Host, StringComparer.Ordinal);
        rota = new AuditRota(options);
        check = new ReportCheck(plan.Study);
        commits = new GroupCommit(options);
        AddAudits();
        ResumeTrials();
        meter = new ProgressMeter(options.ProgressInterval);
    }

    /// <summary>Whether it has ended; later messages change nothing.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Orders that are not answered, audits not counted.</summary>
    public int OutstandingShards => outstanding.Count;

    /// <summary>Slots of the nodes that take this sweep's orders.</summary>
    public int Slots => nodes.Slots;

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
            due = Earlier(due, IsAllOnDisk ? stopAt : null);
            due = Earlier(due, leasesAt);
            due = Earlier(due, recordsAt);
            due = Earlier(due, IsAllOnDisk && IsReceived ? auditsEndAt : null);
            due = Earlier(due, opinionsAt);
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

        if (startedAt is null)
        {
            startedAt = now;
            OpenDisputes(now, effects);
        }

        Handle(message, now, effects);
        if (!IsFinished)
        {
            RenewLeases(now, effects);
            Fill(now, effects);
            AskOpinions(now, effects);
            FillAudits(now, effects);
            Commit(now, effects);
            RecordNews(now, effects);
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
                EndCommit(committed, now, effects);
                break;
            case NodeArrived arrived:
                Welcome(arrived.Node, now, effects);
                break;
            case NodeLeft left:
                LoseNode(left, now, effects);
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
            case NodeReported reported:
                Note(reported.Status, now);
                break;
            case NodeWarned warned:
                effects.Add(new TellEvent(new WarningShipped(now, warned.Warning)));
                break;
            case HostQuarantined quarantine:
                EndQuarantine(quarantine, now, effects);
                break;
            case ComputedHere computed:
                HearOwn(computed.Report, now, effects);
                break;
            case CoordinatorLinkFailed failed when linkFailure is null:
                linkFailure = failed;
                effects.Add(new TellEvent(new LinkLost(now, failed.Fault, failed.Message)));
                break;
            case StopFarm or CoordinatorTick or CoordinatorLinkFailed:
                break;
            default:
                throw new ArgumentException(
                    $"A coordinator does not understand {message.GetType().Name}.", nameof(message));
        }
    }

    /// <summary>Whether nothing waits for the disk: before, nothing ends.</summary>
    private bool IsAllOnDisk => commits.IsEmpty && quarantining.Count == 0;

    /// <summary>Whether no more orders go out.</summary>
    private bool IsEnding => stopAt is not null || linkFailure is not null;

    private void FinishWhenDone(DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        if (!IsAllOnDisk)
        {
            return;
        }

        if (IsReceived && AreAuditsOver(now))
        {
            Finish(new FarmOutcome(FarmEnd.Completed, Totals(now)), now, effects);
        }
        else if (linkFailure is { } failure)
        {
            var outcome = new FarmOutcome(FarmEnd.LinkFault, Totals(now), Message: failure.Message);
            Finish(outcome with { LinkFault = failure.Fault }, now, effects);
        }
        else if (stopAt is not null && (outstanding.Count == 0 || nodes.IsEmpty || now >= stopAt))
        {
            Finish(new FarmOutcome(FarmEnd.Stopped, Totals(now)), now, effects);
        }
    }

    private void Finish(FarmOutcome outcome, DateTimeOffset now, List<CoordinatorEffect> effects)
    {
        IsFinished = true;
        if (outcome.End != FarmEnd.StorageFault)
        {
            RecordNodes(effects);
        }

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
        nodes.Progress())
    {
        BlocksToAudit = BlocksToAudit,
        TrialsUnderWay = cells.Sum(c => c.Chains.Count),
    };

    private FarmTotals Totals(DateTimeOffset now) =>
        totals with { Elapsed = now - startedAt!.Value, UnauditedBlocks = unauditable + BlocksToAudit };

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null || b < a ? b : a;
}
