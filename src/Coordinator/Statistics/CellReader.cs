using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Statistics;

/// <summary>Folds a sweep's stored blocks, in block order, into its cells' statistics.</summary>
public static class CellReader
{
    /// <summary>The statistics of each cell of a sweep, in the sweep's order.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="sweep">One of its sweeps.</param>
    /// <param name="study">The sweep's study, as this program has it.</param>
    /// <param name="all">Whether cells that an amendment no longer names are read too; they come last.</param>
    public static IReadOnlyList<CellStatistics> ReadAll(
        ILedgerReader ledger, SweepRecord sweep, StudyDescription study, bool all = false) =>
        [.. ledger.Cells(sweep).Where(c => all || c.IsNamed).Select(c => Read(ledger, sweep, study, c))];

    /// <summary>The statistics of one cell.</summary>
    /// <remarks>
    /// Blocks beyond the sweep's trials, which another sweep of the same ledger may have brought, are not counted; its
    /// last block counts whole.
    /// </remarks>
    /// <exception cref="LedgerException">A block's stored summary cannot be read.</exception>
    public static CellStatistics Read(
        ILedgerReader ledger, SweepRecord sweep, StudyDescription study, SweepCell cell)
    {
        var plan = sweep.Sweep;
        var measurements = study.MeasurementsOf(cell.Cell);
        var folds = new SortedDictionary<int, SummaryFold>();
        var workers = new HashSet<WorkerName>();
        long trials = 0, older = 0, blocks = 0;
        var elapsed = TimeSpan.Zero;
        DateTimeOffset? first = null, last = null;
        var layout = plan.LayoutOf(cell.Cell);
        var shares = SharesOf(plan, study, cell.Cell, layout.Trials);
        foreach (var block in ledger.Blocks(cell.Cell, plan.Seed, plan.BlockSize))
        {
            if (block.Key.Block >= layout.Blocks)
            {
                break;
            }

            if (block.Revision != study.Revision)
            {
                older += block.Trials;
                continue;
            }

            Fold(block, FoldOf(folds, study, cell.Cell, block.ColumnVersion));
            shares?.Add(
                block, ledger.Kept(block.Key, block.Revision), study.MeasurementsOf(cell.Cell, block.ColumnVersion));
            trials += block.Trials;
            blocks++;
            elapsed += block.Elapsed;
            first = first < block.At ? first : block.At;
            last = last > block.At ? last : block.At;
            workers.Add(block.By);
        }

        return new CellStatistics(
            cell.Cell,
            cell.IsNamed,
            trials,
            layout.Trials,
            older,
            measurements,
            Join(folds, study, cell.Cell, measurements),
            new Origin(blocks, elapsed, first, last, Origin.InOrder(workers)))
        {
            Shares = shares,
        };
    }

    /// <summary>
    /// For the bounds of enumerated trials; null where trials are drawn. A study may have changed since the sweep was
    /// registered, and enumerate others.
    /// </summary>
    private static EnumeratedShares? SharesOf(Sweep sweep, StudyDescription study, Cell cell, long trials)
    {
        if (sweep.Implied is null)
        {
            return null;
        }

        var lattice = study.Enumerated?.Invoke(cell);
        return new EnumeratedShares(lattice?.Points == trials ? lattice : null, study.MeasurementsOf(cell));
    }

    private static void Fold(StoredBlock block, SummaryFold fold)
    {
        try
        {
            fold.Add(block.Summary);
        }
        catch (FormatException e)
        {
            var message = $"block {block.Key.Block} of cell {block.Key.Cell.Id}: its stored sums cannot be read; "
                + "'farm audit' lists all that is damaged.";
            throw new LedgerException(LedgerFault.Truncated, message, e);
        }
    }

    private static SummaryFold FoldOf(
        SortedDictionary<int, SummaryFold> folds, StudyDescription study, Cell cell, int columnVersion)
    {
        if (!folds.TryGetValue(columnVersion, out var fold))
        {
            fold = new SummaryFold(study.MeasurementsOf(cell, columnVersion));
            folds.Add(columnVersion, fold);
        }

        return fold;
    }

    /// <summary>Adds the column versions' folds, oldest first: an older one lacks the newer measurements.</summary>
    private static MeasurementSummary[] Join(
        SortedDictionary<int, SummaryFold> folds,
        StudyDescription study,
        Cell cell,
        IReadOnlyList<Measurement> measurements)
    {
        MeasurementSummary[] joined =
            [.. measurements.Select(m => MeasurementSummary.Empty(MeasurementSummary.BinsOf(m)))];
        foreach (var (version, fold) in folds)
        {
            var names = study.MeasurementsOf(cell, version);
            var summaries = fold.ToSummaries();
            for (var i = 0; i < joined.Length; i++)
            {
                var at = names.TakeWhile(m => m.Name != measurements[i].Name).Count();
                joined[i] = at < names.Count ? joined[i].Plus(summaries[at]) : joined[i];
            }
        }

        return joined;
    }
}
