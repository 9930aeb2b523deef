namespace Farm.Domain;

/// <summary>
/// Turns a block's columns into what the ledger stores: digest, summaries, kept bits. Belongs to one worker and one
/// cell; its result depends on nothing but the trials' values and the block's identity.
/// </summary>
public sealed class BlockEncoder
{
    private readonly BlockDigest digest;
    private readonly Keep keep;
    private readonly int[] digested;
    private readonly MeasurementSummary[] summaries;
    private readonly BinTables tables;

    /// <summary>An encoder for blocks of one cell.</summary>
    /// <param name="description">The study.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="seed">The sweep's seed.</param>
    /// <param name="blockSize">Trials in a whole block.</param>
    /// <param name="keep">What to keep of single trials.</param>
    /// <param name="columnVersion">
    /// Column version to digest as, the study's own by default; an older one checks a block that was stored under it.
    /// </param>
    public BlockEncoder(
        StudyDescription description, Cell cell, ulong seed, int blockSize, Keep keep, int? columnVersion = null)
    {
        var version = columnVersion ?? description.ColumnVersion;
        Measurements = description.MeasurementsOf(cell);
        this.keep = keep;
        digest = new BlockDigest(description.Revision, version, cell, seed, blockSize);
        digested = [.. Enumerable.Range(0, Measurements.Count).Where(i => Measurements[i].Since <= version)];
        summaries = new MeasurementSummary[Measurements.Count];
        tables = new BinTables(Measurements);
    }

    /// <summary>The cell's measurements: those of the columns to encode.</summary>
    public IReadOnlyList<Measurement> Measurements { get; }

    /// <summary>Encodes one block.</summary>
    /// <param name="columns">Columns of <see cref="Measurements"/>; their NaNs are made canonical in place.</param>
    /// <param name="firstRow">Row of the block's first trial.</param>
    /// <param name="rows">Trials in the block.</param>
    /// <param name="block">The block's index.</param>
    /// <param name="prefixTrials">Trials of a prefix to digest as well; 0 for none.</param>
    /// <param name="elapsed">Time that its computation took.</param>
    /// <param name="curve">
    /// The digest of the trial's curve, when the study has curves: one of columns up to the column version.
    /// </param>
    public BlockResult Encode(
        TrialColumns columns,
        int firstRow,
        int rows,
        long block,
        int prefixTrials,
        TimeSpan elapsed,
        ReadOnlySpan<byte> curve = default)
    {
        for (var column = 0; column < summaries.Length; column++)
        {
            summaries[column] = ColumnSummary.Of(columns, column, firstRow, rows, tables);
        }

        return new BlockResult(
            block,
            rows,
            digest.Compute(columns, digested, firstRow, rows, block, curve),
            SummaryCodec.Encode(Measurements, summaries),
            KeptCodec.Encode(columns, keep, firstRow, rows),
            elapsed,
            prefixTrials > 0 ? digest.Compute(columns, digested, firstRow, prefixTrials, block) : null);
    }
}
