using System.Globalization;
using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Xor;

/// <summary>Where the units' normals point at the end, as a rose for each unit.</summary>
internal static class AngleSection
{
    private static readonly string[] units = ["angle_1", "angle_2"];

    private sealed record Bin(int Cell, double Low, double High, long Count, double Share);

    /// <summary>The section.</summary>
    public static Section Of(ReportData data, StudyReport report)
    {
        var cells = data.Cells.Where(c => c.IndexOf(units[0]) is var i && i >= 0 && c.Summaries[i].Count > 0).ToList();
        if (cells.Count == 0)
        {
            return new Section("angles", "Final angles", Html.Of($"<p>No trial has a final angle yet.</p>"));
        }

        var bins = units.Select(u => Bins(cells, u)).Where(b => b.Count > 0).ToList();
        var top = bins.Max(b => b.Max(r => r.Share));
        var alt = $"Directions of the units' final normals, {cells.Count} cells to choose from.";
        var plot = new Plot(
            "plot-angles",
            "Directions of the units’ final normals",
            alt,
            "Share of the cell’s trials whose unit’s weight vector points that way at the end, in bins of 5°; a "
                + "sector’s area is its share. 0° is the direction (1, 0), 90° is (0, 1); the points of class 1 lie at "
                + "−45° and 135°.",
            Table([.. cells.Select(c => report.Label(data, c.Cell))], bins),
            [.. bins.Select((rows, unit) => Rose(rows, unit, top))])
        {
            Choices = [new PlotChoice(
                "cell",
                "Cell",
                [.. cells.Select((c, at) => (at.ToString(CultureInfo.InvariantCulture), report.Label(data, c.Cell)))])],
        };
        return new Section("angles", "Final angles", FigureHtml.Of(plot), plot);
    }

    /// <summary>One table of both units, a column for each unit of each cell.</summary>
    private static PlotTable Table(List<string> labels, List<List<Bin>> bins) => DrawnBins.Table(
        bins.SelectMany((_, unit) => labels.Select(l => FormattableString.Invariant($"{l}: unit {unit + 1}"))),
        bins.SelectMany((rows, unit) => rows.Select(b => (unit * labels.Count + b.Cell, b.Low, b.High, b.Share))),
        "°");

    private static List<Bin> Bins(List<CellStatistics> cells, string unit) =>
    [
        .. cells.SelectMany((c, at) => c.IndexOf(unit) is var i && i >= 0
            ? DrawnBins.Of(c, i).Select(b => new Bin(at, b.Low, b.High, b.Count, b.Share))
            : []),
    ];

    private static JsonNode Rose(List<Bin> rows, int unit, double top) => PlotTemplate.Fill(
        "rose",
        ("alt", FormattableString.Invariant($"Directions of unit {unit + 1}")),
        ("title", FormattableString.Invariant($"unit {unit + 1}")),
        ("colour", FormattableString.Invariant($"var(--c{unit + 1})")),
        ("top", top),
        ("spokes", PlotTemplate.Rows(
            Enumerable.Range(0, 8).Select(i => 45 * i).Select(d => d > 180 ? d - 360 : d),
            d => new JsonObject { ["at"] = Clockwise(d), ["text"] = $"{d}°".Replace('-', '−') })),
        ("rows", PlotTemplate.Rows(rows, b => new JsonObject
        {
            ["cell"] = b.Cell.ToString(CultureInfo.InvariantCulture),
            ["from"] = Clockwise(b.High),
            ["to"] = Clockwise(b.Low),
            ["degrees"] = $"{Figures.Short(b.Low)}° to {Figures.Short(b.High)}°",
            ["count"] = b.Count,
            ["share"] = Math.Round(b.Share, DrawnBins.SharePlaces),
        })));

    /// <summary>Plots count angles clockwise from the top, mathematics counterclockwise from the right.</summary>
    private static double Clockwise(double degrees) => (90 - degrees) * Math.PI / 180;
}
