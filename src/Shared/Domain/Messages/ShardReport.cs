namespace Farm.Domain;

/// <summary>What became of one execution of a shard.</summary>
/// <param name="Order">
/// The order that this answers: it tells what the results are of, also to a later coordinator.
/// </param>
/// <param name="By">Who computed it.</param>
/// <param name="Results">The blocks that were computed, in order; all of them unless there is a failure.</param>
/// <param name="Failure">Why the rest is missing; null when nothing is.</param>
/// <param name="Elapsed">Time from start to end on the worker.</param>
/// <param name="Slice">
/// What the ordered slice led to; null when there was none or it failed. There is a block among the results only when
/// the trial has ended with it.
/// </param>
public sealed record ShardReport(
    ShardOrder Order,
    WorkerName By,
    IReadOnlyList<BlockResult> Results,
    ShardFailure? Failure,
    TimeSpan Elapsed,
    SliceResult? Slice = null);

/// <summary>Where a shard was computed: stored with each block, named in every incident.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Host">Its host.</param>
/// <param name="Slot">The slot on it, from 0.</param>
/// <param name="Device">The device, such as <c>cpu</c>.</param>
/// <param name="Backend">The backend, such as <c>simd-512</c>; see <see cref="Backends"/>.</param>
/// <param name="Processor">The processor's model.</param>
public sealed record WorkerName(string Node, string Host, int Slot, string Device, string Backend, string Processor);

/// <summary>Why an execution of a shard did not finish.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Block">The block at fault, when it is known.</param>
/// <param name="Trial">The trial at fault, when it is known.</param>
/// <param name="Message">One line for people.</param>
/// <param name="Detail">Stack trace or other detail, empty when there is none.</param>
public sealed record ShardFailure(FailureKind Kind, long? Block, long? Trial, string Message, string Detail);

/// <summary>The ways in which an execution fails.</summary>
public enum FailureKind
{
    /// <summary>A trial threw.</summary>
    TrialThrew,

    /// <summary>The worker died without a word of its own.</summary>
    WorkerDied,

    /// <summary>The node has another revision of the study, or none, or lacks the cell's data; this counts as no attempt.</summary>
    Refused,

    /// <summary>The node shut down before it was done; this counts as no attempt.</summary>
    HandedBack,

    /// <summary>The node was lost while it computed the shard; noticed by the coordinator, never reported.</summary>
    NodeLost,
}
