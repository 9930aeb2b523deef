using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using Farm.Transport.Akka.Coordinators;
using Farm.Transport.Akka.Nodes;
using Farm.Transport.Akka.Wire;

namespace Farm.Transport.Akka.Cluster;

/// <summary>
/// A process's one actor that others know by its name: it knows who is in the cluster, and has the actors of the links below
/// itself.
/// </summary>
internal sealed class PorterActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the cluster's address may be silent before another coordinator of its host listens there.</summary>
    private static readonly TimeSpan VacantAfter = TimeSpan.FromSeconds(3);

    /// <summary>How long a node stays that sees neither a coordinator nor the cluster's address.</summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(10);

    private readonly EngineSession session;
    private readonly global::Akka.Cluster.Cluster cluster = global::Akka.Cluster.Cluster.Get(Context.System);
    private readonly Dictionary<EngineLink, IActorRef> links = [];
    private readonly LedgerClaims claims;
    private readonly Guid id = Guid.NewGuid();
    private Guid? gateId;
    private DateTimeOffset gateHeardAt = Now;
    private int lastChild;

    /// <summary>A session's porter.</summary>
    public PorterActor(EngineSession session)
    {
        this.session = session;
        claims = new LedgerClaims(session, Self);
        Receive<GateCall>(_ => Answer());
        Receive<GateAnswer>(HearGate);
        Receive<ClaimCall>(call => claims.Answer(call, Sender));
        Receive<ClaimAnswer>(answer => claims.Hear(answer, Sender));
        Receive<RollRequest>(message => Forward<CoordinatorEngineLink>(message));
        Receive<RollQuestion>(CallRoll);
        Receive<Malformed>(malformed => Refuse(malformed.Reason));
        Receive<LinkAdded>(added => Add(added.Link));
        Receive<LinkRemoved>(removed => Remove(removed.Link));
        Receive<Tick>(_ => DoTick());
        Receive<ClusterEvent.MemberRemoved>(e => Forget(e.Member));
        Receive<ClusterEvent.UnreachableMember>(e => Doubt(e.Member.Address));
        Receive<ClusterEvent.IClusterDomainEvent>(_ => Look());
        Receive<DisassociatedEvent>(e => Doubt(e.RemoteAddress));
        Receive<AssociationErrorEvent>(e => Doubt(e.RemoteAddress));
        Receive<ThisActorSystemQuarantinedEvent>(HearQuarantine);
        ReceiveAny(_ => { });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
        Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
        cluster.Subscribe(
            Self,
            ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.IReachabilityEvent));
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TimeSpan.Zero, Interval);
        Look();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    private void Answer()
    {
        if (session.IsGate)
        {
            Sender.Tell(new GateAnswer(id));
        }
    }

    private void HearGate(GateAnswer answer)
    {
        if (!Sender.Path.Address.Equals(session.Gate))
        {
            return;
        }

        gateHeardAt = Now;
        gateId ??= answer.Cluster;
        if (gateId != answer.Cluster)
        {
            session.End("The coordinator at its address began anew.");
        }
    }

    private void HearQuarantine(ThisActorSystemQuarantinedEvent quarantine)
    {
        if (!session.IsGate && quarantine.RemoteAddress.Equals(session.Gate))
        {
            session.End("The cluster gave this process up while it did not answer.");
        }
    }

    private void Add(EngineLink link)
    {
        var actor = Context.ActorOf(
            EndpointActor.PropsOf(link), $"{(link is NodeEngineLink ? "node" : "coordinator")}-{++lastChild}");
        links.Add(link, actor);
        link.Attach(session, actor);
        if (link is CoordinatorEngineLink coordinator)
        {
            claims.Begin(coordinator, CoordinatorsBesides(), Now);
        }
        else if (link is NodeEngineLink node)
        {
            node.Join(claims.Count + CoordinatorsBesides().Length);
            foreach (var member in Members().Where(m => m.HasRole(EngineConfig.CoordinatorRole)))
            {
                session.TellPorter(member.Address, new RollRequest(), actor);
            }
        }
    }

    private void Remove(EngineLink link)
    {
        if (links.Remove(link, out var actor))
        {
            Context.Stop(actor);
            claims.End(link);
        }
    }

    /// <summary>Any of the links counts it: they all tell the same.</summary>
    private void Refuse(string reason) => links.Keys.FirstOrDefault()?.Receive(new Malformed(reason), Sender);

    private void CallRoll(RollQuestion roll) =>
        Sender.Tell(new RollAnswer(roll.Coordinator, Forward<NodeEngineLink>(roll)));

    private int Forward<TLink>(IEngineMessage message)
        where TLink : EngineLink
    {
        var count = 0;
        foreach (var actor in links.Where(l => l.Key is TLink).Select(l => l.Value))
        {
            actor.Forward(message);
            count++;
        }

        return count;
    }

    private void Doubt(Address address)
    {
        Look();
        foreach (var link in links.Keys)
        {
            link.Doubt(address);
        }
    }

    private void Forget(Member member)
    {
        if (member.UniqueAddress.Equals(cluster.SelfUniqueAddress))
        {
            session.End("The cluster gave this process up while it did not answer.");
            return;
        }

        Look();
        claims.Forget(member.Address);
        foreach (var link in links.Keys)
        {
            link.Forget(member.Address);
        }
    }

    /// <summary>Looks who is there.</summary>
    private void Look()
    {
        var unreachable = cluster.State.Unreachable;
        session.Know([.. Members().Where(m => !unreachable.Contains(m)).Select(m => m.Address)]);
    }

    private IEnumerable<Member> Members() => cluster.State.Members
        .Where(m => m.Status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up or MemberStatus.Leaving);

    private Address[] CoordinatorsBesides() =>
    [
        .. Members().Where(m => m.HasRole(EngineConfig.CoordinatorRole) && !m.Address.Equals(cluster.SelfAddress))
            .Select(m => m.Address),
    ];

    private void DoTick()
    {
        claims.Tick(Now);
        if (cluster.IsTerminated || cluster.SelfMember.Status is MemberStatus.Down or MemberStatus.Removed)
        {
            session.End("The cluster gave this process up while it did not answer.");
        }

        if (session.IsGate)
        {
            return;
        }

        session.TellPorter(session.Gate, new GateCall(), Self);
        var silence = Now - gateHeardAt;
        if (session.IsCoordinator && silence > VacantAfter && GatePlace.IsVacant(session.Gate.Host!, session.Gate.Port!.Value))
        {
            session.End("Nobody listens at its address any more, and this coordinator can.");
        }
        else if (!session.IsCoordinator && silence > LostAfter && !SeesCoordinator())
        {
            session.End("No coordinator answers.");
        }
    }

    private bool SeesCoordinator()
    {
        var unreachable = cluster.State.Unreachable;
        return Members().Any(m => m.HasRole(EngineConfig.CoordinatorRole) && !unreachable.Contains(m));
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
