using Farm.Domain;

namespace Farm.Node;

/// <summary>How a node ended.</summary>
/// <param name="End">Why.</param>
/// <param name="Message">The reason in one line for people; empty for a node that was asked to stop.</param>
/// <param name="Totals">What it did.</param>
/// <param name="Fault">What is wrong with the link, when <paramref name="End"/> is <see cref="NodeEnd.LinkFailed"/>.</param>
public sealed record NodeOutcome(NodeEnd End, string Message, NodeTotals Totals, LinkFault? Fault = null);

/// <summary>Why a node ended.</summary>
public enum NodeEnd
{
    /// <summary>It was asked to stop, and drained.</summary>
    Left,

    /// <summary>Every coordinator that is there refuses it: it has another release or another revision of the study.</summary>
    Refused,

    /// <summary>Results of its host were wrong.</summary>
    Quarantined,

    /// <summary>Its link is over for good.</summary>
    LinkFailed,
}

/// <summary>What one life of a node did.</summary>
/// <param name="Shards">Shards reported, for all ledgers.</param>
/// <param name="Trials">Trials computed in them.</param>
/// <param name="Failures">Executions that failed.</param>
/// <param name="DrainFinished">Shards that it computed to their end while it drained.</param>
/// <param name="DrainHandedBack">Shards that it handed back, whole or in part, while it drained.</param>
/// <param name="Abandoned">Shards that it held when it left and that go to others without a word of its own.</param>
public readonly record struct NodeTotals(
    long Shards, long Trials, long Failures, long DrainFinished, long DrainHandedBack, int Abandoned);
