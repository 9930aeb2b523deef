namespace Farm.Testing.Broker;

/// <summary>Where a broker runs.</summary>
/// <param name="Address">The IP address that it listens on.</param>
/// <param name="Command">Makes of a program and its arguments the command that starts it there.</param>
public sealed record BrokerHost(string Address, Func<IReadOnlyList<string>, IReadOnlyList<string>> Command)
{
    /// <summary>This host, reached from here alone.</summary>
    public static BrokerHost This { get; } = new("127.0.0.1", program => program);
}
