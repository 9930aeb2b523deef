using Farm.Domain;
using Farm.Transport.Wire;
using RabbitMQ.Client;

namespace Farm.Transport.RabbitMq;

/// <summary>A node's side of the farm over a broker.</summary>
internal sealed partial class NodeBrokerLink : BrokerLink, INodeLink
{
    private const string ReportPlace = "report";
    private const string StartPlace = "start";
    private readonly NodeHello hello;
    private readonly IMailbox<NodeMessage> mailbox;
    private readonly PrefetchPlan plan = new();
    private readonly SealKeys keys = new();
    private readonly StartBook starts = new();
    private readonly Dictionary<ulong, HeldOrder> held = [];
    private readonly List<(ulong Delivery, bool IsAll)> acknowledgements = [];
    private AckWindow window = new();
    private IChannel? orders;
    private IChannel? calls;
    private bool isStopped;
    private bool isLeaving;

    public NodeBrokerLink(RabbitMqOptions options, NodeHello hello, int prefetch, IMailbox<NodeMessage> mailbox)
        : base(options, $"farm node {hello.Name}")
    {
        this.hello = hello;
        this.mailbox = mailbox;
        plan.Wanted = prefetch;
    }

    protected override DateTimeOffset? NextDue
    {
        get
        {
            var due = Earlier(base.NextDue, starts.NextDue);
            return isAttached ? due : Earlier(due, attachAt);
        }
    }

    public void Announce(Guid ledger, ShardStarted started) => Post(() =>
    {
        if (started.Alone)
        {
            var known = new StartKnown(ledger, started.Shard);
            Outbox.Add(StartsOf(ledger, [started], isKept: true, _ => mailbox.Post(known)));
        }
        else
        {
            starts.Add(ledger, started, Clock.GetUtcNow());
        }
    });

    public void Send(long number, ShardReport report) => Post(() => SendReport(number, report));

    public void SetPrefetch(int orders)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(orders, 1);
        Post(() => plan.Wanted = isStopped ? 0 : orders);
    }

    public void StopDeliveries() => Post(() =>
    {
        isStopped = true;
        plan.Wanted = 0;
    });

    public void Acknowledge(DeliveryTag order) => Post(() =>
    {
        if (SessionTags.DeliveryOf(order, SessionNumber) is { } delivery)
        {
            Settle(delivery);
        }
    });

    public void Tell(NodeStatus status) => Post(() => Tell(NoticeOf(new StatusNotice(status))));

    public void Tell(NodeWarning warning) => Post(() => Tell(warning.Ledger is { } ledger
        ? NoticeOf(new WarningNotice(warning), Topology.Starts, ledger.ToString())
        : NoticeOf(new WarningNotice(warning))));

    protected override void Fail(TransportException fault) =>
        mailbox.Post(new NodeLinkFailed(fault.Fault, fault.Message));

    protected override async Task EnterAsync(BrokerSession entered, CancellationToken cancellation)
    {
        window = new AckWindow();
        held.Clear();
        plan.Clear();
        keys.Restart();
        isAttached = false;
        attachAt = DateTimeOffset.MinValue;
        var queue = Topology.NodeQueue(hello.Name);
        await ExclusiveQueue.DeclareAsync(
            entered,
            queue,
            IsBack ? Options.TakenPatience : TimeSpan.Zero,
            $"A node named {hello.Name} is there already.",
            cancellation).ConfigureAwait(false);
        orders = await entered.OpenChannelAsync(entered.Intake, confirms: false, cancellation).ConfigureAwait(false);
        calls = await entered.OpenChannelAsync(entered.Intake, confirms: false, cancellation).ConfigureAwait(false);
        await calls.BasicConsumeAsync(
            queue,
            autoAck: true,
            new Receiver(calls, m => ReceiveCall(entered, m), (_, byBroker) => LoseQueue(entered, byBroker)),
            cancellation).ConfigureAwait(false);
        await FlushAsync(entered).ConfigureAwait(false);
    }

    protected override async Task FlushAsync(BrokerSession current)
    {
        await AttachAsync(current).ConfigureAwait(false);
        foreach (var (ledger, started) in starts.Take(Clock.GetUtcNow()))
        {
            foreach (var part in started.Chunk(WireLimits.Starts))
            {
                Outbox.Add(StartsOf(ledger, part, isKept: false, confirmed: null));
            }
        }

        // Before anything else goes: an acknowledgement, too, would bring an order that is not wanted any more.
        foreach (var consumer in plan.TakeSurplus())
        {
            await orders!.BasicCancelAsync(consumer).ConfigureAwait(false);
        }

        if (isAttached)
        {
            // Before, there may be no exchange to take it, and the broker would close the channel over that.
            await SendAsync().ConfigureAwait(false);
        }

        await SettleAsync().ConfigureAwait(false);
        if (isAttached && plan.TakeMissing() is { } missing)
        {
            await ConsumeAsync(current, missing.Tag, missing.Limit).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Hands back what is held: what was delivered too often to its coordinator, the rest to the queue.
    /// </summary>
    protected override async Task LeaveAsync(BrokerSession current)
    {
        isLeaving = true;
        isStopped = true;
        plan.Wanted = 0;
        await FlushAsync(current).ConfigureAwait(false);
        if (isAttached)
        {
            await SayGoodbyeAsync(current).ConfigureAwait(false);
        }

        if (current.End is null)
        {
            await SettleAsync().ConfigureAwait(false);
            await orders!.BasicNackAsync(0, multiple: true, requeue: true).ConfigureAwait(false);
            await calls!.QueueDeleteAsync(Topology.NodeQueue(hello.Name)).ConfigureAwait(false);
            await orders.CloseAsync().ConfigureAwait(false);
        }
    }

    private Task SayGoodbyeAsync(BrokerSession current)
    {
        Outbox.Add(NoticeOf(new GoodbyeNotice(hello.Name)));
        foreach (var (delivery, order) in held.Where(h => h.Value.Deliveries >= ITransport.DeliveriesAtMost))
        {
            SendBack(delivery, order);
        }

        return ServeUntilAsync(current, () => Outbox.IsEmpty, TimeSpan.FromSeconds(5));
    }

    /// <summary>Tells something that is of no use later, if there is anyone to tell it to.</summary>
    private void Tell(Outgoing notice)
    {
        if (isAttached)
        {
            Outbox.Add(notice);
        }
    }

    private static Outgoing NoticeOf(NodeNotice notice, string exchange = Topology.Nodes, string key = "") => new()
    {
        Exchange = exchange,
        Key = key,
        Properties = MessageTypes.Fleeting(MessageTypes.Notice),
        Body = WireCodec.Write(notice),
    };

    private static Outgoing StartsOf(
        Guid ledger, ShardStarted[] started, bool isKept, Action<Outgoing>? confirmed) => new()
    {
        Exchange = Topology.Starts,
        Key = ledger.ToString(),
        Properties = MessageTypes.Fleeting(MessageTypes.Starts),
        Body = WireCodec.Write(new StartNotice(ledger, started)),
        IsKept = isKept,
        Id = isKept ? new OutgoingId($"{StartPlace} {ledger}", started[0].Shard.Epoch, started[0].Shard.Number) : null,
        Confirmed = confirmed,
    };

    private sealed record HeldOrder(string Consumer, ShardOrder Order, byte[] Key, int Deliveries);
}
