namespace Farm.Domain;

/// <summary>
/// A shard as it goes to a worker: a run of blocks of one cell, and all that is needed to compute it.
/// </summary>
/// <param name="Shard">Its number, unique in one life of the coordinator.</param>
/// <param name="Sweep">Name of the sweep it is computed for.</param>
/// <param name="Ledger">Id of the ledger that the report is for.</param>
/// <param name="Revision">The study's revision; a worker with another one refuses.</param>
/// <param name="ColumnVersion">The study's column version; a worker with another one refuses.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Seed">The sweep's seed.</param>
/// <param name="Layout">Block size and number of trials of the cell.</param>
/// <param name="Blocks">The blocks to compute.</param>
/// <param name="Keep">What to keep of single trials.</param>
/// <param name="PrefixTrials">
/// Trials of the range's last block that the ledger already holds, when a sweep was amended to more trials: the worker
/// digests that prefix as well, so that the ledger can compare before it replaces. 0 when there is none.
/// </param>
/// <param name="Alone">
/// Whether a node computes nothing else meanwhile: the shard was lost with a node before, and may be what killed it.
/// </param>
/// <param name="Slice">
/// For a study of long trials: the slice to compute of the one block that is ordered; null for every other study.
/// </param>
public sealed record ShardOrder(
    ShardId Shard,
    string Sweep,
    Guid Ledger,
    int Revision,
    int ColumnVersion,
    Cell Cell,
    ulong Seed,
    BlockLayout Layout,
    BlockRange Blocks,
    Keep Keep,
    int PrefixTrials = 0,
    bool Alone = false,
    SliceOrder? Slice = null);

/// <summary>
/// Names one order of one coordinator's life. <paramref name="Epoch"/> tells lives apart, so that a late report from
/// before a crash is not taken for the answer to another order.
/// </summary>
public readonly record struct ShardId(long Epoch, long Number)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Epoch:x}-{Number}";
}
