using System.Globalization;
using Farm.EndToEnd.Tests.Engines;
using Farm.EndToEnd.Tests.Networks;

namespace Farm.EndToEnd.Tests.Storms;

/// <summary>A farm of real processes: a coordinator that computes nothing itself, nodes of one slot, and what their engine needs.</summary>
internal sealed class StormFarm : IDisposable
{
    private StormFarm(Engine engine, FarmPart coordinator, IReadOnlyList<FarmPart> nodes, IReadOnlyList<LinkPart> links) =>
        (Engine, Coordinator, Nodes, Links) = (engine, coordinator, nodes, links);

    public Engine Engine { get; }

    public FarmPart Coordinator { get; }

    public IReadOnlyList<FarmPart> Nodes { get; }

    /// <summary>The links of its hosts, where it has a network: of the nodes, of the coordinator, of the engine's own.</summary>
    public IReadOnlyList<LinkPart> Links { get; }

    /// <summary>The coordinator's, where it has a network.</summary>
    public LinkPart CoordinatorLink => Links[Nodes.Count];

    /// <summary>All processes.</summary>
    public IReadOnlyList<StormPart> Processes => [.. Engine.Parts, .. Nodes, Coordinator];

    /// <summary>A farm on this host.</summary>
    /// <param name="kind">What carries its messages.</param>
    /// <param name="place">Where its coordinator works.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="nodes">How many nodes.</param>
    public static StormFarm Here(EngineKind kind, Workplace place, string sweep, int nodes)
    {
        var engine = kind.Start(null, null);
        return new StormFarm(
            engine,
            CoordinatorOf(engine, place, sweep, null),
            [.. Names(nodes).Select(n => NodeOf(engine, place, n, null))],
            []);
    }

    /// <summary>A farm whose every process has a host of its own.</summary>
    public static StormFarm On(BadNetwork network, EngineKind kind, Workplace place, string sweep, int nodes)
    {
        var coordinatorHost = network.Add("coordinator");
        var engine = kind.Start(network, coordinatorHost);
        var nodeHosts = Names(nodes).Select(network.Add).ToArray();
        return new StormFarm(
            engine,
            CoordinatorOf(engine, place, sweep, coordinatorHost),
            [.. nodeHosts.Select(h => NodeOf(engine, place, h.Name, h))],
            [.. nodeHosts.Append(coordinatorHost).Concat(engine.Hosts).Select(h => new LinkPart(h))]);
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
        Engine.Dispose();
    }

    private static IEnumerable<string> Names(int nodes) =>
        Enumerable.Range(1, nodes).Select(n => string.Create(CultureInfo.InvariantCulture, $"node{n}"));

    private static FarmPart CoordinatorOf(Engine engine, Workplace place, string sweep, NetworkHost? host) => new(
        "coordinator",
        engine.Launch(place.Folder, "farm", host, "run", sweep, "--nodes-only"),
        endsWhenComplete: true);

    private static FarmPart NodeOf(Engine engine, Workplace place, string name, NetworkHost? host) => new(
        name,
        engine.Launch(
            place.Folder, "farm-node", host, "--slots", "1", "--name", name, "--log", Path.Combine(place.Folder, name + ".jsonl")));
}
