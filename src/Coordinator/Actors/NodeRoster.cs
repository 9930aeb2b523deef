using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>The nodes at work and their hosts. Everything but the lists costs the same however many there are.</summary>
internal sealed class NodeRoster
{
    private readonly Dictionary<string, NodeEntry> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HostEntry> hosts = new(StringComparer.Ordinal);
    private List<NodeEntry> toRecord = [];

    /// <summary>Slots that take this sweep's orders.</summary>
    public int Slots { get; private set; }

    /// <summary>Hosts with nodes that take this sweep's orders.</summary>
    public int ServingHosts { get; private set; }

    /// <summary>Hosts that ever had one.</summary>
    public int HostsThatServed { get; private set; }

    public bool IsEmpty => nodes.Count == 0;

    public bool HasNews => toRecord.Count > 0;

    public NodeEntry? Find(string node) => nodes.GetValueOrDefault(node);

    /// <summary>A host, also one that has no node.</summary>
    public HostEntry Host(string name)
    {
        if (!hosts.TryGetValue(name, out var host))
        {
            hosts.Add(name, host = new HostEntry(name));
        }

        return host;
    }

    /// <summary>Adds a node; one that is there already is only heard of again.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(NodeHello hello, bool isCapable, NodeJudgement judgement, DateTimeOffset now)
    {
        if (nodes.TryGetValue(hello.Name, out var there))
        {
            Hear(there, now);
            Judge(there, judgement);
            return false;
        }

        var node = new NodeEntry(hello, Host(hello.Host), isCapable, now) { Judgement = judgement, Seen = now };
        nodes.Add(hello.Name, node);
        node.Host.Nodes.Add(node);
        Count(node, served: false);
        Note(node);
        return true;
    }

    /// <summary>Takes a node off.</summary>
    /// <returns>The node; null when it was not there.</returns>
    public NodeEntry? Remove(string name, bool isGoodbye, DateTimeOffset now)
    {
        if (!nodes.Remove(name, out var node))
        {
            return null;
        }

        var served = node.Serves;
        node.Gone = isGoodbye ? NodeState.Left : NodeState.Lost;
        node.Seen = isGoodbye ? now : node.Seen;
        node.Host.Nodes.Remove(node);
        Count(node, served);
        Note(node);
        return node;
    }

    /// <summary>Thinks something of a node.</summary>
    public void Judge(NodeEntry node, NodeJudgement judgement)
    {
        if (judgement != node.Judgement)
        {
            var served = node.Serves;
            node.Judgement = judgement;
            Count(node, served);
            Note(node);
        }
    }

    /// <summary>Takes down how a node is doing; of one that is not there it is dropped.</summary>
    /// <returns>The node.</returns>
    public NodeEntry? Note(NodeStatus status, DateTimeOffset now)
    {
        if (Find(status.Node) is { } node)
        {
            Hear(node, now);
            var served = node.Serves;
            node.Status = status;
            Count(node, served);
            return node;
        }

        return null;
    }

    public void AddShard(string name, long trials, bool isFailure, DateTimeOffset now)
    {
        if (Find(name) is { } node)
        {
            node.Shards++;
            node.Trials += trials;
            node.Failures += isFailure ? 1 : 0;
            Hear(node, now);
        }
    }

    /// <summary>A node did not answer in time: it does not count until it is heard of.</summary>
    public void Miss(NodeEntry node)
    {
        var served = node.Serves;
        node.IsSilent = true;
        Count(node, served);
    }

    /// <summary>Whether a host other than those has a node that takes this sweep's orders.</summary>
    public bool HasServingHostBesides(IReadOnlyCollection<string> others) =>
        ServingHosts > others.Count || ServingHosts > others.Count(h => hosts.TryGetValue(h, out var host) && host.Serving > 0);

    public IReadOnlyList<NodeProgress> Progress() =>
    [
        .. nodes.Values.OrderBy(n => n.Hello.Name, StringComparer.Ordinal).Select(n =>
            new NodeProgress(n.Hello, n.Shards, n.Trials, n.Judgement.Verdict != NodeVerdict.Serves)
            {
                Judgement = n.Judgement,
                Status = n.Status,
            }),
    ];

    /// <summary>The nodes of which something changed since the last time; those that are gone are forgotten.</summary>
    public IReadOnlyList<NodeEntry> TakeNews()
    {
        var news = toRecord;
        toRecord = [];
        foreach (var node in news)
        {
            node.IsToRecord = false;
        }

        return news;
    }

    /// <summary>Something changed of a node that the ledger is to be told.</summary>
    public void Note(NodeEntry node)
    {
        if (!node.IsToRecord)
        {
            node.IsToRecord = true;
            toRecord.Add(node);
        }
    }

    private void Hear(NodeEntry node, DateTimeOffset now)
    {
        var served = node.Serves;
        node.Seen = now;
        node.IsSilent = false;
        Count(node, served);
        Note(node);
    }

    private void Count(NodeEntry node, bool served)
    {
        var change = (node.Serves ? 1 : 0) - (served ? 1 : 0);
        var before = node.Host.Serving;
        node.Host.Serving += change;
        Slots += change * node.Hello.Slots;
        ServingHosts += Math.Min(node.Host.Serving, 1) - Math.Min(before, 1);
        if (node.Serves && !node.Host.HasServed)
        {
            node.Host.HasServed = true;
            HostsThatServed++;
        }
    }
}
