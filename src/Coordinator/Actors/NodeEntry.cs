using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>What the coordinator knows of one node.</summary>
internal sealed class NodeEntry(NodeHello hello, HostEntry host, bool isCapable, DateTimeOffset joined)
{
    public NodeHello Hello => hello;

    public HostEntry Host => host;

    public NodeJudgement Judgement { get; set; } = NodeJudgement.Serves;

    /// <summary>What it last said of itself; null before the first time.</summary>
    public NodeStatus? Status { get; set; }

    public DateTimeOffset Joined => joined;

    public required DateTimeOffset Seen { get; set; }

    public long Shards { get; set; }

    public long Trials { get; set; }

    public long Failures { get; set; }

    /// <summary>How it went; null while it is there.</summary>
    public NodeState? Gone { get; set; }

    /// <summary>Whether the ledger is to be told of it.</summary>
    public bool IsToRecord { get; set; }

    /// <summary>Audits that it holds.</summary>
    public int Audits { get; set; }

    /// <summary>Estimated time of those.</summary>
    public TimeSpan AuditWork { get; set; }

    /// <summary>Whether it let an audit's lease run out and was not heard of since.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Its place among the nodes with room for an audit; null when it has none.</summary>
    public LinkedListNode<NodeEntry>? Turn { get; set; }

    /// <summary>Whether it takes this sweep's orders.</summary>
    public bool Serves => isCapable
        && Gone is null
        && Judgement.Verdict == NodeVerdict.Serves
        && Status?.IsDraining != true
        && !IsSilent;

    /// <summary>Its line of <c>farm nodes</c>.</summary>
    /// <param name="running">What it computes for this ledger.</param>
    public NodeRecord Record(string running) => new(
        hello,
        Gone ?? Judgement.Verdict switch
        {
            NodeVerdict.Refused => NodeState.Refused,
            NodeVerdict.Quarantined => NodeState.Quarantined,
            _ => Status?.IsDraining == true ? NodeState.Draining : NodeState.Here,
        },
        running,
        Joined,
        Seen,
        Shards,
        Trials,
        Gone is null ? Status?.TrialsPerSecond ?? 0 : 0,
        Failures,
        host.AuditsPassed,
        host.AuditsFailed);
}

/// <summary>What the coordinator knows of one host.</summary>
internal sealed class HostEntry(string name)
{
    public string Name => name;

    /// <summary>Its nodes that are there.</summary>
    public HashSet<NodeEntry> Nodes { get; } = [];

    /// <summary>How many of them take this sweep's orders.</summary>
    public int Serving { get; set; }

    /// <summary>Whether it ever had one that did.</summary>
    public bool HasServed { get; set; }

    public long AuditsPassed { get; set; }

    public long AuditsFailed { get; set; }
}
