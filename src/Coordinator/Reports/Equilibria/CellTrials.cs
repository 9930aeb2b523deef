using Farm.Coordinator.Statistics;
using Farm.Domain;
using Farm.Studies.Equilibria;

namespace Farm.Coordinator.Reports.Equilibria;

/// <summary>The trials of a cell, each by its index, as the report looks at them.</summary>
internal sealed class CellTrials
{
    private static readonly string[] weights = ["x", "y", "z"];

    private readonly TrialValues values;
    private readonly Dictionary<long, int> rows;
    private readonly IReadOnlyList<string> kinds;

    /// <summary>The trials of a cell.</summary>
    public CellTrials(ReportData data, CellStatistics cell)
    {
        (Cell, values) = (cell.Cell, data.ValuesOf(cell));
        rows = values.Trials.Select((t, i) => (t, i)).ToDictionary(p => p.t, p => p.i);
        kinds = data.Study.Measurements.Single(m => m.Name == "kind").Words;
        IsComplete = cell.Trials == cell.Planned;
    }

    /// <summary>The cell.</summary>
    public Cell Cell { get; }

    /// <summary>Whether all its trials are there.</summary>
    public bool IsComplete { get; }

    /// <summary>Whether trials go over faces, else over a circle.</summary>
    public bool IsOverFaces => Cell.Parameters["over"].Word == "faces";

    /// <summary>The trials that are there, ascending.</summary>
    public IReadOnlyList<long> Trials => values.Trials;

    /// <summary>A parameter's word.</summary>
    public string Word(string parameter) => Cell.Parameters[parameter].Word;

    /// <summary>A measurement of a trial; NaN where there is none.</summary>
    public double Of(long trial, string measurement) =>
        rows.TryGetValue(trial, out var row) ? values.Of(measurement)[row] : double.NaN;

    /// <summary>The measurement of a face, by its signs.</summary>
    public double Of(string signs, string measurement) => Of(EquilibriaStudy.TrialOf(signs), measurement);

    /// <summary>What a face holds.</summary>
    public string KindOf(long trial) => Of(trial, "kind") is var code && double.IsFinite(code) ? kinds[(int)code] : "";

    /// <summary>What a face holds, by its signs.</summary>
    public string KindOf(string signs) => KindOf(EquilibriaStudy.TrialOf(signs));

    /// <summary>Trials whose point is critical: a minimum, a maximum or a saddle.</summary>
    public IEnumerable<long> Critical => Trials.Where(t => KindOf(t) is "saddle" or "maximum" || IsMinimum(t));

    /// <summary>Trials whose point is a minimum.</summary>
    public IEnumerable<long> Minima => Trials.Where(IsMinimum);

    /// <summary>Whether a face holds minima.</summary>
    public bool IsMinimum(long trial) => KindOf(trial).EndsWith("minimum", StringComparison.Ordinal);

    /// <summary>The signs of a trial, the two units apart, with true minus signs.</summary>
    public string SignsOf(long trial)
    {
        var signs = EquilibriaStudy.SignsOf(Cell, trial).Replace('-', '−');
        return Word("model") == "relu-pair" ? $"{signs[..(signs.Length / 2)]} {signs[(signs.Length / 2)..]}" : signs;
    }

    /// <summary>The parameters of a trial's point: (−1/2, 1/2; 0), the bias last, unit after unit.</summary>
    public string PointOf(long trial)
    {
        var units = Enumerable.Range(1, values.Has("b2") ? 2 : 1);
        return string.Join(' ', units.Select(u => $"({WeightsOf(trial, u)}; {Fractions.Of(Of(trial, $"b{u}"))})"));
    }

    /// <summary>The Hessian's eigenvalues, ascending, with how often each is one: 0², 4, 8.</summary>
    public string SpectrumOf(long trial)
    {
        var all = Enumerable.Range(1, 6).Select(j => Of(trial, $"eigenvalue_{j}")).Where(double.IsFinite).ToList();
        return all.Count == 0 ? "–" : string.Join(", ", all.GroupBy(v => v)
            .Select(g => g.Count() == 1 ? Fractions.Of(g.Key) : $"{Fractions.Of(g.Key)} ({g.Count()}×)"));
    }

    private string WeightsOf(long trial, int unit) => string.Join(
        ", ", weights.Select(w => $"w{unit}_{w}").Where(values.Has).Select(w => Fractions.Of(Of(trial, w))));
}
