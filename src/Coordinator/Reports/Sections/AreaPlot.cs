using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;

namespace Farm.Coordinator.Reports.Sections;

/// <summary>Parts of a whole over steps, stacked, in panels.</summary>
internal static class AreaPlot
{
    /// <summary>The plot; null when there is no part.</summary>
    /// <param name="texts">What it is called.</param>
    /// <param name="parts">The parts, shares of 1; those of one panel are stacked in the order of the series.</param>
    /// <param name="series">All series, lowest in the stack first.</param>
    /// <param name="alt">What it shows, in words.</param>
    public static Plot? Of(
        PanelTexts texts, IReadOnlyList<CurveLine> parts, IReadOnlyList<string> series, string alt)
    {
        // A part that is nowhere need not stand in the data; the legend names those that are somewhere.
        var some = parts.Where(p => p.Points.Any(x => x.Middle > 0)).ToList();
        if (some.Count == 0)
        {
            return null;
        }

        var used = series.Where(s => some.Any(p => p.At.Series == s)).ToList();
        var inOrder = some.OrderBy(p => used.IndexOf(p.At.Series)).ToList();
        var colours = texts.Colours.Count > 0
            ? used.Select(s => texts.Colours[series.ToList().IndexOf(s)]).ToList()
            : texts.Colours;
        var own = texts with { Colours = colours };

        // Series in the stack's order, panels in the order in which they were given.
        List<LinePlace> places = [.. inOrder.Select(p => p.At)];
        var values = PanelPlot.Values(
            own, alt, places, PlotTemplate.Rows(some, p => Row(own, p, used.IndexOf(p.At.Series))));
        JsonArray panels = [.. some.Select(p => p.At.Panel).Distinct().Select(p => JsonValue.Create(p))];
        var spec = PlotTemplate.Fill("areas", [.. values.Where(v => v.Name != "sort"), ("sort", panels)]);
        return new Plot(texts.Id, texts.Title, alt, texts.Caption, Table(own, some, used), spec) { Choices = texts.Choices };
    }

    private static JsonObject Row(PanelTexts texts, CurveLine part, int order)
    {
        var row = PanelPlot.RowOf(texts, part.At);
        row["order"] = order;
        row["step"] = new JsonArray([.. part.Points.Select(p => JsonValue.Create(p.Step))]);
        row["mid"] = new JsonArray([.. part.Points.Select(p => JsonValue.Create(Math.Round(p.Middle, 3)))]);
        return row;
    }

    /// <summary>First and last share of each part, a row a panel; of the last choice only its first option.</summary>
    private static PlotTable Table(PanelTexts texts, List<CurveLine> parts, List<string> used) => new(
        ["first → last", .. used],
        [.. parts.Where(p => p.At.Choice.Count < 2 || p.At.Choice[^1] == 0).GroupBy(p => PanelPlot.LabelOf(texts, p.At with { Series = "" })).Select(panel => (string[])
        [
            panel.Key,
            .. used.Select(s => panel.FirstOrDefault(p => p.At.Series == s) is { } part
                ? $"{Figures.Percent(Math.Round(part.Points[0].Middle, 4))} → {Figures.Percent(Math.Round(part.Points[^1].Middle, 4))}"
                : "0%"),
        ])]);
}
