namespace Farm.Transport.RabbitMq;

/// <summary>How a process reaches its farm over a broker.</summary>
/// <param name="Address">The broker.</param>
public sealed record RabbitMqOptions(BrokerAddress Address)
{
    /// <summary>Who connects; null is the broker's own <c>guest</c>, whom it lets in from its host only.</summary>
    public BrokerLogin? Login { get; init; }

    /// <summary>Files for <c>amqps</c>; null trusts the system's authorities and shows none.</summary>
    public BrokerCertificates? Certificates { get; init; }

    /// <summary>
    /// How long the first connection is tried; null is for ever, default 30 s. A broker that goes away later is always
    /// waited for.
    /// </summary>
    public TimeSpan? FirstConnectPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a ledger whose coordinator seems to be open is tried, default 15 s: the broker needs about 10 s to
    /// notice that a coordinator is gone whose host died.
    /// </summary>
    public TimeSpan TakenPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// After how long a silent peer is suspected, default 4 s; it is given up after about twice that.
    /// </summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long nodes may stay away after the broker was, default 10 s, before they count as left.</summary>
    public TimeSpan OutageGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Hears what happens to the link, for a log; called by any thread, must not wait. Null: nobody.</summary>
    public Action<TransportEvent>? Observer { get; init; }
}
