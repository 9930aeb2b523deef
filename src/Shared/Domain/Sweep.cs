namespace Farm.Domain;

/// <summary>A user's sweep file, read, checked and expanded: what is to be computed, and nothing else.</summary>
/// <param name="Name">Its name in the ledger.</param>
/// <param name="Study">The study's name.</param>
/// <param name="Seed">Seed of every random stream.</param>
/// <param name="Trials">Trials of each cell; 0 where the study enumerates them (<see cref="Implied"/>).</param>
/// <param name="BlockSize">Trials in a block.</param>
/// <param name="Keep">What is kept of single trials.</param>
/// <param name="Cells">The cells, each once, in the file's order.</param>
public sealed record Sweep(
    string Name, string Study, ulong Seed, long Trials, int BlockSize, Keep Keep, IReadOnlyList<Cell> Cells)
{
    /// <summary>
    /// Where the study enumerates the trials: how many each cell has, also those that an amendment no longer names.
    /// Null where the sweep says how many.
    /// </summary>
    public IReadOnlyDictionary<Cell, long>? Implied { get; init; }

    /// <summary>Trials of all its cells.</summary>
    public long AllTrials => Implied is null ? Cells.Count * Trials : Cells.Sum(TrialsOf);

    /// <summary>Trials of one of its cells.</summary>
    /// <exception cref="KeyNotFoundException">They are implied, and the cell is none of its own.</exception>
    public long TrialsOf(Cell cell) => Implied is null ? Trials : Implied[cell];

    /// <summary>How one of its cells is cut into blocks.</summary>
    /// <exception cref="KeyNotFoundException">Trials are implied, and the cell is none of the sweep's.</exception>
    public BlockLayout LayoutOf(Cell cell) => new(BlockSize, TrialsOf(cell));
}
