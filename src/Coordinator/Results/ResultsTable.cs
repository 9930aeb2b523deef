using System.Globalization;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Results;

/// <summary>A sweep's results: a row a cell, all figures with their intervals.</summary>
/// <param name="Cells">The statistics behind the rows, in the same order.</param>
/// <param name="Parameters">The parameters that differ between the cells, in the study's order.</param>
/// <param name="Fields">The table.</param>
/// <param name="Notes">What a reader must know besides: trials missing or not counted; one line each.</param>
public sealed record ResultsTable(
    IReadOnlyList<CellStatistics> Cells,
    IReadOnlyList<string> Parameters,
    FieldTable Fields,
    IReadOnlyList<string> Notes)
{
    private const int MostNotes = 10;

    /// <summary>
    /// The parameters that readers need to tell cells apart, in the study's order: those with several values among the
    /// cells that have them. (One that only some cells have, with a single value, follows from the others.)
    /// </summary>
    public IReadOnlyList<string> Telling { get; } =
    [
        .. Parameters.Where(p => Cells
            .Select(c => c.Cell.Parameters.TryGetValue(p, out var value) ? value.Text : null)
            .Where(v => v is not null).Distinct().Count() > 1),
    ];

    /// <summary>Reads a sweep's results.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="sweep">One of its sweeps.</param>
    /// <param name="study">The sweep's study.</param>
    /// <param name="all">
    /// Whether cells that an amendment no longer names are shown too, last, with a column <c>named</c>, 1 or 0.
    /// </param>
    public static ResultsTable Build(
        ILedgerReader ledger, SweepRecord sweep, StudyDescription study, bool all = false) =>
        Of(CellReader.ReadAll(ledger, sweep, study, all), study, all);

    /// <summary>The table of cells that are read already.</summary>
    public static ResultsTable Of(IReadOnlyList<CellStatistics> cells, StudyDescription study, bool all = false)
    {
        var parameters = Differing([.. cells.Select(c => c.Cell)], study);
        var measurements = study.Measurements.Where(m => cells.Any(c => c.IndexOf(m.Name) >= 0)).ToList();
        List<string> columns = ["cell", .. parameters, "trials"];
        if (all)
        {
            columns.Insert(1, "named");
        }

        columns.AddRange(measurements.SelectMany(StatisticsColumns.Names));
        var rows = cells.Select(c => Row(c, parameters, measurements, all)).ToList();
        return new ResultsTable(
            cells, parameters, new FieldTable(columns, rows), [.. cells.SelectMany(c => NotesOn(c, study))]);
    }

    /// <summary>Parameters that differ between cells (or that only some have), in the study's order.</summary>
    public static IReadOnlyList<string> Differing(IReadOnlyList<Cell> cells, StudyDescription study)
    {
        var order = study.Axes.Select(a => a.Name).ToList();
        return
        [
            .. cells.SelectMany(c => c.Parameters.Keys).Distinct()
                .Where(name => cells.Select(c => TextOf(c, name)).Distinct().Count() > 1)
                .OrderBy(name => order.IndexOf(name) is var at && at < 0 ? int.MaxValue : at)
                .ThenBy(name => name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The first notes, and how many more there are: an unfinished sweep of many cells has one for each.</summary>
    public IEnumerable<string> FewNotes() => Notes.Count <= MostNotes
        ? Notes
        : Notes.Take(MostNotes).Append(FormattableString.Invariant($"… and {Notes.Count - MostNotes} more; 'farm status' shows every cell"));

    private static string? TextOf(Cell cell, string parameter) =>
        cell.Parameters.TryGetValue(parameter, out var value) ? value.Text : null;

    private static Field[] Row(
        CellStatistics cell, IReadOnlyList<string> parameters, List<Measurement> measurements, bool all)
    {
        List<Field> row = [Field.Of(cell.Cell.Id)];
        if (all)
        {
            row.Add(Field.Of(cell.IsNamed ? 1L : 0L));
        }

        row.AddRange(parameters.Select(
            p => cell.Cell.Parameters.TryGetValue(p, out var value) ? Field.Of(value) : Field.Empty));
        row.Add(Field.Of(cell.Trials));
        row.AddRange(measurements.SelectMany(m => StatisticsColumns.Fields(cell, m)));
        return [.. row];
    }

    private static IEnumerable<string> NotesOn(CellStatistics cell, StudyDescription study)
    {
        if (cell.IsNamed && cell.Trials < cell.Planned)
        {
            yield return FormattableString.Invariant(
                $"cell {cell.Cell.Id}: {cell.Trials} of {cell.Planned} trials so far");
        }

        if (cell.OlderTrials > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"cell {cell.Cell.Id}: {cell.OlderTrials} stored trials are of another revision of study {study.Name} "
                    + $"than {study.Revision} and are not counted");
        }
    }
}
