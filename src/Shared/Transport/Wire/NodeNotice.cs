using Farm.Domain;

namespace Farm.Transport.Wire;

/// <summary>What a node tells all coordinators.</summary>
internal abstract record NodeNotice;

/// <summary>The node is there; told when it comes and at every roll call.</summary>
/// <param name="Hello">What it is.</param>
/// <param name="Prefetch">Orders that it holds unacknowledged at most.</param>
internal sealed record HelloNotice(NodeHello Hello, int Prefetch) : NodeNotice;

/// <summary>The node leaves.</summary>
/// <param name="Node">Its name.</param>
internal sealed record GoodbyeNotice(string Node) : NodeNotice;

/// <summary>How the node is doing.</summary>
internal sealed record StatusNotice(NodeStatus Status) : NodeNotice;

/// <summary>A warning of the node's log.</summary>
internal sealed record WarningNotice(NodeWarning Warning) : NodeNotice;

/// <summary>Starts that a node tells the coordinator of one ledger.</summary>
internal sealed record StartNotice(Guid Ledger, IReadOnlyList<ShardStarted> Started);

/// <summary>What a coordinator tells nodes, besides orders.</summary>
internal abstract record NodeCall;

/// <summary>A coordinator asks who is there.</summary>
/// <param name="Ledger">The coordinator's ledger.</param>
internal sealed record RollCall(Guid Ledger) : NodeCall;

/// <summary>What a coordinator thinks of the node.</summary>
/// <param name="Ledger">The coordinator's ledger.</param>
/// <param name="Judgement">The judgement.</param>
internal sealed record JudgementCall(Guid Ledger, NodeJudgement Judgement) : NodeCall;
