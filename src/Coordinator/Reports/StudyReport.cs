using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports;

/// <summary>One part of the page under a heading.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Body">Its content.</param>
/// <param name="Plots">The plots that stand in it.</param>
internal sealed record Section(string Id, string Title, Html Body, params IReadOnlyList<Plot> Plots);

/// <summary>What a study's reports say beyond what every study's do.</summary>
internal abstract class StudyReport
{
    /// <summary>The study's name.</summary>
    public abstract string Study { get; }

    /// <summary>The answer, one paragraph or a few.</summary>
    public abstract Html Answer(ReportData data);

    /// <summary>What the plots show, most telling first.</summary>
    public abstract IEnumerable<Section> Sections(ReportData data);

    /// <summary>How a trial is computed; empty when the parameters tell it.</summary>
    public abstract Html Method(ReportData data);

    /// <summary>A cell as readers know it: the parameters in which it differs from the others, but for some.</summary>
    public virtual string Label(ReportData data, Cell cell, params IReadOnlyList<string> without)
    {
        var parts = data.Telling
            .Where(p => !without.Contains(p) && cell.Parameters.ContainsKey(p))
            .Select(p => Part(data, p, cell.Parameters[p]))
            .ToList();
        return parts.Count > 0 ? string.Join(", ", parts) : data.Study.Name;
    }

    /// <summary>
    /// The parameter that colours tell apart: the last of those that every cell has with two to six values, when labels
    /// still differ without it. Null for none.
    /// </summary>
    public static string? SeriesParameter(ReportData data) => data.Telling.Count < 2
        ? null
        : data.Telling.LastOrDefault(p =>
            data.Cells.All(c => c.Cell.Parameters.ContainsKey(p))
            && data.Cells.Select(c => c.Cell.Parameters[p].Text).Distinct().Count() <= 6);

    /// <summary>A parameter and its value in words.</summary>
    public virtual string Part(ReportData data, string parameter, Value value) =>
        value.IsNumber ? $"{parameter} {Number(data, parameter, value)}" : value.Word;

    /// <summary>A parameter's number, to four digits where that still tells the cells' values apart.</summary>
    protected static string Number(ReportData data, string parameter, Value value)
    {
        var values = data.Cells
            .Where(c => c.Cell.Parameters.ContainsKey(parameter))
            .Select(c => c.Cell.Parameters[parameter].Number).Distinct().ToList();
        return values.Select(Figures.Short).Distinct().Count() == values.Count
            ? Figures.Short(value.Number)
            : value.Text;
    }

    /// <summary>The cells that have trials.</summary>
    protected static IEnumerable<CellStatistics> WithTrials(ReportData data) => data.Cells.Where(c => c.Trials > 0);
}
