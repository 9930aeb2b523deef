using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Statistics;

/// <summary>What single trials of a cell measured, where each is a block of its own: then its sums are its values.</summary>
public sealed class TrialValues
{
    private readonly Dictionary<string, double[]> values;

    private TrialValues(IReadOnlyList<long> trials, Dictionary<string, double[]> values) =>
        (Trials, this.values) = (trials, values);

    /// <summary>The trials that have ended, by index.</summary>
    public IReadOnlyList<long> Trials { get; }

    /// <summary>Whether the cell has a measurement.</summary>
    public bool Has(string measurement) => values.ContainsKey(measurement);

    /// <summary>
    /// A value for each trial, in their order: NaN where it has none; all NaN where the cell has no such measurement.
    /// </summary>
    public IReadOnlyList<double> Of(string measurement) =>
        values.GetValueOrDefault(measurement) ?? [.. Trials.Select(_ => double.NaN)];

    /// <summary>Reads a cell's trials of the study's present revision.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="sweep">One of its sweeps; its blocks hold one trial each.</param>
    /// <param name="study">The sweep's study.</param>
    /// <param name="cell">The cell.</param>
    /// <exception cref="ArgumentException">The sweep's blocks hold several trials.</exception>
    public static TrialValues Read(ILedgerReader ledger, Sweep sweep, StudyDescription study, Cell cell)
    {
        if (sweep.BlockSize != 1)
        {
            throw new ArgumentException($"Blocks of sweep {sweep.Name} hold {sweep.BlockSize} trials.", nameof(sweep));
        }

        List<StoredBlock> blocks =
        [
            .. ledger.Blocks(cell, sweep.Seed, sweep.BlockSize)
                .TakeWhile(b => b.Key.Block < sweep.LayoutOf(cell).Blocks).Where(b => b.Revision == study.Revision),
        ];
        var values = study.MeasurementsOf(cell).ToDictionary(m => m.Name, _ => NoValues(blocks.Count));
        for (var at = 0; at < blocks.Count; at++)
        {
            var measurements = study.MeasurementsOf(cell, blocks[at].ColumnVersion);
            var fold = new SummaryFold(measurements);
            fold.Add(blocks[at].Summary);
            foreach (var (measurement, summary) in measurements.Zip(fold.ToSummaries()))
            {
                values[measurement.Name][at] = summary.Count == 1 ? summary.Sum : double.NaN;
            }
        }

        return new TrialValues([.. blocks.Select(b => b.Key.Block)], values);
    }

    private static double[] NoValues(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
