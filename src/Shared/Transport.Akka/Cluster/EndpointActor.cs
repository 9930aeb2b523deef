using Akka.Actor;

namespace Farm.Transport.Akka.Cluster;

/// <summary>
/// A link's actor in a session: a coordinator's, one a ledger, or a node's. What it hears goes to the link, behind whose
/// seam the farm's own actors are.
/// </summary>
/// <param name="link">The link.</param>
internal sealed class EndpointActor(EngineLink link) : UntypedActor
{
    /// <summary>What an actor of a link is made of.</summary>
    public static Props PropsOf(EngineLink link) => Props.CreateBy(new Producer(link));

    /// <inheritdoc/>
    protected override void OnReceive(object message) => link.Receive(message, Sender);

    private sealed class Producer(EngineLink link) : IIndirectActorProducer
    {
        public Type ActorType => typeof(EndpointActor);

        public ActorBase Produce() => new EndpointActor(link);

        public void Release(ActorBase actor)
        {
            // Nothing that was made for it alone.
        }
    }
}
