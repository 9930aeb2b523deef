using Akka.Actor;
using Farm.Domain;
using Farm.Transport.Akka.Cluster;
using Farm.Transport.Akka.Wire;
using Farm.Transport.Wire;

namespace Farm.Transport.Akka.Coordinators;

/// <summary>A coordinator's side of the farm over a cluster: it holds its orders itself, and nodes pull them.</summary>
internal sealed partial class CoordinatorEngineLink : EngineLink, ICoordinatorLink
{
    /// <summary>How long a new coordinator waits at most for the nodes that are there already to say hello.</summary>
    private static readonly TimeSpan RollLimit = TimeSpan.FromSeconds(1);

    /// <summary>How long nodes are told at most that the coordinator closes.</summary>
    private static readonly TimeSpan ClosingLimit = TimeSpan.FromSeconds(2);

    private readonly LedgerIdentity ledger;
    private readonly IMailbox<CoordinatorMessage> mailbox;
    private readonly Dictionary<string, WorkQueue> queues = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, NodeChannel> channels = [];
    private readonly Dictionary<string, NodeChannel> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<long, (NodeChannel Node, long Report)> reports = [];
    private long lastAge;
    private long lastTag;
    private DateTimeOffset rollAt;
    private DateTimeOffset? rollUntil;
    private DateTimeOffset? closingUntil;
    private HashSet<Address>? unanswered;
    private int hellosAwaited;
    private bool isClaimed;
    private bool isRetired;

    public CoordinatorEngineLink(ClusterLife life, LedgerIdentity ledger, IMailbox<CoordinatorMessage> mailbox)
        : base(life)
    {
        this.ledger = ledger;
        this.mailbox = mailbox;
    }

    /// <summary>The ledger.</summary>
    public Guid Ledger => ledger.Id;

    /// <summary>How long to wait for another coordinator that may have it.</summary>
    public TimeSpan TakenPatience => Options.TakenPatience;

    public void Publish(string capability, ShardOrder order) => Post(() =>
    {
        var queued = new QueuedOrder(order, ++lastAge);
        queued.Write(ledger.Secret.Span);
        QueueOf(capability).Publish(queued);
    });

    public void PublishTo(string node, ShardOrder order) => Post(() =>
    {
        var queued = new QueuedOrder(order, ++lastAge);
        queued.Write(ledger.Secret.Span);
        nodes.GetValueOrDefault(node)?.Give(queued, isShared: false);
    });

    public void Acknowledge(DeliveryTag report) => Post(() =>
    {
        if (reports.Remove(report.Value, out var taken))
        {
            taken.Node.Settle(taken.Report);
        }
    });

    public void Retire() => Post(() => isRetired = true);

    public void Judge(string node, NodeJudgement judgement) => Post(() =>
    {
        if (nodes.TryGetValue(node, out var channel))
        {
            channel.Judgement = judgement;
            channel.JudgementDue = WireCodec.Write(new JudgementCall(ledger.Id, judgement));
            channel.IsDue = true;
        }
    });

    /// <summary>The ledger is this coordinator's. Called by any thread.</summary>
    public void Claim() => Post(() =>
    {
        isClaimed = true;
        unanswered = [.. Session?.Members ?? []];
        rollUntil = Clock.GetUtcNow() + RollLimit;
        rollAt = DateTimeOffset.MinValue;
    });

    protected override void Enter() => isClaimed = false;

    protected override void Leave()
    {
        isClaimed = false;
        foreach (var node in channels.Values.ToArray())
        {
            Lose(node, isGoodbye: false);
        }
    }

    protected override void Fail(TransportException fault) =>
        mailbox.Post(new CoordinatorLinkFailed(fault.Fault, fault.Message));

    protected override void DoubtThose(Address address)
    {
        foreach (var node in At(address))
        {
            node.DoubtedAt ??= Clock.GetUtcNow();
            node.IsDue = true;
        }
    }

    protected override void ForgetThose(Address address)
    {
        foreach (var node in At(address).ToArray())
        {
            Lose(node, isGoodbye: false);
        }

        unanswered?.Remove(address);
    }

    protected override void Tick(DateTimeOffset now)
    {
        foreach (var node in channels.Values.ToArray())
        {
            if (now - node.DoubtedAt > DoubtLimit || now - node.HeardAt > SilenceLimit)
            {
                Lose(node, isGoodbye: false);
            }
            else if (node.DoubtedAt is not null)
            {
                // A word to it, so that there is a connection again over which its own word comes.
                node.IsDue = true;
            }
        }
    }

    protected override void Flush(DateTimeOffset now)
    {
        if (Session is null || !isClaimed || closingUntil is not null)
        {
            return;
        }

        if (now - rollAt >= BeatInterval)
        {
            Beat(now);
        }

        OpenIfAnswered(now);
        foreach (var queue in queues.Values)
        {
            queue.Deliver();
        }

        foreach (var node in channels.Values)
        {
            var hasMore = QueueOf(node.Hello.Capability).HasMore;
            if (node.IsDue || (hasMore && !node.WasToldOfMore))
            {
                foreach (var batch in node.Take(ledger.Secret, hasMore, BatchBytes, now))
                {
                    Send(node.Node, batch);
                }
            }
        }
    }

    protected override bool SayGoodbye(DateTimeOffset now)
    {
        if (Session is null || channels.Count == 0 || now > closingUntil)
        {
            return true;
        }

        if (closingUntil is null || now - rollAt >= TickInterval)
        {
            closingUntil ??= now + ClosingLimit;
            rollAt = now;
            foreach (var node in channels.Values)
            {
                Send(node.Node, new Closing(node.Id, isRetired));
            }
        }

        return false;
    }

    /// <summary>Calls the roll, and tells every node what is thought of it.</summary>
    private void Beat(DateTimeOffset now)
    {
        rollAt = now;
        Session!.TellAll(new RollQuestion(ledger.Id, Incarnation), Self);
        foreach (var node in channels.Values)
        {
            node.IsDue = true;
            if (node.Judgement is { } judgement && node.JudgementDue.IsEmpty)
            {
                node.JudgementDue = WireCodec.Write(new JudgementCall(ledger.Id, judgement));
            }
        }
    }

    private void OpenIfAnswered(DateTimeOffset now)
    {
        if (!IsOpen && ((unanswered is { Count: 0 } && hellosAwaited <= 0) || now >= rollUntil))
        {
            Open();
        }
    }

    private WorkQueue QueueOf(string capability)
    {
        if (!queues.TryGetValue(capability, out var queue))
        {
            queues.Add(capability, queue = new WorkQueue());
        }

        return queue;
    }

    private IEnumerable<NodeChannel> At(Address address) =>
        channels.Values.Where(n => AddressOf(n.Node).Equals(address));

    /// <summary>A node is gone: its coordinator hears that first, then what it had goes to others.</summary>
    private void Lose(NodeChannel node, bool isGoodbye)
    {
        if (!channels.Remove(node.Id))
        {
            return;
        }

        nodes.Remove(node.Hello.Name);
        var queue = QueueOf(node.Hello.Capability);
        queue.Remove(node);
        foreach (var tag in reports.Where(r => r.Value.Node == node).Select(r => r.Key).ToArray())
        {
            reports.Remove(tag);
        }

        mailbox.Post(new NodeLeft(node.Hello.Name, isGoodbye));
        foreach (var order in node.Shared)
        {
            if (order.Deliveries < ITransport.DeliveriesAtMost)
            {
                queue.PublishAgain(order);
            }
            else
            {
                mailbox.Post(new OrderReturned(order.Shard));
            }
        }
    }
}
