using Farm.Domain;
using Farm.Transport.Wire;
using RabbitMQ.Client;

namespace Farm.Transport.RabbitMq;

/// <summary>A coordinator's side of the farm over a broker.</summary>
internal sealed partial class CoordinatorBrokerLink : BrokerLink, ICoordinatorLink
{
    /// <summary>Reports that the broker gives at most before any is acknowledged.</summary>
    private const ushort ReportPrefetch = 4_096;

    /// <summary>
    /// From a report's acknowledgement to its sending, so that one message settles many: each costs the broker a write to
    /// its disk. A coordinator that is killed meanwhile is given those reports once more.
    /// </summary>
    private static readonly TimeSpan AcknowledgeInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Acknowledgements that wait no longer: far from what the broker gives before any.</summary>
    private const int AcknowledgementsAtMost = 256;

    private readonly LedgerIdentity ledger;
    private readonly IMailbox<CoordinatorMessage> mailbox;
    private readonly Presence presence;
    private readonly List<(ulong Delivery, bool IsAll)> acknowledgements = [];
    private AckWindow window = new();
    private IChannel? reports;
    private IChannel? notices;
    private DateTimeOffset graceUntil;
    private DateTimeOffset? acknowledgeAt;
    private bool isRetired;

    public CoordinatorBrokerLink(RabbitMqOptions options, LedgerIdentity ledger, IMailbox<CoordinatorMessage> mailbox)
        : base(options, $"farm coordinator {ledger.Id}")
    {
        this.ledger = ledger;
        this.mailbox = mailbox;
        presence = new Presence(mailbox);
    }

    protected override DateTimeOffset? NextDue => Earlier(Earlier(base.NextDue, presence.NextDue), acknowledgeAt);

    public void Publish(string capability, ShardOrder order) => Post(() =>
    {
        var id = new OutgoingId(capability, order.Shard.Epoch, order.Shard.Number);
        Outbox.Add(MessageOf(order, Topology.Orders, Topology.OrderKey(capability, ledger.Id), id, ConfirmOrder));
    });

    public void PublishTo(string node, ShardOrder order) => Post(() =>
    {
        var queue = Topology.NodeQueue(node);
        var id = new OutgoingId(queue, order.Shard.Epoch, order.Shard.Number);
        Outbox.Add(MessageOf(order, "", queue, id, confirmed: null));
    });

    public void Acknowledge(DeliveryTag report) => Post(() =>
    {
        if (SessionTags.DeliveryOf(report, SessionNumber) is { } delivery)
        {
            Settle(delivery);
        }
    });

    public void Judge(string node, NodeJudgement judgement) => Post(() =>
    {
        presence.Judge(node, judgement);
        Outbox.Add(CallOf(node, new JudgementCall(ledger.Id, judgement), confirmed: null));
    });

    public void Retire() => Post(() => isRetired = true);

    protected override void Fail(TransportException fault) =>
        mailbox.Post(new CoordinatorLinkFailed(fault.Fault, fault.Message));

    protected override async Task EnterAsync(BrokerSession entered, CancellationToken cancellation)
    {
        window = new AckWindow();
        acknowledgeAt = null;
        presence.Restart();
        graceUntil = IsBack ? Clock.GetUtcNow() + Options.OutageGrace : DateTimeOffset.MinValue;
        await ExclusiveQueue.DeclareAsync(
            entered,
            Topology.CoordinatorQueue(ledger.Id),
            Options.TakenPatience,
            $"A coordinator of ledger {ledger.Id} is open already at the broker {Broker}.",
            cancellation).ConfigureAwait(false);
        reports = await entered.OpenChannelAsync(entered.Intake, confirms: false, cancellation).ConfigureAwait(false);
        notices = await entered.OpenChannelAsync(entered.Intake, confirms: false, cancellation).ConfigureAwait(false);
        await Topology.DeclareSharedAsync(notices, cancellation).ConfigureAwait(false);
        await Topology.DeclareReportsAsync(notices, ledger.Id, cancellation).ConfigureAwait(false);
        await HearNoticesAsync(entered, notices, cancellation).ConfigureAwait(false);
        Outbox.Add(new Outgoing
        {
            Exchange = Topology.Coordinators,
            Key = "",
            Properties = MessageTypes.Fleeting(MessageTypes.Call),
            Body = WireCodec.Write(new RollCall(ledger.Id)),
        });
        await SendAsync().ConfigureAwait(false);
        await reports.BasicQosAsync(0, ReportPrefetch, global: false, cancellation).ConfigureAwait(false);
        await reports.BasicConsumeAsync(
            Topology.ReportQueue(ledger.Id),
            autoAck: false,
            new Receiver(reports, m => ReceiveReport(entered, m), (_, byBroker) => LoseQueue(entered, byBroker)),
            cancellation).ConfigureAwait(false);
    }

