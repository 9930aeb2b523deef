namespace Farm.Domain;

/// <summary>A run of blocks of one cell: [First, First + Count).</summary>
public readonly record struct BlockRange(long First, long Count)
{
    /// <summary>The block after the last.</summary>
    public long End => First + Count;

    /// <inheritdoc/>
    public override string ToString() => $"[{First}, {End})";
}
