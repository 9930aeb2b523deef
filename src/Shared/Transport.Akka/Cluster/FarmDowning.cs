using Akka.Actor;
using Akka.Cluster;

namespace Farm.Transport.Akka.Cluster;

/// <summary>
/// Who lives when the cluster splits: every side with a coordinator. Coordinators say of members that nobody reached for
/// <see cref="EngineConfig.StableAfter"/> that they are down; nodes never do.
/// </summary>
/// <remarks>
/// Akka's own strategies keep one side and shut down the other, since two sides could both be the one owner of something.
/// Here only a ledger has one owner, its coordinator, whatever side it is on; so two sides with coordinators both go on
/// with their own ledgers, and a side of nodes alone has nothing to do but to look for a coordinator.
/// </remarks>
internal sealed class FarmDowning : IDowningProvider
{
    private readonly global::Akka.Cluster.Cluster cluster;

    /// <summary>As Akka makes it.</summary>
    public FarmDowning(ActorSystem system, global::Akka.Cluster.Cluster cluster)
    {
        _ = system;
        this.cluster = cluster;
    }

    /// <inheritdoc/>
    public TimeSpan DownRemovalMargin => TimeSpan.Zero;

    /// <inheritdoc/>
    public Props? DowningActorProps =>
        cluster.SelfRoles.Contains(EngineConfig.CoordinatorRole)
            ? Props.Create<DowningActor>()
            : null;

    private sealed class DowningActor : ReceiveActor, IWithTimers
    {
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
        private readonly global::Akka.Cluster.Cluster cluster = global::Akka.Cluster.Cluster.Get(Context.System);
        private readonly Dictionary<UniqueAddress, DateTimeOffset> since = [];

        public DowningActor()
        {
            Receive<ClusterEvent.UnreachableMember>(e => since[e.Member.UniqueAddress] = TimeProvider.System.GetUtcNow());
            Receive<ClusterEvent.ReachableMember>(e => since.Remove(e.Member.UniqueAddress));
            Receive<ClusterEvent.MemberRemoved>(e => since.Remove(e.Member.UniqueAddress));
            Receive<ClusterEvent.CurrentClusterState>(_ => { });
            Receive<Tick>(_ => DownTheLost());
            ReceiveAny(_ => { });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            cluster.Subscribe(
                Self,
                ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
                typeof(ClusterEvent.IReachabilityEvent),
                typeof(ClusterEvent.MemberRemoved));
            Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, Interval);
        }

        protected override void PostStop() => cluster.Unsubscribe(Self);

        private void DownTheLost()
        {
            var limit = TimeProvider.System.GetUtcNow() - EngineConfig.StableAfter;
            foreach (var (member, at) in since)
            {
                if (at <= limit)
                {
                    cluster.Down(member.Address);
                }
            }
        }

        private sealed class Tick
        {
            public static readonly Tick Instance = new();
        }
    }
}
