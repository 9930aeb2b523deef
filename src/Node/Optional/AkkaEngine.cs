using Farm.Hosting.Broker;
using Farm.Transport;
using Farm.Transport.RabbitMq;
#if FARM_FULL
using Farm.Transport.Akka;
#endif

namespace Farm.Node.Optional;

/// <summary>The transports between hosts: a broker's, and in a full build a cluster's.</summary>
public static class AkkaEngine
{
    /// <summary>Whether this build can join a cluster.</summary>
    public static bool IsThere
#if FARM_FULL
        => true;
#else
        => false;
#endif

    /// <summary>Makes the transport that a command line wants.</summary>
    /// <param name="settings">What it wants.</param>
    /// <param name="observer">Hears what happens to the link.</param>
    public static ITransport Connect(BrokerSettings settings, Action<TransportEvent> observer) => settings.Address switch
    {
        BrokerAddress broker => new RabbitMqTransport(new RabbitMqOptions(broker)
        {
            Login = settings.Login,
            Certificates = settings.Certificates,
            FirstConnectPatience = settings.FirstConnectPatience,
            Observer = observer,
        }),
#if FARM_FULL
        ClusterAddress cluster => new AkkaTransport(new AkkaOptions(cluster)
        {
            Certificates = settings.Certificates,
            OwnHost = settings.OwnHost,
            OwnPort = settings.OwnPort,
            FirstConnectPatience = settings.FirstConnectPatience,
            Observer = observer,
        }),
#endif
        _ => throw new ArgumentException($"This build has no transport to {settings.Address}.", nameof(settings)),
    };
}