    protected override async Task FlushAsync(BrokerSession current)
    {
        if (presence.NextDue <= Clock.GetUtcNow())
        {
            Ask();
        }

        if (acknowledgeAt <= Clock.GetUtcNow() || window.Waiting >= AcknowledgementsAtMost)
        {
            await AcknowledgeAsync().ConfigureAwait(false);
        }

        await SendAsync().ConfigureAwait(false);
    }

    protected override async Task LeaveAsync(BrokerSession current)
    {
        await FlushAsync(current).ConfigureAwait(false);
        await AcknowledgeAsync().ConfigureAwait(false);
        if (isRetired)
        {
            await notices!.QueueDeleteAsync(Topology.ReportQueue(ledger.Id)).ConfigureAwait(false);
        }

        await notices!.QueueDeleteAsync(Topology.CoordinatorQueue(ledger.Id)).ConfigureAwait(false);
    }

    private void Settle(ulong report)
    {
        window.Acknowledge(report);
        acknowledgeAt ??= Clock.GetUtcNow() + AcknowledgeInterval;
    }

    private async Task AcknowledgeAsync()
    {
        acknowledgeAt = null;
        window.Take(acknowledgements);
        foreach (var (delivery, isAll) in acknowledgements)
        {
            await reports!.BasicAckAsync(delivery, isAll).ConfigureAwait(false);
        }

        acknowledgements.Clear();
    }

    private Outgoing MessageOf(
        ShardOrder order, string exchange, string key, OutgoingId id, Action<Outgoing>? confirmed)
    {
        var body = WireCodec.Write(order);
        var properties = MessageTypes.Durable(MessageTypes.Order).WithKey(
            OrderSeal.KeyOf(ledger.Secret.Span, order.Slice is null ? body : WireCodec.WriteName(order)));
        properties.ReplyTo = Topology.ReportQueue(ledger.Id);
        return new Outgoing
        {
            Exchange = exchange,
            Key = key,
            Properties = properties,
            Body = body,
            Id = id,
            IsMandatory = true,
            IsKept = true,
            Confirmed = confirmed,
        };
    }

    private static Outgoing CallOf(string node, NodeCall call, Action<Outgoing>? confirmed) => new()
    {
        Exchange = "",
        Key = Topology.NodeQueue(node),
        Properties = MessageTypes.Fleeting(MessageTypes.Call),
        Body = WireCodec.Write(call),
        IsMandatory = true,
        Confirmed = confirmed,
    };

    private void ConfirmOrder(Outgoing order)
    {
        if (order.IsReturned)
        {
            // Someone deleted the work queue. It is made anew with the next session, and the order sent again.
            TellUnroutable("orders", order.Key);
            Outbox.Add(order);
            Lose("A work queue is gone.");
        }
    }

    /// <summary>Asks the broker for every node's queue.</summary>
    private void Ask()
    {
        var isGrace = Clock.GetUtcNow() < graceUntil;
        foreach (var (node, judgement) in presence.Begin(Clock.GetUtcNow(), isGrace))
        {
            NodeCall call = judgement is null ? new RollCall(ledger.Id) : new JudgementCall(ledger.Id, judgement);
            Outbox.Add(CallOf(node, call, m => presence.Answer(node, m.IsReturned && !isGrace, m.SentAt)));
        }
    }
}
