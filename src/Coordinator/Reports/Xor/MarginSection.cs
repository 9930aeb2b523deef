using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Xor;

/// <summary>Failure against the margin, a line for each kind of margin and whatever else differs.</summary>
internal static class MarginSection
{
    private static readonly string[] notInLines = ["init", "margin", "margin_kind"];

    private sealed record MarginMark(string Series, string Kind, double Margin, Proportion Failed);

    /// <summary>The plot; null when fewer than two margins can be joined by a line.</summary>
    public static Plot? PlotOf(ReportData data, StudyReport report, Measurement failed)
    {
        var marks = Marks(data, report, failed).Where(m => m.Failed.Trials > 0)
            .OrderBy(m => m.Series, StringComparer.Ordinal).ThenBy(m => m.Margin).ToList();
        if (marks.Select(m => m.Margin).Distinct().Count() < 2)
        {
            return null;
        }

        // Lines that meet at a margin stand a little apart, so that their bars can be told apart.
        var series = marks.Select(m => m.Series).Distinct().ToList();
        var spread = (marks.Max(m => m.Margin) - marks.Min(m => m.Margin)) / 120;
        double Place(string name) => series.IndexOf(name) - (series.Count - 1) / 2.0;
        var least = marks.Min(m => m.Failed.Successes == 0 ? m.Failed.Interval().High / 3 : m.Failed.Share / 3);
        var floor = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var top = Math.Min(1, 1.5 * marks.Max(m => m.Failed.Interval().High));
        var alt = $"Share of failed trials against the margin, {series.Count} lines, from "
            + $"{Figures.Percent(marks.Min(m => m.Failed.Share))} to "
            + $"{Figures.Percent(marks.Max(m => m.Failed.Share))}.";
        var spec = PlotTemplate.Fill(
            "margins",
            ("alt", alt),
            ("floor", floor),
            ("top", top),
            ("levels", ProportionSection.Decades(floor)),
            ("ticks", new JsonArray([.. marks.Select(m => m.Margin).Distinct().Select(m => JsonValue.Create(m))])),
            ("series", new JsonArray([.. series.Select(s => JsonValue.Create(s))])),
            ("rows", PlotTemplate.Rows(marks, m => Row(m, floor, m.Margin + spread * Place(m.Series)))));
        var table = new PlotTable(
            ["", "margin", "failed", "trials", "share", "99% interval"],
            [.. marks.Select(m => (string[])
            [
                m.Series, Figures.Short(m.Margin), Figures.Count(m.Failed.Successes), Figures.Count(m.Failed.Trials),
                Figures.Percent(m.Failed.Share), Figures.Percent(m.Failed.Interval()),
            ])]);
        return new Plot(
            "plot-margins",
            "Failure against the margin",
            alt,
            "By activation: on every point some unit’s z exceeds the margin. By distance: no point is dead, and every "
                + "point is at least the margin away from every unit’s hyperplane. At 0 both are the strategy live. "
                + "Bars are exact 99% intervals; the axis is logarithmic, and a point on its lower edge stands for no "
                + "failure at all.",
            table,
            spec);
    }

    private static IEnumerable<MarginMark> Marks(ReportData data, StudyReport report, Measurement failed)
    {
        string[] kinds = [.. data.Cells.Select(Kind).OfType<string>().Distinct()];
        foreach (var cell in data.Cells)
        {
            var rest = report.Label(data, cell.Cell, notInLines);
            var suffix = rest == data.Study.Name ? "" : $", {rest}";
            var share = ReportData.ProportionOf(cell, failed);
            if (Kind(cell) is { } kind)
            {
                yield return new MarginMark($"by {kind}{suffix}", kind, cell.Cell.Parameters["margin"].Number, share);
            }
            else if (cell.Cell.Parameters["init"].Word == "live")
            {
                foreach (var each in kinds)
                {
                    yield return new MarginMark($"by {each}{suffix}", each, 0, share);
                }
            }
        }
    }

    private static string? Kind(CellStatistics cell) =>
        cell.Cell.Parameters["init"].Word == "margin" ? cell.Cell.Parameters["margin_kind"].Word : null;

    private static JsonObject Row(MarginMark mark, double floor, double at) => new()
    {
        ["series"] = mark.Series,
        ["dash"] = mark.Kind,
        ["at"] = at,
        ["margin"] = mark.Margin,
        ["share"] = Math.Max(floor, mark.Failed.Share),
        ["lo"] = Math.Max(floor, mark.Failed.Interval().Low),
        ["hi"] = mark.Failed.Interval().High,
        ["count"] = $"{Figures.Count(mark.Failed.Successes)} of {Figures.Count(mark.Failed.Trials)}",
        ["measured"] = Figures.Percent(mark.Failed.Share),
        ["interval"] = Figures.Percent(mark.Failed.Interval()),
    };
}
