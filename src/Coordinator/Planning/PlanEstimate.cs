using Farm.Domain;

namespace Farm.Coordinator.Planning;

/// <summary>About how long a plan takes and how much its ledger grows. An estimate: nothing depends on it.</summary>
/// <param name="Cells">Cells of the sweep.</param>
/// <param name="Trials">Trials asked for.</param>
/// <param name="Blocks">Blocks asked for.</param>
/// <param name="PendingTrials">Trials to compute.</param>
/// <param name="PendingBlocks">Blocks to compute.</param>
/// <param name="Time">Time to compute them; null without a rate.</param>
/// <param name="LedgerBytes">Bytes by which the ledger grows.</param>
public sealed record PlanEstimate(
    int Cells, long Trials, long Blocks, long PendingTrials, long PendingBlocks, TimeSpan? Time, long LedgerBytes)
{
    /// <summary>A block's row beside its blobs: integers, digest, checksum, and its entry in the index.</summary>
    private const int RowBytes = 130;

    /// <summary>The row that a block has for what is kept.</summary>
    private const int KeptRowBytes = 10;

    /// <summary>Estimates a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="study">Its study.</param>
    /// <param name="trialsPerSecond">How fast all slots together are, above 0; null when it is not known.</param>
    public static PlanEstimate Of(SweepPlan plan, StudyDescription study, double? trialsPerSecond)
    {
        if (trialsPerSecond is { } rate && !(rate > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(trialsPerSecond), rate, "A rate is above 0.");
        }

        var bytes = plan.Cells.Sum(cell => CellBytes(cell, study.MeasurementsOf(cell.Cell), plan.Sweep.Keep));
        var trials = plan.PendingTrials;
        return new PlanEstimate(
            plan.Cells.Count,
            plan.PlannedTrials,
            plan.PlannedBlocks,
            trials,
            plan.PendingBlocks,
            trialsPerSecond is { } perSecond ? Seconds(trials / perSecond) : null,
            (long)Math.Min(bytes, long.MaxValue));
    }

    /// <summary>Bytes of a block's summaries and of what it keeps, without its row.</summary>
    internal static double BlobBytes(IReadOnlyList<Measurement> measurements, Keep keep, int trials) =>
        measurements.Sum(m => SummaryBytes(m, trials)) + (trials * KeptBytes(measurements, keep));

    private static double CellBytes(CellPlan cell, IReadOnlyList<Measurement> measurements, Keep keep)
    {
        if (cell.Pending.IsEmpty)
        {
            return 0;
        }

        var each = (int)(cell.PendingTrials / cell.Pending.Count);
        var row = RowBytes + (keep == Keep.Sums ? 0 : KeptRowBytes);
        return cell.Pending.Count * (row + BlobBytes(measurements, keep, each));
    }

    private static double KeptBytes(IReadOnlyList<Measurement> measurements, Keep keep) => keep switch
    {
        Keep.Sums => 0,
        Keep.Flags => KeptCodec.BitsOf(measurements) / 8.0,
        _ => measurements.Sum(m => m.Type.Bytes),
    };

    /// <summary>Counts take two bytes; of the bins about half are in use, and never more than there are trials.</summary>
    private static double SummaryBytes(Measurement measurement, int trials) => measurement.Kind switch
    {
        MeasurementKind.Proportion => 4,
        MeasurementKind.Category => 2 * measurement.Words.Count,
        _ => 34 + Math.Min((measurement.Histogram?.Bins ?? 0) / 2.0, trials),
    };

    private static TimeSpan Seconds(double seconds) =>
        seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
}
