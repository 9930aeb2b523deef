using Farm.Transport;
using Farm.Transport.RabbitMq;

namespace Farm.Hosting.Broker;

/// <summary>How a command line wants a broker, or a cluster, to be reached.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Login">Who connects; null is the broker's own <c>guest</c>.</param>
/// <param name="Certificates">Files of an encrypted connection; null when none are named.</param>
public sealed record BrokerSettings(FarmAddress Address, BrokerLogin? Login, BrokerCertificates? Certificates)
{
    /// <summary>How long the first connection is tried; null is for ever. Default 30 s.</summary>
    public TimeSpan? FirstConnectPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Host by which the members of a cluster reach this process; null is found out.</summary>
    public string? OwnHost { get; init; }

    /// <summary>Port by which they do; 0 is any free one.</summary>
    public int OwnPort { get; init; }
}

/// <summary>What was read of a command line's broker options: one of the two, or neither when no broker is named.</summary>
/// <param name="Settings">How to reach the broker.</param>
/// <param name="Refusal">What is wrong, in one line for people.</param>
public readonly record struct BrokerReading(BrokerSettings? Settings, string? Refusal)
{
    /// <summary>Something is wrong.</summary>
    public static BrokerReading Refuse(string message) => new(null, message);
}
