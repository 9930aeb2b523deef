using Farm.Coordinator.Ledger;
using Farm.Coordinator.Results;
using Farm.Domain;

namespace Farm.Coordinator.Statistics;

/// <summary>The curve of one trial at the steps that were kept of it.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="HasEnded">Whether it has ended: no row will come any more.</param>
/// <param name="LastStep">Step of its last row, kept or not.</param>
/// <param name="Rows">A value for each column, by step.</param>
internal sealed record TrialCurve(
    long Trial, bool HasEnded, long LastStep, IReadOnlyDictionary<long, float[]> Rows);

/// <summary>The curves of one cell's trials, ended or under way, thinned for a page.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Columns">The cell's curve columns, in declared order.</param>
/// <param name="Steps">The steps that were kept, rising.</param>
/// <param name="Trials">The trials that have rows.</param>
internal sealed record CellCurves(
    Cell Cell, IReadOnlyList<Measurement> Columns, IReadOnlyList<long> Steps, IReadOnlyList<TrialCurve> Trials)
{
    /// <summary>Steps that are kept of a curve unless told otherwise.</summary>
    public const int MostSteps = 30;

    /// <summary>How curves are thinned, as pages say it.</summary>
    public static string ThinningRule(int mostSteps) => FormattableString.Invariant(
        $"of a cell’s recorded steps at most {mostSteps} are drawn: every k-th from the first on, and the last");

    /// <summary>Position of a column, or −1 when the cell has none of that name.</summary>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == column)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Reads a cell's curves of the study's present revision, as far as they are stored.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="sweep">One of its sweeps.</param>
    /// <param name="study">The sweep's study; it has long trials.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="mostSteps">Steps that are kept at most, at least 2.</param>
    /// <exception cref="LedgerException">The ledger cannot be read, or holds rows that no study of this name wrote.</exception>
    public static CellCurves Read(
        ILedgerReader ledger, Sweep sweep, StudyDescription study, Cell cell, int mostSteps = MostSteps)
    {
        var columns = study.Long!.CurveOf(cell, study.ColumnVersion);
        var trials = new SortedDictionary<long, Dictionary<long, float[]>>();
        foreach (var (slice, rows) in StoredCurves.Of(ledger, sweep, study, cell))
        {
            if (rows.Count > 0)
            {
                var from = columns.Select(c => IndexIn(rows.Columns, c.Name)).ToArray();
                var to = trials.TryGetValue(slice.Block, out var known) ? known : trials[slice.Block] = [];
                for (var row = 0; row < rows.Count; row++)
                {
                    to[rows.StepAt(row)] = [.. from.Select(c => c < 0 ? float.NaN : (float)rows.ValueAt(c, row))];
                }
            }
        }

        var ended = ledger.Extents(cell, sweep.Seed, sweep.BlockSize)
            .Where(e => e.Revision == study.Revision).Select(e => e.Block).ToHashSet();
        var steps = Thinned([.. trials.Values.SelectMany(t => t.Keys).Distinct().Order()], mostSteps);
        var kept = steps.ToHashSet();
        return new CellCurves(cell, columns, steps, [.. trials.Select(t => new TrialCurve(
            t.Key,
            ended.Contains(t.Key),
            t.Value.Keys.Max(),
            t.Value.Where(r => kept.Contains(r.Key)).ToDictionary()))]);
    }

    /// <summary>At most so many of rising items: every k-th from the first on, and the last.</summary>
    internal static IReadOnlyList<T> Thinned<T>(IReadOnlyList<T> items, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        if (items.Count <= most)
        {
            return items;
        }

        var stride = (items.Count - 1 + most - 2) / (most - 1);
        return [.. items.Where((_, at) => at % stride == 0 || at == items.Count - 1)];
    }

    private static int IndexIn(IReadOnlyList<Measurement> columns, string name) =>
        columns.TakeWhile(c => c.Name != name).Count() is var at && at < columns.Count ? at : -1;
}
