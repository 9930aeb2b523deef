using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Dynamics;

/// <summary>What the direction θ/‖θ‖ does while the norm goes to 0 or infinity.</summary>
internal static class DirectionSection
{
    private static readonly string[] words = ["settled", "flipping", "alternating", "turning"];

    /// <summary>The section; null when no orbit left all bounds.</summary>
    public static Section? Of(OrbitPanels panels)
    {
        var groups = panels.Groups.Where(g => g.Cells.Sum(Left) > 0).ToList();
        if (groups.Count == 0)
        {
            return null;
        }

        var html = Html.Of($"""
            <p>Of orbits whose norm went above 10⁹ or below 10⁻⁹: whether θ/‖θ‖ settles (turns by less than 10⁻⁶ a step), is the
            negative of itself after each step, comes back after two steps, or none of these. Orbits whose parameters leave
            float64 within a few steps, as those of two trained layers do, count as turning.</p>
            {TableHtml.Start("Directions", ["", "diverged", "vanished", .. words])}
            """);
        foreach (var group in groups)
        {
            var (left, diverged) = (group.Cells.Sum(Left), group.Cells.Sum(c => OrbitGroup.CountOf(c, "end", "diverged")));
            html.Add($"<tr><th scope=\"row\">{group.Name}</th><td>{Figures.Count(diverged)}</td><td>{Figures.Count(left - diverged)}</td>");
            foreach (var word in words)
            {
                html.Add($"<td>{Figures.Percent(group.Cells.Sum(c => OrbitGroup.CountOf(c, "direction", word)) / (double)left)}</td>");
            }

            html.Add($"</tr>\n");
        }

        return new Section("directions", "Directions of orbits that diverge or vanish", html.Add($"{TableHtml.End}"));
    }

    /// <summary>Orbits of a cell whose norm left all bounds.</summary>
    public static long Left(CellStatistics cell) => words.Sum(w => OrbitGroup.CountOf(cell, "direction", w));
}
