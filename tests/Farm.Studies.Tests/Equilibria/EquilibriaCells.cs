using System.Collections.Concurrent;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Equilibria;

namespace Farm.Studies.Tests.Equilibria;

/// <summary>Cells of the study, and their trials as rows of numbers by name.</summary>
internal static class EquilibriaCells
{
    private static readonly ConcurrentDictionary<string, Lazy<TrialColumns>> known = [];

    public static EquilibriaStudy Study { get; } = new();

    /// <summary>A cell from <c>model=abs,data=and</c>.</summary>
    public static Cell Of(string parameters) => Study.CellWith(
    [
        .. parameters.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('='))
            .Select(p => (p[0], Value.Parse(p[1]))),
    ]);

    /// <summary>Trials of a cell, computed.</summary>
    public static TrialColumns Run(Cell cell, long first, int rows)
    {
        var columns = new TrialColumns(Study.Description.MeasurementsOf(cell), rows);
        columns.Begin(first, rows);
        Study.CreateRunner(LaneWidth.Bits256).Run(cell, 1, columns);
        return columns;
    }

    /// <summary>All trials of a cell, to be read only: computed once for all tests.</summary>
    public static TrialColumns All(string parameters) => known.GetOrAdd(parameters, new Lazy<TrialColumns>(() =>
    {
        var cell = Of(parameters);
        return Run(cell, 0, (int)EquilibriaStudy.TrialsOf(cell));
    })).Value;

    /// <summary>A measurement of a trial.</summary>
    public static double Get(this TrialColumns columns, long trial, string measurement) =>
        columns.ValueAt(columns.IndexOf(measurement), (int)(trial - columns.FirstTrial));

    /// <summary>A category of a trial.</summary>
    public static string Word(this TrialColumns columns, long trial, string measurement) =>
        columns.Measurements[columns.IndexOf(measurement)].Words[(int)columns.Get(trial, measurement)];

    /// <summary>The trial of signs as <c>-++-</c>, the samples' order.</summary>
    public static long Trial(string signs) => EquilibriaStudy.TrialOf(signs);

    /// <summary>The signs of a trial.</summary>
    public static string Text(long trial, int activations) =>
        string.Concat(Signs.Of(trial, activations).Select(s => s > 0 ? '+' : s < 0 ? '-' : '0'));
}
