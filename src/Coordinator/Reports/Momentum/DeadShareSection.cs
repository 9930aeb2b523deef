using System.Globalization;
using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Momentum;

/// <summary>The share of starts that die, by the target's scale and momentum.</summary>
internal static class DeadShareSection
{
    /// <summary>The section; null when the cells span no grid of γ and β.</summary>
    public static Section? Of(ReportData data, MomentumReport report)
    {
        var groups = MomentumReport.Exact(data).GroupBy(c => report.Label(data, c.Cell, "gamma", "momentum"))
            .Where(g => Values(g, "gamma").Count > 1 && Values(g, "momentum").Count > 1).ToList();
        if (groups.Count == 0)
        {
            return null;
        }

        var (momenta, gammas) = (Values(groups.SelectMany(g => g), "momentum"), Values(groups.SelectMany(g => g), "gamma"));
        gammas.Reverse();
        var alt = $"Share of starts that die for {gammas.Count} scales and {momenta.Count} momenta.";
        var spec = PlotTemplate.Fill(
            "heat",
            ("alt", alt),
            ("height", 26 * gammas.Count),
            ("momenta", Texts(momenta)),
            ("gammas", Texts(gammas)),
            ("rows", new JsonArray([.. groups.SelectMany((g, i) => g.Select(c => Row(i, c)))])));
        var plot = new Plot(
            "dead-by-gamma-momentum", "Share of starts that die", alt,
            "Share of the lattice’s starts that end dead. The bound of each is what starts between ends of different kinds "
                + "leave open.",
            new PlotTable(
                ["cells", "γ", "β", "dead", "bound"],
                [.. groups.SelectMany(g => g.Select(c => (string[])
                [
                    g.Key, Figures.Short(Number(c, "gamma")), Figures.Short(Number(c, "momentum")),
                    Figures.Percent(Dead(c).Share), Figures.Percent(Dead(c).Interval()),
                ]))]),
            spec)
        {
            Choices = groups.Count < 2
                ? []
                : [new PlotChoice(
                    "group", "Cells", [.. groups.Select((g, i) => (i.ToString(CultureInfo.InvariantCulture), g.Key))])],
        };
        return new Section("dead-share", "Death by scale and momentum", FigureHtml.Of(plot), plot);
    }

    private static JsonObject Row(int group, CellStatistics cell) => new()
    {
        ["group"] = group.ToString(CultureInfo.InvariantCulture),
        ["gamma"] = Figures.Short(Number(cell, "gamma")),
        ["momentum"] = Figures.Short(Number(cell, "momentum")),
        ["share"] = Math.Round(Dead(cell).Share, 4),
        ["text"] = Figures.Percent(Dead(cell).Share),
        ["short"] = Math.Round(100 * Dead(cell).Share).ToString(CultureInfo.InvariantCulture),
        ["bound"] = Figures.Percent(Dead(cell).Interval()),
    };

    private static Domain.Proportion Dead(CellStatistics cell) => cell.Proportion(cell.IndexOf("dead"));

    private static double Number(CellStatistics cell, string parameter) => cell.Cell.Parameters[parameter].Number;

    private static List<double> Values(IEnumerable<CellStatistics> cells, string parameter) =>
        [.. cells.Select(c => Number(c, parameter)).Distinct().Order()];

    private static JsonArray Texts(IEnumerable<double> values) =>
        [.. values.Select(v => JsonValue.Create(Figures.Short(v)))];
}
