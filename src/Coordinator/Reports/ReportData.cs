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
    /// <summary>Points of all cells' lines in one plot, at most: what keeps a page of hundreds of cells small.</summary>
    private const int MostCurvePoints = 6000;

    private const int FewestSteps = 10;

    private readonly Dictionary<CellStatistics, TrialValues> values = [];

    private readonly Lazy<IReadOnlyList<CellCurves>> curves = new(() => CurvesOf(Ledger, Sweep.Sweep, Study, Results));

    /// <summary>Whether trials are enumerated: then shares have bounds, and nothing a sampling interval.</summary>
    public bool IsEnumerated => Sweep.Sweep.Implied is not null;

    /// <summary>The cells, in the sweep's order.</summary>
    public IReadOnlyList<CellStatistics> Cells => Results.Cells;

    /// <summary>Disputes over blocks of these cells, oldest first.</summary>
    public IReadOnlyList<RecordedDispute> Disputes { get; } = DisputesOf(Ledger, Sweep.Sweep, Results);

    /// <summary>The curves of the cells that have any, in the sweep's order; none for a study without long trials.</summary>
    public IReadOnlyList<CellCurves> Curves => curves.Value;

    /// <summary>What single trials of a cell measured; only of studies of long trials.</summary>
    public TrialValues ValuesOf(CellStatistics cell)
    {
        if (!values.TryGetValue(cell, out var read))
        {
            values[cell] = read = TrialValues.Read(Ledger, Sweep.Sweep, Study, cell.Cell);
        }

        return read;
    }

    /// <summary>How the curves were thinned and how far they go, as captions say it.</summary>
    public string CurveRules => $"{CurveFold.ReachRule}; {CellCurves.ThinningRule(MostSteps)}.";

    private int MostSteps => StepsFor(Cells.Count);

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

    private static int StepsFor(int cells) =>
        Math.Clamp(MostCurvePoints / Math.Max(1, cells), FewestSteps, CellCurves.MostSteps);

    private static RecordedDispute[] DisputesOf(ILedgerReader ledger, Sweep sweep, ResultsTable results)
    {
        var cells = results.Cells.Select(c => c.Cell).ToHashSet();
        return
        [
            .. RecordedDispute.AllOf(ledger).Where(d => d.Incident.Key is var key && key.Seed == sweep.Seed
                && key.BlockSize == sweep.BlockSize && cells.Contains(key.Cell)),
        ];
    }

    private static IReadOnlyList<CellCurves> CurvesOf(
        ILedgerReader ledger, Sweep sweep, StudyDescription study, ResultsTable results)
    {
        var most = StepsFor(results.Cells.Count);
        return study.Long?.HasCurve(study.ColumnVersion) != true
            ? []
            : [.. results.Cells.Select(c => CellCurves.Read(ledger, sweep, study, c.Cell, most)).Where(c => c.Trials.Count > 0)];
    }
}
