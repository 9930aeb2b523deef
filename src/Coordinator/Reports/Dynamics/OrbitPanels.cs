using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Dynamics;

/// <summary>A panel for each group of cells, over η·λ_max.</summary>
internal sealed class OrbitPanels
{
    /// <summary>What the horizontal axis says.</summary>
    public const string Across = "η·λ_max";

    private readonly PanelLayout layout;

    private OrbitPanels(PanelLayout layout, IReadOnlyList<OrbitGroup> groups) => (this.layout, Groups) = (layout, groups);

    /// <summary>The groups.</summary>
    public IReadOnlyList<OrbitGroup> Groups { get; }

    /// <summary>The panels of a sweep.</summary>
    public static OrbitPanels Of(ReportData data, StudyReport report)
    {
        var groups = OrbitGroup.Of(data, report);
        var layout = PanelLayout.Of(
            data, report, [.. groups.SelectMany(g => g.Cells).Select(c => c.Cell)], null, "learning_rate");
        return new OrbitPanels(layout, groups);
    }

    /// <summary>Groups of which a line over step sizes can be drawn.</summary>
    public IEnumerable<OrbitGroup> Lines => Groups.Where(g => g.Cells.Count > 1 && double.IsFinite(g.Curvature));

    /// <summary>A cell's place, of a series.</summary>
    public LinePlace PlaceOf(CellStatistics cell, string series = "") => layout[cell.Cell] with { Series = series };

    /// <summary>Texts of a plot with these panels.</summary>
    public PanelTexts TextsOf(string id, string title, string caption, string axis, string series = "") =>
        new(id, title, $"{caption} {OrbitGroup.Rule}.", axis, Across, series) { Choices = layout.Choices };

    /// <summary>A row's beginning.</summary>
    public static JsonObject RowOf(PanelTexts texts, LinePlace at, OrbitGroup group, int cell)
    {
        var row = PanelPlot.RowOf(texts, at);
        var (low, high) = group.SpanOf(cell);
        row["lo"] = PanelPlot.Number(low);
        row["hi"] = PanelPlot.Number(high);
        row["rate"] = OrbitGroup.RateOf(group.Cells[cell]);
        return row;
    }
}
