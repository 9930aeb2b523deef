using System.Globalization;
using Farm.EndToEnd.Tests.Networks;

namespace Farm.EndToEnd.Tests.Storms;

/// <summary>A farm of real processes: a broker, a coordinator that computes nothing itself, and nodes of one slot.</summary>
internal sealed class StormFarm : IDisposable
{
    private StormFarm(BrokerPart broker, FarmPart coordinator, IReadOnlyList<FarmPart> nodes, IReadOnlyList<LinkPart> links) =>
        (Broker, Coordinator, Nodes, Links) = (broker, coordinator, nodes, links);

    public BrokerPart Broker { get; }

    public FarmPart Coordinator { get; }

    public IReadOnlyList<FarmPart> Nodes { get; }

    /// <summary>The links of its hosts, where it has a network.</summary>
    public IReadOnlyList<LinkPart> Links { get; }

    /// <summary>All processes.</summary>
    public IReadOnlyList<StormPart> Processes => [Broker, .. Nodes, Coordinator];

    /// <summary>A farm on this host.</summary>
    /// <param name="place">Where its coordinator works.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="nodes">How many nodes.</param>
    public static StormFarm Here(Workplace place, string sweep, int nodes)
    {
        var broker = BrokerPart.Create(null);
        return new StormFarm(
            broker,
            CoordinatorOf(broker, place, sweep, null),
            [.. Names(nodes).Select(n => NodeOf(broker, place, n, null))],
            []);
    }

    /// <summary>A farm whose every process has a host of its own.</summary>
    public static StormFarm On(BadNetwork network, Workplace place, string sweep, int nodes)
    {
        var brokerHost = network.Add("broker");
        var broker = BrokerPart.Create(brokerHost);
        var coordinatorHost = network.Add("coordinator");
        var nodeHosts = Names(nodes).Select(network.Add).ToArray();
        return new StormFarm(
            broker,
            CoordinatorOf(broker, place, sweep, coordinatorHost),
            [.. nodeHosts.Select(h => NodeOf(broker, place, h.Name, h))],
            [.. nodeHosts.Append(coordinatorHost).Append(brokerHost).Select(h => new LinkPart(h))]);
    }

    public void StartAll()
    {
        foreach (var part in Processes)
        {
            part.Start();
        }
    }

    public void Dispose()
    {
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        Coordinator.Dispose();
        Broker.Dispose();
    }

    private static IEnumerable<string> Names(int nodes) =>
        Enumerable.Range(1, nodes).Select(n => string.Create(CultureInfo.InvariantCulture, $"node{n}"));

    private static FarmPart CoordinatorOf(BrokerPart broker, Workplace place, string sweep, NetworkHost? host) => new(
        "coordinator",
        broker.Launch(place, "farm", host, "run", sweep, "--nodes-only"),
        endsWhenComplete: true);

    private static FarmPart NodeOf(BrokerPart broker, Workplace place, string name, NetworkHost? host) =>
        new(name, broker.Launch(place, "farm-node", host, "--slots", "1", "--name", name, "--log", Path.Combine(place.Folder, name + ".jsonl")));
}
