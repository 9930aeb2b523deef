using System.Globalization;

namespace Farm.EndToEnd.Tests.Networks;

/// <summary>Hosts of their own network, which is gone with this object whatever happens.</summary>
internal sealed class BadNetwork : IDisposable
{
    private const string Family = "farm-test-";
    private const byte FirstNumber = 10;

    private readonly string prefix = string.Create(CultureInfo.InvariantCulture, $"{Family}{Environment.ProcessId}-");
    private readonly List<NetworkHost> hosts = [];
    private readonly EthernetSwitch network;

    private BadNetwork(int seed) => network = new EthernetSwitch(seed);

    /// <summary>Why there can be no network here; null when there can.</summary>
    public static string? Obstacle()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return "network namespaces need root.";
        }

        try
        {
            if (!File.Exists("/dev/net/tun"))
            {
                Directory.CreateDirectory("/dev/net");
                Tool.Run("mknod", "/dev/net/tun", "c", "10", "200");
            }

            using var network = Create(0);
            network.Add("probe");
            return null;
        }
        catch (IOException fault)
        {
            return $"network namespaces need root, iproute2 and /dev/net/tun. {fault.Message}";
        }
    }

    /// <summary>An empty network.</summary>
    /// <param name="seed">What its losses are drawn from.</param>
    public static BadNetwork Create(int seed)
    {
        RemoveLeftOvers();
        return new BadNetwork(seed);
    }

    /// <summary>Adds a host.</summary>
    public NetworkHost Add(string name)
    {
        var host = NetworkHost.Create(network, prefix, name, (byte)(FirstNumber + hosts.Count));
        hosts.Add(host);
        return host;
    }

    public void Dispose()
    {
        foreach (var host in hosts)
        {
            host.Dispose();
        }

        network.Dispose();
    }

    /// <summary>Removes the hosts of test processes that were killed themselves.</summary>
    private static void RemoveLeftOvers()
    {
        foreach (var space in Tool.Run("ip", "netns", "list").Split('\n').Select(l => l.Split(' ')[0]))
        {
            if (space.StartsWith(Family, StringComparison.Ordinal)
                && int.TryParse(space.AsSpan(Family.Length, space.IndexOf('-', Family.Length) - Family.Length), out var owner)
                && !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{owner}")))
            {
                foreach (var id in Tool.Run("ip", "netns", "pids", space).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    Tool.Run("kill", "-9", id);
                }

                Tool.Run("ip", "netns", "del", space);
            }
        }
    }
}
