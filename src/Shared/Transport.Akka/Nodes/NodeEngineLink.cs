using Akka.Actor;
using Farm.Domain;
using Farm.Transport.Akka.Cluster;
using Farm.Transport.Akka.Wire;
using Farm.Transport.Wire;

namespace Farm.Transport.Akka.Nodes;

/// <summary>A node's side of the farm over a cluster: it pulls orders, and keeps its reports until they are on disk.</summary>
internal sealed partial class NodeEngineLink : EngineLink, INodeLink
{
    /// <summary>How long a node that joins waits at most for a coordinator to say that it is welcome.</summary>
    private static readonly TimeSpan WelcomeLimit = TimeSpan.FromSeconds(10);

    /// <summary>How long a hello waits for its answer before it is said again.</summary>
    private static readonly TimeSpan HelloInterval = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a node that leaves waits at most for its reports to be taken.</summary>
    private static readonly TimeSpan LeavingLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long coordinators are told at most that the node leaves.</summary>
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(2);

    private readonly NodeHello hello;
    private readonly IMailbox<NodeMessage> mailbox;
    private readonly SealKeys keys = new();
    private readonly StartBook starts = new();
    private readonly KeptReports kept = new();
    private readonly List<CoordinatorChannel> channels = [];
    private readonly RecentNotices recent = new();
    private readonly Dictionary<long, (CoordinatorChannel Channel, long Order)> tags = [];
    private readonly HashSet<long> numbers = [];
    private long lastTag;
    private int wanted;
    private bool isStopped;
    private DateTimeOffset? welcomeUntil;
    private DateTimeOffset? leavingUntil;
    private DateTimeOffset? goodbyeUntil;
    private DateTimeOffset goodbyeAt;

    public NodeEngineLink(ClusterLife life, NodeHello hello, int prefetch, IMailbox<NodeMessage> mailbox)
        : base(life)
    {
        this.hello = hello;
        this.mailbox = mailbox;
        wanted = prefetch;
    }

    public void Announce(Guid ledger, ShardStarted started) => Post(() =>
    {
        if (!started.Alone)
        {
            starts.Add(ledger, started, Clock.GetUtcNow());
        }
        else if (ChannelOf(ledger) is { } channel)
        {
            var number = channel.AddStart(WireCodec.Write(new StartNotice(ledger, [started])));
            awaitedStarts.Add((channel, number, new StartKnown(ledger, started.Shard)));
        }
        else
        {
            // No coordinator is there to count the loss of this node: nothing is to be waited for.
            mailbox.Post(new StartKnown(ledger, started.Shard));
        }
    });

    public void Send(long number, ShardReport report) => Post(() => SendReport(number, report));

    public void SetPrefetch(int orders)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(orders, 1);
        Post(() => wanted = isStopped ? 0 : Math.Min(orders, WireLimits.Prefetch));
    }

    public void StopDeliveries() => Post(Stop);

    public void Acknowledge(DeliveryTag order) => Post(() =>
    {
        if (tags.Remove(order.Value, out var tag) && tag.Channel.Settle(tag.Order) is { } shard)
        {
            keys.Release(tag.Channel.Ledger, shard);
        }
    });

    public void Tell(NodeStatus status) => Post(() => TellThose(WireCodec.Write(new StatusNotice(status)), null));

    public void Tell(NodeWarning warning) => Post(() => TellThose(WireCodec.Write(new WarningNotice(warning)), warning.Ledger));

    private void TellThose(ReadOnlyMemory<byte> notice, Guid? ledger)
    {
        var those = channels.Where(c => ledger is null || c.Ledger == ledger).ToList();
        recent.Add(notice, ledger, those.Select(c => c.Ledger), Clock.GetUtcNow());
        those.ForEach(c => c.AddNotice(notice));
    }

    /// <summary>The cluster is joined. Called by any thread.</summary>
    /// <param name="coordinators">Coordinators that are there.</param>
    public void Join(int coordinators) => Post(() =>
    {
        if (coordinators == 0)
        {
            Open();
        }

        welcomeUntil = Clock.GetUtcNow() + WelcomeLimit;
    });

    protected override void Enter()
    {
        // Coordinators call the roll of whoever is new.
    }

    protected override void Leave()
    {
        foreach (var channel in channels.ToArray())
        {
            Drop(channel);
        }
    }

    protected override void Fail(TransportException fault) =>
        mailbox.Post(new NodeLinkFailed(fault.Fault, fault.Message));

    protected override void DoubtThose(Address address)
    {
        // The coordinator decides who is gone; it will say so, or be gone itself.
        foreach (var channel in At(address))
        {
            channel.IsDue = true;
        }
    }

    protected override void ForgetThose(Address address)
    {
        foreach (var channel in At(address).ToArray())
        {
            Drop(channel);
        }
    }

    protected override void Tick(DateTimeOffset now)
    {
        foreach (var channel in channels.Where(c => now - c.HeardAt > SilenceLimit).ToArray())
        {
            Drop(channel);
        }

        if (now > welcomeUntil)
        {
            Open();
        }
    }

    protected override void Flush(DateTimeOffset now)
    {
        TellStarts(now);
        if (Session is null || goodbyeUntil is not null)
        {
            return;
        }

        Allowances.Share(wanted, channels, now);
        foreach (var channel in channels)
        {
            if (!channel.IsWelcome)
            {
                SayHello(channel, now);
                continue;
            }

            var isWhole = now - wholeAt.GetValueOrDefault(channel.Id) >= BeatInterval;
            if (channel.IsDue || isWhole)
            {
                if (isWhole)
                {
                    wholeAt[channel.Id] = now;
                }

                foreach (var batch in channel.Take(now, ResendAfter, isWhole, BatchBytes))
                {
                    Send(channel.Coordinator, batch);
                }
            }
        }
    }

    protected override bool SayGoodbye(DateTimeOffset now)
    {
        Stop();
        leavingUntil ??= now + LeavingLimit;
        if (Session is null || channels.Count == 0 || now > goodbyeUntil)
        {
            return true;
        }

        if (now < leavingUntil && channels.Any(c => c.HasUntaken))
        {
            return false;
        }

        if (goodbyeUntil is null || now - goodbyeAt >= TickInterval)
        {
            goodbyeUntil ??= now + GoodbyeLimit;
            goodbyeAt = now;
            foreach (var channel in channels)
            {
                Send(channel.Coordinator, new Goodbye(channel.Id));
            }
        }

        return false;
    }

    private CoordinatorChannel? ChannelOf(Guid ledger) => channels.Find(c => c.Ledger == ledger);

    private IEnumerable<CoordinatorChannel> At(Address address) =>
        channels.Where(c => AddressOf(c.Coordinator).Equals(address));

    private void Stop()
    {
        isStopped = true;
        wanted = 0;
    }

    private void SayHello(CoordinatorChannel channel, DateTimeOffset now)
    {
        if (now - channel.SentAt >= HelloInterval)
        {
            channel.SentAt = now;
            var notice = WireCodec.Write(new HelloNotice(hello, Math.Max(1, wanted)));
            Send(channel.Coordinator, new HelloCall(channel.Life, channel.Id, Incarnation, notice));
        }
    }

    private void TellStarts(DateTimeOffset now)
    {
        foreach (var (ledger, started) in starts.Take(now))
        {
            foreach (var part in started.Chunk(WireLimits.Starts))
            {
                ChannelOf(ledger)?.AddFleeting(WireCodec.Write(new StartNotice(ledger, part)));
            }
        }
    }
}
