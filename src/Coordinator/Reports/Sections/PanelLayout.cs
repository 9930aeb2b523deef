using System.Globalization;
using Farm.Coordinator.Reports.Page;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Sections;

/// <summary>Where a line stands: in which choice of the reader's, in which panel, as which series.</summary>
/// <param name="Choice">The option of each of the plot's choices, by its position.</param>
/// <param name="Panel">The panel's heading; may be empty.</param>
/// <param name="Series">What its colour stands for; may be empty.</param>
internal sealed record LinePlace(IReadOnlyList<int> Choice, string Panel, string Series);

/// <summary>
/// Gives each of some cells its place in a plot of panels. One parameter is told by colours, and with it what follows from
/// it, as a step size of each optimiser's own; the others head panels, and where those would be too many, the first of them
/// become a list to choose from.
/// </summary>
internal sealed class PanelLayout
{
    /// <summary>Panels that stand side by side at most.</summary>
    public const int MostPanels = 9;

    private readonly Dictionary<Cell, LinePlace> places;

    private PanelLayout(Dictionary<Cell, LinePlace> places, IReadOnlyList<PlotChoice> choices, bool isOrdered) =>
        (this.places, Choices, IsOrdered) = (places, choices, isOrdered);

    /// <summary>The reader's choices: none or one.</summary>
    public IReadOnlyList<PlotChoice> Choices { get; }

    /// <summary>Whether the series are numbers, so that their colours should have an order.</summary>
    public bool IsOrdered { get; }

    /// <summary>A cell's place.</summary>
    public LinePlace this[Cell cell] => places[cell];

    /// <summary>Lays out some cells.</summary>
    /// <param name="data">The report's data.</param>
    /// <param name="report">Names parameters and their values.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="series">The parameter that colours tell; null for none.</param>
    /// <param name="without">Parameters that places do not tell: what an axis shows.</param>
    public static PanelLayout Of(
        ReportData data,
        StudyReport report,
        IReadOnlyList<Cell> cells,
        string? series,
        params IReadOnlyList<string> without)
    {
        var differing = data.Telling.Where(p => p != series && !without.Contains(p) && Values(cells, p).Count > 1).ToList();
        List<string> told = series is null ? [] : [series, .. differing.Where(p => Follows(cells, p, series))];
        var rest = differing.Except(told).ToList();
        var chosen = 0;
        while (chosen < rest.Count && MostPanelsOf(Texts(rest[..chosen]), Texts(rest[chosen..])) > MostPanels)
        {
            chosen++;
        }

        var (choices, panels) = (Texts(rest[..chosen]), Texts(rest[chosen..]));
        var options = choices.Distinct().ToList();
        Dictionary<Cell, LinePlace> places = [];
        for (var i = 0; i < cells.Count; i++)
        {
            var colour = string.Join(", ", told
                .Where(cells[i].Parameters.ContainsKey).Select(p => report.Part(data, p, cells[i].Parameters[p])));
            places[cells[i]] = new LinePlace(chosen > 0 ? [options.IndexOf(choices[i])] : [], panels[i], colour);
        }

        var isOrdered = series is not null
            && cells.All(c => !c.Parameters.TryGetValue(series, out var value) || value.IsNumber);
        return new PanelLayout(places, chosen > 0 ? [ChoiceOf("choice", "Show", options)] : [], isOrdered);

        List<string> Texts(List<string> parameters) => [.. cells.Select(c => LabelOf(data, report, c, parameters))];
    }

    /// <summary>A cell in words, by some parameters only; empty when it has none of them.</summary>
    public static string LabelOf(ReportData data, StudyReport report, Cell cell, IReadOnlyList<string> told) =>
        told.Any(cell.Parameters.ContainsKey)
            ? report.Label(data, cell, [.. data.Telling.Where(p => !told.Contains(p))])
            : "";

    /// <summary>A choice whose options are numbered, as data and signals have them.</summary>
    public static PlotChoice ChoiceOf(string parameter, string label, IEnumerable<string> options) =>
        new(parameter, label, [.. options.Select((text, at) => (at.ToString(CultureInfo.InvariantCulture), text))]);

    /// <summary>Whether a parameter is the same in all cells in which another one is.</summary>
    public static bool Follows(IReadOnlyList<Cell> cells, string parameter, string from) =>
        cells.GroupBy(c => TextOf(c, from)).All(g => Values([.. g], parameter).Count == 1);

    private static string TextOf(Cell cell, string parameter) =>
        cell.Parameters.TryGetValue(parameter, out var value) ? value.Text : "";

    private static HashSet<string> Values(IReadOnlyList<Cell> cells, string parameter) =>
        [.. cells.Select(c => TextOf(c, parameter))];

    private static int MostPanelsOf(List<string> choices, List<string> panels) =>
        choices.Zip(panels).Distinct().GroupBy(p => p.First).Select(g => g.Count()).DefaultIfEmpty(0).Max();
}
