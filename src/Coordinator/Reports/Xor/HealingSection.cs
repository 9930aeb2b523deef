using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Xor;

/// <summary>What healing did in the cells that have it: how often, how soon, and what of it was seen right after.</summary>
internal static class HealingSection
{
    private const string Prefix = "healed_";

    /// <summary>The section; null when no cell heals.</summary>
    public static Section? Of(ReportData data, StudyReport report)
    {
        var cells = data.Cells.Where(c => c.Trials > 0 && XorTreatments.IsHealed(c.Cell)).ToList();
        if (cells.Count == 0)
        {
            return null;
        }

        var start = TableHtml.Start(
            "Healing actions", ["cell", "actions a trial", "trials with any", "first after", "dead data", "least torque"]);
        var html = Html.Of($"<p>Means over trials. Dead data and the smallest torque ratio are those just before a trial’s first "
            + $"action and just after its last one; only trials with an action have them. "
            + $"<code>farm rerun --cell CELL --trial N</code> prints every single action of a trial.</p>\n{start}");
        foreach (var cell in cells)
        {
            html.Add($"<tr><th scope=\"row\">{report.Label(data, cell.Cell)}</th><td class=\"words\">{Actions(cell)}</td>");
            html.Add($"<td>{Share(cell)}</td><td>{Mean(cell, "healed_first", " updates")}</td>");
            html.Add($"<td>{Change(cell, "dead")}</td><td>{Change(cell, "torque")}</td></tr>\n");
        }

        return new Section("healing", "Healing", html.Add($"{TableHtml.End}"));
    }

    private static string Actions(CellStatistics cell)
    {
        var counts = cell.Measurements
            .Select((m, i) => (Measurement: m, Index: i))
            .Where(m => m.Measurement.Unit == "actions")
            .Select(m => (Name: m.Measurement.Name[Prefix.Length..].Replace('_', '-'), Mean: cell.Mean(m.Index).Value))
            .ToList();
        var done = counts.Where(c => c.Mean > 0).Select(c => $"{c.Name} {Figures.Short(c.Mean)}").ToList();
        return done.Count == 0 ? "none" : string.Join(", ", done);
    }

    private static string Share(CellStatistics cell) => cell.IndexOf("healed_first") is var index && index >= 0
        ? Figures.Percent((double)cell.Summaries[index].Count / cell.Trials)
        : "–";

    private static string Change(CellStatistics cell, string what)
    {
        var before = Mean(cell, $"healed_{what}_before", "");
        var after = Mean(cell, $"healed_{what}_after", "");
        return before == "–" && after == "–" ? "–" : $"{before} → {after}";
    }

    private static string Mean(CellStatistics cell, string measurement, string unit) =>
        cell.IndexOf(measurement) is var index && index >= 0 && cell.Summaries[index].Count > 0
            ? $"{Figures.Short(cell.Mean(index).Value)}{unit}"
            : "–";
}
