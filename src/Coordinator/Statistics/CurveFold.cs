using Farm.Domain;

namespace Farm.Coordinator.Statistics;

/// <summary>Several trials' curves at one step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Trials">Trials with a value there.</param>
/// <param name="Middle">Their median, share or mean.</param>
/// <param name="Band">Its interval, as the fold makes it.</param>
internal readonly record struct CurvePoint(long Step, int Trials, double Middle, Interval Band);

/// <summary>What is read off one row of a curve; null where a cell does not have it.</summary>
internal delegate Func<float[], double>? CurveValue(CellCurves cell);

/// <summary>Folds the curves of trials, of one cell or of several, into one line.</summary>
internal static class CurveFold
{
    /// <summary>How far lines go while trials are under way, as pages say it.</summary>
    public const string ReachRule =
        "A line goes as far as at least half of the trials that have begun and not ended before; the table tells how many";

    /// <summary>A column's value.</summary>
    public static CurveValue Column(string name) => cell =>
        cell.IndexOf(name) is var at && at >= 0 ? row => row[at] : null;

    /// <summary>Median over trials, its band <see cref="Median.Band"/>.</summary>
    public static IReadOnlyList<CurvePoint> Medians(IReadOnlyList<CellCurves> cells, CurveValue value) =>
        Folded(cells, value, (step, values) =>
        {
            var median = Median.Of(values);
            return new CurvePoint(step, median.Count, median.Value, median.Band);
        });

    /// <summary>Share of trials whose value is not 0, its band the interval of Clopper and Pearson.</summary>
    public static IReadOnlyList<CurvePoint> Shares(IReadOnlyList<CellCurves> cells, CurveValue value) =>
        Folded(cells, value, (step, values) =>
        {
            var share = new Proportion(values.Count(v => v != 0), values.Count);
            return new CurvePoint(step, values.Count, share.Share, share.Interval());
        });

    /// <summary>Mean over trials, without a band: for parts of a whole, whose means add up.</summary>
    public static IReadOnlyList<CurvePoint> Means(IReadOnlyList<CellCurves> cells, CurveValue value) =>
        Folded(cells, value, (step, values) => new CurvePoint(step, values.Count, values.Average(), Interval.None));

    private static List<CurvePoint> Folded(
        IReadOnlyList<CellCurves> cells, CurveValue value, Func<long, List<double>, CurvePoint> fold)
    {
        var read = cells.Select(c => (Curves: c, Value: value(c))).Where(c => c.Value is not null).ToList();
        var points = new List<CurvePoint>();
        foreach (var step in read.SelectMany(c => c.Curves.Steps).Distinct().Order())
        {
            var (open, reached) = (0, 0);
            var values = new List<double>();
            foreach (var (trial, valueOf) in read.SelectMany(c => c.Curves.Trials.Select(t => (t, c.Value!))))
            {
                open += trial.HasEnded && trial.LastStep < step ? 0 : 1;
                if (trial.Rows.TryGetValue(step, out var row))
                {
                    reached++;
                    values.AddRange(valueOf(row) is var v && double.IsFinite(v) ? [v] : Array.Empty<double>());
                }
            }

            if (values.Count > 0 && 2 * reached >= open)
            {
                points.Add(fold(step, values));
            }
        }

        return points;
    }
}
