using System.Diagnostics.CodeAnalysis;
using Farm.Coordinator.Ledger;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies;
using Farm.Studies.Healing;

namespace Farm.Coordinator.Verbs;

/// <summary>
/// Computes a cell's blocks again and compares digests: trials are pure, so that what was not kept can be had back and
/// what was stored can be checked. Used by one thread.
/// </summary>
internal sealed class BlockRecomputer
{
    private readonly IStudy study;
    private readonly Cell cell;
    private readonly ulong seed;
    private readonly int blockSize;
    private readonly ITrialRunner runner;
    private readonly Dictionary<int, BlockEncoder> encoders = [];

    /// <summary>A recomputer of one cell's blocks.</summary>
    public BlockRecomputer(IStudy study, Cell cell, ulong seed, int blockSize)
    {
        this.study = study;
        this.cell = cell;
        this.seed = seed;
        this.blockSize = blockSize;
        runner = study.CreateRunner(LaneWidths.Widest);
        Columns = new TrialColumns(study.Description.MeasurementsOf(cell), blockSize);
    }

    /// <summary>The trials of the block that was computed last, with every measurement that the cell has today.</summary>
    public TrialColumns Columns { get; }

    /// <summary>The curve of the long trial that was computed last; null when the study has none.</summary>
    public CurveRows? Curve => (runner as WholeTrialRunner)?.Curve;

    /// <summary>From now on, what healing does in a trial is written down; nothing where its study does not heal.</summary>
    public void Watch(long trial, HealingLog log) => (runner as IHealedRunner)?.Watch(trial, log);

    /// <summary>Computes the first trials of a block.</summary>
    /// <exception cref="TrialException">A trial cannot be computed.</exception>
    /// <exception cref="MissingDataException">This host lacks the cell's data.</exception>
    public void Compute(long block, int trials)
    {
        Columns.Begin(block * blockSize, trials);
        runner.Run(cell, seed, Columns);
    }

    /// <summary>Computes a stored block again.</summary>
    /// <param name="stored">The block, of the study's present revision.</param>
    /// <param name="difference">What is wrong, in one line without its end; null when the digests agree.</param>
    /// <returns>Whether they agree.</returns>
    /// <exception cref="MissingDataException">This host lacks the cell's data, which says nothing of the block.</exception>
    public bool Agrees(StoredBlock stored, [NotNullWhen(false)] out string? difference)
    {
        try
        {
            Compute(stored.Key.Block, stored.Trials);
        }
        catch (TrialException e)
        {
            difference = Text(stored, $"cannot be computed again: {e.Message}");
            return false;
        }

        var digest = Digest(stored.Key.Block, stored.Trials, stored.ColumnVersion);
        var agrees = digest.AsSpan().SequenceEqual(stored.Digest);
        difference = agrees ? null : Text(
            stored,
            $"has digest {Short(stored.Digest)} in the ledger (by {stored.By.Node} on {stored.By.Host}) and {Short(digest)} here");
        return agrees;
    }

    /// <summary>Digest of the block that was computed last.</summary>
    public byte[] Digest(long block, int trials, int columnVersion)
    {
        if (!encoders.TryGetValue(columnVersion, out var encoder))
        {
            encoder = new BlockEncoder(study.Description, cell, seed, blockSize, Keep.Sums, columnVersion);
            encoders.Add(columnVersion, encoder);
        }

        return encoder.Encode(Columns, 0, trials, block, 0, TimeSpan.Zero, CurveDigestAt(columnVersion)).Digest;
    }

    private byte[] CurveDigestAt(int columnVersion) =>
        study.Description.Long?.HasCurve(columnVersion) == true
            ? CurveDigest.Of(TrialState.Start.CurveDigest, Curve!, columnVersion)
            : [];

    private static string Text(StoredBlock stored, string what) =>
        FormattableString.Invariant($"block {stored.Key.Block} of cell {stored.Key.Cell.Id} {what}");

    private static string Short(byte[] digest) => Convert.ToHexStringLower(digest.AsSpan(0, 8));
}
