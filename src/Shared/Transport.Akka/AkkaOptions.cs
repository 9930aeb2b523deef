namespace Farm.Transport.Akka;

/// <summary>How a process joins its farm over a cluster.</summary>
/// <param name="Address">Where a coordinator listens, or is to listen.</param>
public sealed record AkkaOptions(ClusterAddress Address)
{
    /// <summary>Files for <c>akkas</c>: the authorities and this process's own certificate; null with <c>akka</c>.</summary>
    public RabbitMq.BrokerCertificates? Certificates { get; init; }

    /// <summary>
    /// Host by which the others reach this process, when it is not the one that listens at <see cref="Address"/>; null is
    /// the address of the interface by which it reaches them.
    /// </summary>
    public string? OwnHost { get; init; }

    /// <summary>Port by which the others reach this process then; 0, the default, is any free one.</summary>
    public int OwnPort { get; init; }

    /// <summary>
    /// How long the cluster is tried at first; null is for ever, default 30 s. One that goes away later is always waited
    /// for.
    /// </summary>
    public TimeSpan? FirstConnectPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a ledger is tried whose coordinator does not answer and is not yet given up, default 15 s: the cluster
    /// needs about 10 s to give up a coordinator whose host died.
    /// </summary>
    public TimeSpan TakenPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Hears what happens to the link, for a log; called by any thread, must not wait. Null: nobody.</summary>
    public Action<TransportEvent>? Observer { get; init; }
}
