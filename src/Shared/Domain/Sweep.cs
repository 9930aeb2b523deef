namespace Farm.Domain;

/// <summary>A user's sweep file, read, checked and expanded: what is to be computed, and nothing else.</summary>
/// <param name="Name">Its name in the ledger.</param>
/// <param name="Study">The study's name.</param>
/// <param name="Seed">Seed of every random stream.</param>
/// <param name="Trials">Trials of each cell.</param>
/// <param name="BlockSize">Trials in a block.</param>
/// <param name="Keep">What is kept of single trials.</param>
/// <param name="Cells">The cells, each once, in the file's order.</param>
public sealed record Sweep(
    string Name, string Study, ulong Seed, long Trials, int BlockSize, Keep Keep, IReadOnlyList<Cell> Cells)
{
    /// <summary>How each cell is cut into blocks.</summary>
    public BlockLayout Layout => new(BlockSize, Trials);
}
