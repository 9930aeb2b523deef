using Akka.Actor;
using Akka.Cluster;
using Farm.Transport.Akka.Wire;

namespace Farm.Transport.Akka.Cluster;

/// <summary>One life of a process in a cluster: an actor system, from its joining to its end.</summary>
internal sealed class EngineSession
{
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);
    private readonly TaskCompletionSource<string> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActorSystem system;
    private readonly global::Akka.Cluster.Cluster cluster;
    private IActorRef porter = ActorRefs.Nobody;
    private volatile Address[] members = [];

    /// <summary>A session of an actor system that was just made.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="gate">The cluster's address.</param>
    /// <param name="isGate">Whether it is this process that listens there.</param>
    /// <param name="isCoordinator">Whether the process has coordinators.</param>
    public EngineSession(ActorSystem system, Address gate, bool isGate, bool isCoordinator)
    {
        this.system = system;
        cluster = global::Akka.Cluster.Cluster.Get(system);
        (Gate, IsGate, IsCoordinator) = (gate, isGate, isCoordinator);
    }

    /// <summary>The cluster's address.</summary>
    public Address Gate { get; }

    /// <summary>Whether it is this process that listens there.</summary>
    public bool IsGate { get; }

    /// <summary>Whether the process has coordinators.</summary>
    public bool IsCoordinator { get; }

    /// <summary>This process's own address.</summary>
    public Address Address => cluster.SelfAddress;

    /// <summary>The processes that are there.</summary>
    public IReadOnlyCollection<Address> Members => members;

    /// <summary>Completes with the reason when the session is over.</summary>
    public Task<string> Ended => ended.Task;

    /// <summary>Joins, and waits until the process is a member.</summary>
    /// <returns>Whether it is, within the time.</returns>
    public async Task<bool> JoinAsync(TimeSpan limit, CancellationToken cancellation)
    {
        if (IsGate)
        {
            cluster.Join(Gate);
        }
        else
        {
            cluster.JoinSeedNodes([Gate]);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(limit);
        try
        {
            while (cluster.SelfMember.Status is not (MemberStatus.Up or MemberStatus.WeaklyUp))
            {
                if (cluster.IsTerminated)
                {
                    return false;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }

        porter = system.ActorOf(Props.CreateBy(new PorterProducer(this)), EngineConfig.Porter);
        return true;
    }

    /// <summary>A link takes part.</summary>
    public void Add(EngineLink link) => porter.Tell(new LinkAdded(link));

    /// <summary>A link takes part no more.</summary>
    public void Remove(EngineLink link) => porter.Tell(new LinkRemoved(link));

    /// <summary>The session is over, or is to be.</summary>
    public void End(string reason) => ended.TrySetResult(reason);

    /// <summary>Sends a message to the porters of all processes that are there, this one's among them.</summary>
    public void TellAll(IEngineMessage message, IActorRef sender)
    {
        foreach (var member in members)
        {
            TellPorter(member, message, sender);
        }
    }

    /// <summary>Sends a message to a process's porter.</summary>
    public void TellPorter(Address process, IEngineMessage message, IActorRef sender) =>
        system.ActorSelection(new RootActorPath(process) / "user" / EngineConfig.Porter).Tell(message, sender);

    /// <summary>The processes that are there, from now on.</summary>
    public void Know(Address[] reachable) => members = reachable;

    /// <summary>Ends the actor system.</summary>
    /// <param name="isLeaving">Whether to leave the cluster in order before.</param>
    public async Task CloseAsync(bool isLeaving)
    {
        End("closed");
        if (isLeaving)
        {
            using var patience = new CancellationTokenSource(LeaveLimit);
            try
            {
                await cluster.LeaveAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The others find out.
            }
        }

        await Task.WhenAny(system.Terminate(), Task.Delay(EndLimit)).ConfigureAwait(false);
    }

    private sealed class PorterProducer(EngineSession session) : IIndirectActorProducer
    {
        public Type ActorType => typeof(PorterActor);

        public ActorBase Produce() => new PorterActor(session);

        public void Release(ActorBase actor)
        {
            // Nothing that was made for it alone.
        }
    }
}

/// <summary>A link takes part in a session.</summary>
internal sealed record LinkAdded(EngineLink Link);

/// <summary>A link takes part in a session no more.</summary>
internal sealed record LinkRemoved(EngineLink Link);
