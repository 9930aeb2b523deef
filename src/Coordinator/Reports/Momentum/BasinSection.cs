using System.Globalization;
using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Momentum;

/// <summary>Basin maps: the source's figures 4 (scales without momentum) and 5 (momentum at a small scale).</summary>
internal static class BasinSection
{
    /// <summary>The section; null when no single trials are kept, or only one cell would be shown.</summary>
    public static Section? Of(ReportData data, MomentumReport report)
    {
        var cells = MomentumReport.Exact(data).ToList();
        var least = cells.Select(c => c.Cell.Parameters["gamma"].Number).DefaultIfEmpty(0).Min();
        Plot?[] plots =
        [
            PlotOf(data, report, new(
                "basins-gamma", "Basins by scale, without momentum", "gamma", "momentum", 0,
                "The source’s figure 4: β = 0, and the target’s scale falls.")),
            PlotOf(data, report, new(
                "basins-momentum", $"Basins by momentum, at γ = {Figures.Short(least)}", "momentum", "gamma", least,
                "The source’s figure 5: the least scale of this sweep, and momentum grows.")),
        ];
        List<Plot> drawn = [.. plots.OfType<Plot>()];
        if (drawn.Count == 0)
        {
            return null;
        }

        var html = Html.Of($"""
            <p>Each point of the square is a start (w, b). <b style="color:var(--c5)">Ochre</b>: it finds the optimum.
            <b style="color:var(--c1)">Blue</b>: it dies. Grey: neither. The white dot is the optimum, small dots are where
            dead units stopped.</p>

            """);
        drawn.ForEach(p => html.Add($"{FigureHtml.Of(p)}"));
        return new Section("basins", "Where each start ends", html, drawn);
    }

    private static Plot? PlotOf(ReportData data, MomentumReport report, BasinTexts texts)
    {
        var cells = MomentumReport.Exact(data).Where(c => c.Cell.Parameters[texts.Fixed].Number == texts.At).ToList();
        var panels = cells.Select(c => c.Cell.Parameters[texts.Along].Number).Distinct().Order().ToList();
        if (texts.Along == "gamma")
        {
            panels.Reverse();
        }

        // A drop-down list chooses what else differs; what lacks a panel of the others has no place in it.
        var groups = cells.GroupBy(c => report.Label(data, c.Cell, "gamma", "momentum"))
            .Where(g => g.Count() == panels.Count).ToList();
        var maps = groups.Select(g => g.Select(c => BasinMap.Read(data, c)).ToList()).ToList();
        if (panels.Count < 2 || groups.Count == 0 || maps.Any(g => g.Any(m => m is null)))
        {
            return null;
        }

        var table = new PlotTable(
            ["start", texts.Along, "optimum", "dead", "dead, bound", "neither"],
            [.. groups.SelectMany(g => g.Select(c => Row(g.Key, texts.Along, c)))]);
        var alt = $"{texts.Title}: maps of the square of starts for {string.Join(", ", panels.Select(Figures.Short))}.";
        return new Plot(
            texts.Id, texts.Title, alt, texts.Caption, table,
            [.. panels.Select(p => Panel(texts, alt, p, maps.Select(g => g.Single(m =>
                m!.Cell.Cell.Parameters[texts.Along].Number == p)!).ToList()))])
        {
            Choices = groups.Count < 2
                ? []
                : [new PlotChoice("group", "Cells", [.. groups.Select((g, i) => (Text(i), g.Key))])],
        };
    }

    private static JsonNode Panel(BasinTexts texts, string alt, double value, List<BasinMap> maps)
    {
        var (half, parameters) = (maps.Max(m => m.Half), maps[0].Cell.Cell.Parameters);
        return PlotTemplate.Fill(
            "basins",
            ("alt", alt),
            ("title", $"{MomentumReport.Symbol(texts.Along)} = {Figures.Short(value)}"),
            ("domain", new JsonArray(-half, half)),
            ("rows", new JsonArray([.. maps.SelectMany((m, i) => m.Rectangles(Text(i)))])),
            ("stops", new JsonArray([.. maps.SelectMany((m, i) => m.StopPoints(Text(i)))])),
            ("optimum", new JsonArray(new JsonObject
            {
                ["x"] = parameters["gamma"].Number, ["y"] = parameters["delta"].Number,
            })));
    }

    private static string[] Row(string group, string along, CellStatistics cell)
    {
        var (dead, end) = (cell.Proportion(cell.IndexOf("dead")), cell.IndexOf("end"));
        return
        [
            group, Figures.Short(cell.Cell.Parameters[along].Number), Figures.Percent(cell.Proportion(end, 0).Share),
            Figures.Percent(dead.Share), Figures.Percent(dead.Interval()), Figures.Percent(cell.Proportion(end, 2).Share),
        ];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a plot of maps is called, and which cells it shows.</summary>
    private sealed record BasinTexts(string Id, string Title, string Along, string Fixed, double At, string Caption);
}
