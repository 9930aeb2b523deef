using Farm.Domain;

namespace Farm.Node;

/// <summary>
/// A node's behaviour: which worker gets which order, what is reported, when an order is acknowledged. Deterministic
/// and single-threaded; it touches nothing but its own state and the caller's list of effects.
/// </summary>
/// <remarks>
/// An order is acknowledged only after the transport has taken the report on it, so an order is never lost with its
/// node. An order that came before to a node that went away is computed alone, so that a shard which kills nodes can
/// be told from its neighbours.
/// </remarks>
public sealed class NodeStep(NodeHello hello, NodeOptions options)
{
    private readonly HeldOrder?[] slots = new HeldOrder?[hello.Slots];
    private readonly Dictionary<ShardId, HeldOrder> held = [];
    private readonly Queue<HeldOrder> waiting = new();
    private readonly SortedDictionary<long, SentReport> reports = [];
    private readonly WorkerName[] workers = [.. Enumerable.Range(0, hello.Slots).Select(hello.Worker)];
    private long lastReport;
    private bool isAlone;
    private DateTimeOffset? leaveAt;

    /// <summary>Whether the node takes no more orders.</summary>
    public bool IsDraining => leaveAt is not null;

    /// <summary>Whether the node is done and its link to be closed.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Orders held: running, waiting, or reported and not yet taken.</summary>
    public int Held => held.Count;

    /// <summary>When the step wants a <see cref="NodeTick"/>, or null.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            var resend = reports.Count == 0 ? null : reports.Values.Min(r => (DateTimeOffset?)r.At + options.ResendAfter);
            return HasLeft ? null : resend is null || leaveAt < resend ? leaveAt : resend;
        }
    }

    /// <summary>Takes one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where to append what is to be done, in order.</param>
    public void Step(NodeMessage message, DateTimeOffset now, List<NodeEffect> effects)
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
                if (reports.Remove(taken.Report, out var sent))
                {
                    held.Remove(sent.Held.Order.Shard);
                    effects.AddRange(sent.Held.Tags.Select(tag => new AcknowledgeOrder(tag)));
                }

                break;
            case StopRequested:
                Drain(now, effects);
                break;
            case StartKnown or CoordinatorJudged or NodeLinkFailed:
                break;
            case NodeTick:
                Resend(now, effects);
                break;
            default:
                throw new ArgumentException($"A node does not understand {message.GetType().Name}.", nameof(message));
        }

        Assign(effects);
        LeaveWhenDone(now, effects);
    }

    private void Receive(OrderArrived arrived, DateTimeOffset now, List<NodeEffect> effects)
    {
        var shard = arrived.Order.Shard;
        if (held.TryGetValue(shard, out var before))
        {
            // The same order again, while it is here: one execution answers both deliveries.
            before.Tags.Add(arrived.Tag);
            return;
        }

        if (IsDraining)
        {
            // On its way before the deliveries stopped: left alone, it goes to another node when this one has left.
            return;
        }

        var order = new HeldOrder(arrived.Order, arrived.Delivery);
        order.Tags.Add(arrived.Tag);
        held.Add(shard, order);
        if (Refusal(order.Order) is { } reason)
        {
            Report(order, Unfinished(order, 0, FailureKind.Refused, reason), now, effects);
        }
        else
        {
            waiting.Enqueue(order);
        }
    }

    private string? Refusal(ShardOrder order)
    {
        var study = hello.Studies.FirstOrDefault(s => s.Study == order.Cell.Study);
        return study is null
            ? $"Node {hello.Name} does not know study '{order.Cell.Study}'."
            : study.Revision != order.Revision || study.ColumnVersion != order.ColumnVersion
                ? $"Node {hello.Name} has revision {study.Revision}, column version {study.ColumnVersion} of study "
                    + $"'{study.Study}', the sweep wants {order.Revision}, {order.ColumnVersion}: use the same release on both."
                : null;
    }

    private void EndShard(int slot, ShardReport report, DateTimeOffset now, List<NodeEffect> effects)
    {
        if (slots[slot] is { } order && order.Order.Shard == report.Order.Shard)
        {
            Free(slot);
            Report(order, report, now, effects);
        }
    }

    private void BuryWorker(WorkerDied died, DateTimeOffset now, List<NodeEffect> effects)
    {
        if (slots[died.Slot] is { } order)
        {
            Free(died.Slot);
            Report(order, Unfinished(order, died.Slot, FailureKind.WorkerDied, died.Message, died.Detail), now, effects);
        }
    }

    private void Free(int slot)
    {
        slots[slot] = null;
        isAlone = false;
    }

    private void Report(HeldOrder order, ShardReport report, DateTimeOffset now, List<NodeEffect> effects)
    {
        reports.Add(++lastReport, new SentReport(order, report, now));
        effects.Add(new SendReport(lastReport, report));
    }

    private ShardReport Unfinished(HeldOrder order, int slot, FailureKind kind, string message, string detail = "")
    {
        var failure = new ShardFailure(kind, null, null, message, detail);
        return new ShardReport(order.Order, workers[slot], [], failure, TimeSpan.Zero);
    }

    private void Drain(DateTimeOffset now, List<NodeEffect> effects)
    {
        if (IsDraining)
        {
            return;
        }

        leaveAt = now + options.DrainLimit;
        effects.Add(new StopDeliveries());
        while (waiting.TryDequeue(out var order))
        {
            var message = $"Node {hello.Name} is shutting down.";
            Report(order, Unfinished(order, 0, FailureKind.HandedBack, message), now, effects);
        }

        for (var slot = 0; slot < slots.Length; slot++)
        {
            if (slots[slot] is not null)
            {
                effects.Add(new CancelShard(slot));
            }
        }
    }

    private void Resend(DateTimeOffset now, List<NodeEffect> effects)
    {
        foreach (var (number, sent) in reports)
        {
            if (now >= sent.At + options.ResendAfter)
            {
                sent.At = now;
                effects.Add(new SendReport(number, sent.Report));
            }
        }
    }

    private void Assign(List<NodeEffect> effects)
    {
        while (!isAlone && waiting.TryPeek(out var first))
        {
            var wantsAlone = first.Delivery > 1 || first.Order.Alone;
            var slot = Array.FindIndex(slots, s => s is null);
            if (slot < 0 || (wantsAlone && Array.Exists(slots, s => s is not null)))
            {
                return;
            }

            slots[slot] = waiting.Dequeue();
            isAlone = wantsAlone;
            effects.Add(new AnnounceStart(
                first.Order.Ledger, new ShardStarted(first.Order.Shard, workers[slot], wantsAlone || slots.Length == 1)));
            effects.Add(new StartShard(slot, first.Order));
        }
    }

    private void LeaveWhenDone(DateTimeOffset now, List<NodeEffect> effects)
    {
        if (IsDraining && !HasLeft && (Held == 0 || now >= leaveAt))
        {
            HasLeft = true;
            effects.Add(new LeaveFarm());
        }
    }

    private sealed class HeldOrder(ShardOrder order, int delivery)
    {
        public ShardOrder Order => order;

        public int Delivery => delivery;

        /// <summary>Its deliveries, all to be acknowledged.</summary>
        public List<DeliveryTag> Tags { get; } = [];
    }

    private sealed class SentReport(HeldOrder order, ShardReport report, DateTimeOffset at)
    {
        public HeldOrder Held => order;

        public ShardReport Report => report;

        public DateTimeOffset At { get; set; } = at;
    }
}
