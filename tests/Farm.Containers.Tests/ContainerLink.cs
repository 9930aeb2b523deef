using Docker.DotNet.Models;
using DotNet.Testcontainers.Networks;
using Farm.EndToEnd.Tests.Storms;

namespace Farm.Containers.Tests;

/// <summary>A container's connection to its network, taken away for a while.</summary>
/// <param name="part">The container.</param>
/// <param name="network">The network.</param>
internal sealed class ContainerLink(ContainerPart part, INetwork network) : StormPart($"link of {part.Name}")
{
    private const double ShortestSeconds = 1;
    private const double LongestSeconds = 16;
    private TimeSpan? mendAt;

    public override bool IsUp => mendAt is null;

    public override void Start()
    {
    }

    public override string Strike(Random random, TimeSpan now)
    {
        var time = Between(random, ShortestSeconds, LongestSeconds);
        mendAt = now + time;
        Disconnect();
        return FormattableString.Invariant($"is gone, for {time.TotalSeconds:0.0} s");
    }

    public override string? Mend(TimeSpan now)
    {
        if (mendAt is null || now < mendAt)
        {
            return null;
        }

        mendAt = null;
        Connect();
        return "is there again";
    }

    /// <summary>Takes it away.</summary>
    public void Disconnect() => DockerEngine.Client.Networks.DisconnectNetworkAsync(
        network.Name, new NetworkDisconnectParameters { Container = part.Id, Force = true }).GetAwaiter().GetResult();

    /// <summary>Gives it back, with its name there, if perhaps with another address.</summary>
    public void Connect() => DockerEngine.Client.Networks.ConnectNetworkAsync(
        network.Name,
        new NetworkConnectParameters { Container = part.Id, EndpointConfig = new EndpointSettings { Aliases = [part.Name] } })
        .GetAwaiter().GetResult();

    public override void Dispose()
    {
        // With all networks of the test.
    }
}
