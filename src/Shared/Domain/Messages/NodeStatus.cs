namespace Farm.Domain;

/// <summary>How a node is doing, told about once a second; for people, not for the protocol.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Running">What its slots compute; an idle slot has no entry.</param>
/// <param name="Waiting">Orders that it holds and has not begun.</param>
/// <param name="Shards">Shards that it has reported since it joined, for all ledgers.</param>
/// <param name="Trials">Trials in them.</param>
/// <param name="Failures">Executions that failed on it.</param>
/// <param name="TrialsPerSecond">Trials computed a second, over the last few seconds.</param>
/// <param name="IsDraining">Whether it takes no more orders.</param>
public sealed record NodeStatus(
    string Node,
    IReadOnlyList<RunningShard> Running,
    int Waiting,
    long Shards,
    long Trials,
    long Failures,
    double TrialsPerSecond,
    bool IsDraining);

/// <summary>A shard at work.</summary>
/// <param name="Slot">The slot, from 0.</param>
/// <param name="Ledger">The ledger that it is for.</param>
/// <param name="Shard">The order.</param>
/// <param name="Sweep">Name of the sweep.</param>
/// <param name="Cell">The cell's short name.</param>
/// <param name="Elapsed">Time since its start.</param>
public sealed record RunningShard(int Slot, Guid Ledger, ShardId Shard, string Sweep, string Cell, TimeSpan Elapsed);
