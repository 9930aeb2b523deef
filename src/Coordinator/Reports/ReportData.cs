using Farm.Coordinator.Ledger;
using Farm.Coordinator.Results;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports;

/// <summary>What a report is written from.</summary>
/// <param name="Ledger">For what the results do not hold: kept flags, blocks set aside, incidents.</param>
/// <param name="Sweep">The sweep.</param>
/// <param name="Study">Its study.</param>
/// <param name="Results">Its results.</param>
/// <param name="Provenance">Who writes the report, and when.</param>
internal sealed record ReportData(
    ILedgerReader Ledger,
    SweepRecord Sweep,
    StudyDescription Study,
    ResultsTable Results,
    ReportProvenance Provenance)
{
    /// <summary>The cells, in the sweep's order.</summary>
    public IReadOnlyList<CellStatistics> Cells => Results.Cells;

    /// <summary>Disputes over blocks of these cells, oldest first.</summary>
    public IReadOnlyList<RecordedDispute> Disputes { get; } = DisputesOf(Ledger, Sweep.Sweep, Results);

    /// <summary>The parameters that all cells have in common, with their value, in the study's order.</summary>
    public IReadOnlyList<(Axis Axis, Value Value)> Common =>
    [
        .. Study.Axes
            .Where(a => !Results.Parameters.Contains(a.Name) && Cells.Count > 0)
            .Where(a => Cells[0].Cell.Parameters.ContainsKey(a.Name))
            .Select(a => (a, Cells[0].Cell.Parameters[a.Name])),
    ];

    /// <summary>The parameters that readers need to tell cells apart: <see cref="ResultsTable.Telling"/>.</summary>
    public IReadOnlyList<string> Telling => Results.Telling;

    /// <summary>The first proportion that the study measures in these cells: its main answer. Null for none.</summary>
    public Measurement? Main =>
        Study.Measurements.FirstOrDefault(
            m => m.Kind == MeasurementKind.Proportion && Cells.Any(c => c.IndexOf(m.Name) >= 0));

    /// <summary>A cell's proportion of a measurement; of no trials where the cell does not have it.</summary>
    public static Proportion ProportionOf(CellStatistics cell, Measurement measurement) =>
        cell.IndexOf(measurement.Name) is var index && index >= 0 ? cell.Proportion(index) : new Proportion(0, 0);

    private static RecordedDispute[] DisputesOf(ILedgerReader ledger, Sweep sweep, ResultsTable results)
    {
        var cells = results.Cells.Select(c => c.Cell).ToHashSet();
        return
        [
            .. RecordedDispute.AllOf(ledger).Where(d => d.Incident.Key is var key && key.Seed == sweep.Seed
                && key.BlockSize == sweep.BlockSize && cells.Contains(key.Cell)),
        ];
    }
}
