using Farm.Domain;
using Farm.Node.Steps;

namespace Farm.Node;

/// <summary>
/// A node's behaviour: which worker gets which order, what is reported, when an order is acknowledged. Deterministic
/// and single-threaded; it touches nothing but its own state and the caller's list of effects.
/// </summary>
/// <remarks>
/// An order is acknowledged only after the transport has taken the report on it, so an order is never lost with its
/// node. An order that came before to a node that went away is computed alone, and only once the farm knows that it
/// begins, so that a shard which kills nodes can be told from its neighbours.
/// </remarks>
public sealed partial class NodeStep
{
    private readonly NodeHello hello;
    private readonly NodeOptions options;
    private readonly WorkerName[] workers;
    private readonly Dictionary<(Guid Ledger, ShardId Shard), HeldOrder> held = [];
    private readonly SortedDictionary<long, SentReport> reports = [];
    private readonly NodePace pace = new();
    private readonly PrefetchRule prefetch;
    private long lastReport;
    private DateTimeOffset? resendAt;
    private DateTimeOffset? statusAt;

    /// <summary>A node without work.</summary>
    /// <param name="hello">What it is.</param>
    /// <param name="options">How it behaves.</param>
    public NodeStep(NodeHello hello, NodeOptions options)
    {
        this.hello = hello;
        this.options = options;
        workers = [.. Enumerable.Range(0, hello.Slots).Select(slot => options.WorkerOf(hello, slot))];
        slots = new SlotWork?[hello.Slots];
        prefetch = new PrefetchRule(hello.Slots, options);
        verdicts = new CoordinatorVerdicts(options);
    }

    /// <summary>Orders held: running, waiting, or reported and not yet taken.</summary>
    public int Held => held.Count;

    /// <summary>When the step wants a <see cref="NodeTick"/>, or null.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            if (HasLeft)
            {
                return null;
            }

            var due = Earlier(statusAt, leaveAt);
            due = Earlier(due, resendAt);
            due = Earlier(due, announceAt);
            due = Earlier(due, suspectAt);
            due = Earlier(due, IsDraining ? null : verdicts.NextDue);
            return Earlier(due, refused.TryPeek(out var first) ? first.Due : null);
        }
    }

    /// <summary>Takes one message.</summary>
    /// <param name="message">The message; the first is a <see cref="NodeTick"/>.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where to append what is to be done, in order.</param>
    public void Step(NodeMessage message, DateTimeOffset now, List<NodeEffect> effects)
    {
        if (HasLeft)
        {
            return;
        }

        Handle(message, now, effects);
        if (!HasLeft)
        {
            LeaveIfRefused(now, effects);
            RefuseDue(now, effects);
            Resend(now, effects);
            Assign(now, effects);
            Announce(now, effects);
            Tell(now, effects);
            LeaveWhenDone(now, effects);
        }
    }

    private void Handle(NodeMessage message, DateTimeOffset now, List<NodeEffect> effects)
    {
        switch (message)
        {
            case OrderArrived arrived:
                Receive(arrived, now, effects);
                break;
            case ShardDone done:
                EndShard(done.Slot, done.Report, now, effects);
                break;
            case WorkerDied died:
                effects.Add(new ReplaceWorker(died.Slot));
                BuryWorker(died, now, effects);
                break;
            case ReportTaken taken:
                Release(taken.Report, effects);
                break;
            case StartKnown known:
                StartSuspect(known, effects);
                break;
            case CoordinatorJudged judged:
                Hear(judged, now, effects);
                break;
            case StopRequested:
                Drain(NodeEnd.Left, "", now, effects);
                break;
            case NodeLinkFailed failed:
                LoseLink(failed, effects);
                break;
            case NodeTick:
                break;
            default:
                throw new ArgumentException($"A node does not understand {message.GetType().Name}.", nameof(message));
        }
    }

    private void Report(HeldOrder order, ShardReport report, DateTimeOffset now, List<NodeEffect> effects)
    {
        pace.Add(report);
        reports.Add(++lastReport, new SentReport(order, report, now));
        resendAt ??= now + options.ResendAfter;
        effects.Add(new SendReport(lastReport, report));
        effects.Add(new TellNodeEvent(new ShardEnded(now, report)));
    }

    private ShardReport Unfinished(HeldOrder order, int slot, FailureKind kind, string message, string detail = "")
    {
        var failure = new ShardFailure(kind, null, null, message, detail);
        return new ShardReport(order.Order, workers[slot], [], failure, TimeSpan.Zero);
    }

    private void Release(long report, List<NodeEffect> effects)
    {
        if (reports.Remove(report, out var sent))
        {
            held.Remove(sent.Held.Key);
            foreach (var tag in sent.Held.Tags)
            {
                effects.Add(new AcknowledgeOrder(tag));
            }

            resendAt = reports.Count == 0 ? null : resendAt;
        }
    }

    private void Resend(DateTimeOffset now, List<NodeEffect> effects)
    {
        if (resendAt is null || now < resendAt)
        {
            return;
        }

        foreach (var (number, sent) in reports)
        {
            if (now >= sent.At + options.ResendAfter)
            {
                sent.At = now;
                effects.Add(new SendReport(number, sent.Report));
            }
        }

        resendAt = reports.Values.Min(r => r.At) + options.ResendAfter;
    }

    private void Tell(DateTimeOffset now, List<NodeEffect> effects)
    {
        statusAt ??= now + options.StatusInterval;
        if (!IsDraining && prefetch.Change(pace.ShardTime, now) is { } orders)
        {
            effects.Add(new ChangePrefetch(orders));
        }

        if (now >= statusAt)
        {
            statusAt = now + options.StatusInterval;
            effects.Add(new TellStatus(Status(now)));
        }
    }

    private NodeStatus Status(DateTimeOffset now)
    {
        var running = new List<RunningShard>();
        for (var slot = 0; slot < slots.Length; slot++)
        {
            if (slots[slot] is { IsStarted: true, Order: var order, At: var at })
            {
                running.Add(new RunningShard(slot, order.Ledger, order.Shard, order.Sweep, order.Cell.Id, now - at));
            }
        }

        return new NodeStatus(
            hello.Name,
            running,
            waiting.Count + refused.Count,
            pace.Shards,
            pace.Trials,
            pace.Failures,
            pace.Measure(now),
            IsDraining);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null || b < a ? b : a;

    private sealed class SentReport(HeldOrder order, ShardReport report, DateTimeOffset at)
    {
        public HeldOrder Held => order;

        public ShardReport Report => report;

        public DateTimeOffset At { get; set; } = at;
    }
}
