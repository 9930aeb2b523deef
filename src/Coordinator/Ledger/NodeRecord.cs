using Farm.Domain;

namespace Farm.Coordinator.Ledger;

/// <summary>
/// How a node is doing, or was when it was last heard of. What is counted is counted since the coordinator came that
/// wrote it last.
/// </summary>
/// <param name="Hello">What it said of itself.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Running">
/// What its slots compute for this ledger, such as <c>4f2a91c03be7 blocks 12-15</c>; empty when nothing.
/// </param>
/// <param name="Joined">When it came.</param>
/// <param name="Seen">When it was last heard of.</param>
/// <param name="Shards">Reports that it sent for this ledger.</param>
/// <param name="Trials">Trials in them.</param>
/// <param name="TrialsPerSecond">Trials a second over the last few seconds, for all ledgers.</param>
/// <param name="Failures">Executions that failed on it, and shards lost with it.</param>
/// <param name="AuditsPassed">Blocks of its host that another host computed again with the same digest.</param>
/// <param name="AuditsFailed">Blocks of its host that others computed again with another digest.</param>
public sealed record NodeRecord(
    NodeHello Hello,
    NodeState State,
    string Running,
    DateTimeOffset Joined,
    DateTimeOffset Seen,
    long Shards,
    long Trials,
    double TrialsPerSecond,
    long Failures,
    long AuditsPassed,
    long AuditsFailed);

/// <summary>Where a node stands with this ledger's coordinator.</summary>
public enum NodeState
{
    /// <summary>At work, or ready for it.</summary>
    Here,

    /// <summary>Finishing or handing back what it has.</summary>
    Draining,

    /// <summary>Left in order.</summary>
    Left,

    /// <summary>Gone without a word.</summary>
    Lost,

    /// <summary>Has another release, or another revision of the study.</summary>
    Refused,

    /// <summary>On a host whose results were wrong.</summary>
    Quarantined,
}
