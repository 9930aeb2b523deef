namespace Farm.Domain;

/// <summary>How a cell's trials are cut into blocks: block k holds trials [k·size, (k+1)·size); the last may be short.</summary>
/// <param name="BlockSize">Trials in a whole block, at least 1.</param>
/// <param name="Trials">Trials of the cell, at least 0.</param>
public readonly record struct BlockLayout(int BlockSize, long Trials)
{
    /// <summary>Number of blocks.</summary>
    public long Blocks => (Trials + BlockSize - 1) / BlockSize;

    /// <summary>First trial of a block.</summary>
    public long FirstTrial(long block) => block * BlockSize;

    /// <summary>Trials in a block: the block size, fewer in the last.</summary>
    public int TrialsIn(long block)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(block);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(block, Blocks);
        return (int)Math.Min(BlockSize, Trials - FirstTrial(block));
    }

    /// <summary>Trials in a run of blocks.</summary>
    public long TrialsIn(BlockRange range) =>
        range.Count == 0 ? 0 : Math.Min(Trials, FirstTrial(range.End)) - FirstTrial(range.First);
}
