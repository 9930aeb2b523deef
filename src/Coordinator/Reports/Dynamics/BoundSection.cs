using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Dynamics;

/// <summary>The bound η·λ_max &lt; 2 beside where convergence is in fact lost.</summary>
internal static class BoundSection
{
    /// <summary>The section; null when there are no step sizes to compare.</summary>
    public static Section? Of(OrbitPanels panels)
    {
        var groups = panels.Lines.ToList();
        if (groups.Count == 0)
        {
            return null;
        }

        var html = Html.Of($"""
            <p>The bound is met orbit by orbit: λ_max is the largest eigenvalue of the Hessian that this orbit met. Steps that
            raise the loss count below the bound where η times the curvature was below 2 both before and after the step.</p>
            {TableHtml.Start("Bound", [
                "", "last η·λ_max at which all converge", "first at which fewer than half do", "first at which none does",
                "lost below the bound", "held beyond the bound", "orbits with a raised loss", "with one below the bound"])}
            """);
        foreach (var group in groups)
        {
            html.Add($"<tr><th scope=\"row\">{group.Name}</th>");
            foreach (var field in Fields(group))
            {
                html.Add($"<td>{field}</td>");
            }

            html.Add($"</tr>\n");
        }

        html.Add($"{TableHtml.End}<p>{OrbitGroup.Rule}. “Lost” are orbits that end in a cycle, chaos or at infinity though below the bound, “held” ");
        html.Add($"those that end in a point though beyond it, of all orbits. –: nowhere in this sweep.</p>\n");
        return new Section("bound", "The bound, and where convergence is lost", html);
    }

    private static IEnumerable<string> Fields(OrbitGroup group)
    {
        var cells = group.Cells;
        var all = cells.TakeWhile(c => Converged(c) == c.Trials).LastOrDefault();
        var half = cells.FirstOrDefault(c => 2 * Converged(c) < c.Trials);
        var none = cells.FirstOrDefault(c => Converged(c) == 0);
        yield return Place(all);
        yield return Place(half);
        yield return Place(none);
        yield return Share(cells.Sum(c => OrbitGroup.CountOf(c, "lost_below_bound")), cells.Sum(c => c.Trials));
        yield return Share(cells.Sum(c => OrbitGroup.CountOf(c, "held_beyond_bound")), cells.Sum(c => c.Trials));
        yield return Share(cells.Sum(c => Above(c, "raised")), cells.Sum(c => c.Trials));
        yield return Share(cells.Sum(c => Above(c, "raised_below_bound")), cells.Sum(c => c.Trials));

        string Place(CellStatistics? cell) => cell is null ? "–" : Figures.Short(group.PlaceOf(cell));
    }

    /// <summary>Orbits whose count of something is at least 1.</summary>
    public static long Above(CellStatistics cell, string measurement)
    {
        var summary = cell.Summaries[cell.IndexOf(measurement)];
        return summary.Count - summary.Histogram[0];
    }

    private static long Converged(CellStatistics cell) => OrbitGroup.CountOf(cell, "converged");

    private static string Share(long count, long of) => count == 0 ? "0" : $"{Figures.Count(count)} of {Figures.Count(of)}";
}
