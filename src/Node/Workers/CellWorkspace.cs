using Farm.Domain;
using Farm.Studies;

namespace Farm.Node.Workers;

/// <summary>What one worker needs to compute blocks of one cell: runner, columns, encoder. Used by one thread.</summary>
internal sealed class CellWorkspace
{
    /// <summary>Blocks computed in one go at most, by runners that ask for no more trials than usual.</summary>
    private const int ChunkBlocks = 32;

    /// <summary>Trials that are usually computed in one go at most, unless a single block is larger.</summary>
    private const int ChunkTrials = 32_768;

    private readonly ITrialRunner runner;
    private readonly BlockEncoder encoder;
    private readonly TrialColumns columns;
    private readonly Cell cell;
    private readonly ulong seed;
    private readonly Keep keep;
    private readonly int blockSize;

    private CellWorkspace(ITrialRunner runner, BlockEncoder encoder, TrialColumns columns, ShardOrder order)
    {
        this.runner = runner;
        this.encoder = encoder;
        this.columns = columns;
        cell = order.Cell;
        seed = order.Seed;
        keep = order.Keep;
        blockSize = order.Layout.BlockSize;
    }

    /// <summary>Whole blocks that fit into the columns.</summary>
    public int BlocksAtOnce => columns.Capacity / blockSize;

    public static CellWorkspace Create(IStudy study, ITrialRunner runner, ShardOrder order, CellWorkspace? previous)
    {
        var blockSize = order.Layout.BlockSize;
        var encoder = new BlockEncoder(study.Description, order.Cell, order.Seed, blockSize, order.Keep);
        var most = runner.TrialsAtOnce <= ChunkTrials ? ChunkBlocks : int.MaxValue;
        var capacity = Math.Max(1, Math.Min(most, runner.TrialsAtOnce / blockSize)) * blockSize;
        var columns = previous is not null && previous.columns.Capacity == capacity
            && previous.columns.Measurements.SequenceEqual(encoder.Measurements)
            ? previous.columns
            : new TrialColumns(encoder.Measurements, capacity);
        return new CellWorkspace(runner, encoder, columns, order);
    }

    public bool Fits(ShardOrder order) =>
        order.Seed == seed && order.Keep == keep && order.Layout.BlockSize == blockSize && order.Cell.Equals(cell);

    /// <summary>Computes trials of the cell into the columns.</summary>
    /// <exception cref="TrialException">A trial cannot be computed.</exception>
    public void Compute(long firstTrial, int trials)
    {
        columns.Begin(firstTrial, trials);
        runner.Run(cell, seed, columns);
    }

    /// <summary>Encodes one block of what was computed last.</summary>
    public BlockResult Encode(int firstRow, int rows, long block, int prefixTrials, TimeSpan elapsed) =>
        encoder.Encode(columns, firstRow, rows, block, prefixTrials, elapsed);
}
