using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Dynamics;

/// <summary>How orbits end, over the step size: stacked shares.</summary>
internal static class EndsSection
{
    private static readonly (string Word, string Colour)[] ends =
    [
        ("point", "var(--c1)"), ("cycle", "var(--c3)"), ("chaotic", "var(--c2)"), ("undecided", "var(--c5)"),
        ("rounding", "var(--muted)"), ("diverged", "var(--rule)"),
    ];

    /// <summary>The section; null when no step sizes can be put in a row.</summary>
    public static Section? Of(OrbitPanels panels)
    {
        var texts = panels.TextsOf(
            "plot-ends",
            "How orbits end",
            "Shares of orbits that end in a point, a cycle, chaos (largest exponent above 0 beyond its error), bounded but undecided, "
                + "on a cycle that repels (rounding), or diverge. The line marks the bound 2.",
            "share of orbits",
            "end") with
        {
            Colours = [.. ends.Select(e => e.Colour)],
        };
        List<(LinePlace At, JsonObject Row)> rows = [.. panels.Lines.SelectMany(g =>
            Enumerable.Range(0, g.Cells.Count).SelectMany(i => Rows(panels, texts, g, i)))];
        if (rows.Count == 0)
        {
            return null;
        }

        var used = ends.Where(e => rows.Any(r => r.At.Series == e.Word)).ToList();
        var own = texts with { Colours = [.. used.Select(e => e.Colour)] };
        List<LinePlace> places = [.. rows.Select(r => r.At).OrderBy(p => used.FindIndex(e => e.Word == p.Series))];
        var alt = Alt([.. panels.Lines]);
        var values = PanelPlot.Values(own, alt, places, new JsonArray([.. rows.Select(r => r.Row)]));
        JsonArray sort = [.. panels.Lines.Select(g => panels.PlaceOf(g.Cells[0]).Panel).Distinct().Select(p => JsonValue.Create(p))];
        var spec = PlotTemplate.Fill("orbit-ends", [.. values.Where(v => v.Name != "sort"), ("sort", sort)]);
        var plot = new Plot(own.Id, own.Title, alt, own.Caption, Table([.. panels.Lines]), spec) { Choices = own.Choices };
        return new Section("ends", "How orbits end", FigureHtml.Of(plot), plot);
    }

    private static IEnumerable<(LinePlace At, JsonObject Row)> Rows(OrbitPanels panels, PanelTexts texts, OrbitGroup group, int at)
    {
        var (cell, from) = (group.Cells[at], 0.0);
        foreach (var (word, _) in ends)
        {
            var share = Share(cell, word);
            if (share.Successes == 0)
            {
                continue;
            }

            var place = panels.PlaceOf(cell, word);
            var row = OrbitPanels.RowOf(texts, place, group, at);
            row["hi"] = PanelPlot.Number(High(group, at));
            row["from"] = Math.Round(from, 4);
            row["to"] = Math.Round(from + share.Share, 4);
            row["text"] = $"{Figures.Count(share.Successes)} of {Figures.Count(share.Trials)} ({Figures.Percent(share.Interval())})";
            from += share.Share;
            yield return (place, row);
        }
    }

    /// <summary>A little into the next cell's part, which is drawn over it: so no gap shows between the two.</summary>
    private static double High(OrbitGroup group, int at)
    {
        var (low, high) = group.SpanOf(at);
        return at + 1 < group.Cells.Count ? high + 0.1 * (high - low) : high;
    }

    private static Proportion Share(CellStatistics cell, string word)
    {
        var index = cell.IndexOf("end");
        return cell.Proportion(index, cell.Measurements[index].Words.ToList().IndexOf(word));
    }

    private static string Alt(List<OrbitGroup> groups)
    {
        var cells = groups.SelectMany(g => g.Cells).ToList();
        long Of(string word) => cells.Sum(c => OrbitGroup.CountOf(c, "end", word));
        return $"How {Figures.Count(cells.Sum(c => c.Trials))} orbits of {groups.Count} settings end over the step size: "
            + $"{string.Join(", ", ends.Where(e => Of(e.Word) > 0).Select(e => $"{Figures.Count(Of(e.Word))} {e.Word}"))}.";
    }

    private static PlotTable Table(List<OrbitGroup> groups) => new(
        ["", "η", OrbitPanels.Across, .. ends.Select(e => e.Word)],
        [.. groups.SelectMany(g => g.Cells.Select(c => (string[])
        [
            g.Name,
            Figures.Short(OrbitGroup.RateOf(c)),
            Figures.Short(g.PlaceOf(c)),
            .. ends.Select(e => Figures.Percent(Share(c, e.Word).Share)),
        ]))]);
}
