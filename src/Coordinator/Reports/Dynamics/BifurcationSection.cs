using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Dynamics;

/// <summary>Where orbits are after long, over the step size: the bifurcation diagram.</summary>
internal static class BifurcationSection
{
    /// <summary>Bins of the measurement that are drawn as one.</summary>
    private const int Together = 2;

    /// <summary>The section; null when there is nothing to draw.</summary>
    public static Section? Of(OrbitPanels panels)
    {
        var texts = panels.TextsOf(
            "plot-bifurcation",
            "Where orbits are after long",
            "First weight w₁ of all orbits after transient and measured steps, in bins of 0.1, the darker the more orbits; all from "
                + "starts of their own. A single line is a point, a few are a cycle or several points, a band is chaos, nothing is "
                + "divergence. Values beyond ±4 stand in the outermost bins. The line marks the bound 2.",
            "w₁");
        List<(OrbitGroup Group, int Cell)> cells = [.. panels.Lines.SelectMany(g => Enumerable.Range(0, g.Cells.Count).Select(i => (g, i)))
            .Where(c => SummaryOf(c.g.Cells[c.i]).Count > 0)];
        if (cells.Count == 0)
        {
            return null;
        }

        var rows = new JsonArray([.. cells.Select(c => Row(panels, texts, c.Group, c.Cell))]);
        var alt = $"Where orbits are after long, over the step size, for {panels.Lines.Count()} settings.";
        var spec = PlotTemplate.Fill(
            "bifurcation", [.. PanelPlot.Values(texts, alt, [.. cells.Select(c => panels.PlaceOf(c.Group.Cells[c.Cell]))], rows)]);
        var plot = new Plot(texts.Id, texts.Title, alt, texts.Caption, Table(cells), spec) { Choices = texts.Choices };
        return new Section("bifurcation", "Bifurcation diagram", FigureHtml.Of(plot), plot);
    }

    private static MeasurementSummary SummaryOf(CellStatistics cell) => cell.Summaries[cell.IndexOf("place")];

    private static JsonObject Row(OrbitPanels panels, PanelTexts texts, OrbitGroup group, int at)
    {
        var cell = group.Cells[at];
        var row = OrbitPanels.RowOf(texts, panels.PlaceOf(cell), group, at);
        var scale = (LinearScale)cell.Measurements[cell.IndexOf("place")].Histogram!;
        var bins = SummaryOf(cell).Histogram.Select((count, bin) => (Low: LowOf(scale, bin), Count: count)).GroupBy(b => b.Low)
            .Select(g => (Low: g.Key, Count: g.Sum(b => b.Count))).Where(b => b.Count > 0).ToList();
        row["low"] = new JsonArray([.. bins.Select(b => JsonValue.Create(Math.Round(b.Low, 3)))]);
        row["share"] = new JsonArray([.. bins.Select(b => PanelPlot.Number((double)b.Count / SummaryOf(cell).Count))]);
        return row;
    }

    /// <summary>The lower edge of the drawn bin that a bin lies in; the open ones at both ends lie in their neighbours.</summary>
    private static double LowOf(LinearScale scale, int bin) =>
        scale.Low + Math.Clamp(bin - 1, 0, scale.InnerBins - 1) / Together * Together * scale.Width;

    private static PlotTable Table(List<(OrbitGroup Group, int Cell)> cells) => new(
        ["", "η", OrbitPanels.Across, "bounded orbits", "least w₁", "mean", "largest", "bins"],
        [.. cells.Select(c =>
        {
            var (cell, summary) = (c.Group.Cells[c.Cell], SummaryOf(c.Group.Cells[c.Cell]));
            return (string[])
            [
                c.Group.Name,
                Figures.Short(OrbitGroup.RateOf(cell)),
                Figures.Short(c.Group.PlaceOf(cell)),
                Figures.Count(summary.Count),
                Figures.Short(summary.Minimum),
                Figures.Short(summary.Sum / summary.Count),
                Figures.Short(summary.Maximum),
                Figures.Count(summary.Histogram.Count(h => h > 0)),
            ];
        })]);
}
