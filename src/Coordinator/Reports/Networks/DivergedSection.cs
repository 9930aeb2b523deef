using Farm.Coordinator.Reports.Page;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>Which trials diverged and when, and which are still under way.</summary>
internal static class DivergedSection
{
    /// <summary>The section.</summary>
    public static Section Of(ReportData data, StudyReport report)
    {
        var html = Html.Of($"<p>A trial diverges when its loss becomes infinite or not a number; that ends it, and its figures at "
            + $"the end are none. {UnderWay(data)}</p>\n");
        var cells = data.Cells
            .Select(c => (Cell: c, Values: data.ValuesOf(c)))
            .Select(c => (c.Cell, Diverged: c.Values.Of("diverged").Count(d => d == 1), At: Median.Of(c.Values.Of("diverged_at"))))
            .ToList();
        var (all, trials) = (cells.Sum(c => c.Diverged), data.Cells.Sum(c => c.Trials));
        if (all == 0)
        {
            html.Add($"<p>None of {Figures.Count(trials)} trials that have ended diverged.</p>\n");
            return new Section("diverged", "Trials that diverged", html);
        }

        html.Add($"<p><b>{Figures.Count(all)}</b> of {Figures.Count(trials)} trials that have ended diverged, in "
            + $"{Figures.Count(cells.Count(c => c.Diverged > 0))} of {Figures.Count(cells.Count)} cells; in the others none.</p>\n");
        var start = TableHtml.Start(
            "Trials that diverged", ["cell", "diverged", "share", "updates made by then: median", "first", "last"]);
        html.Add($"{start}");
        foreach (var (cell, diverged, at) in cells.Where(c => c.Diverged > 0))
        {
            var share = new Proportion(diverged, cell.Trials);
            html.Add($"<tr><th scope=\"row\">{report.Label(data, cell.Cell)}</th>"
                + $"<td>{Figures.Count(diverged)} of {Figures.Count(cell.Trials)}</td>"
                + $"<td>{Figures.Percent(share.Share)}<small>{Figures.Percent(share.Interval())}</small></td>"
                + $"<td>{Figures.Short(at.Value)}</td><td>{Figures.Short(at.Range.Low)}</td><td>{Figures.Short(at.Range.High)}</td>"
                + $"</tr>\n");
        }

        return new Section("diverged", "Trials that diverged", html.Add($"{TableHtml.End}"));
    }

    private static string UnderWay(ReportData data)
    {
        var open = data.Curves.SelectMany(c => c.Trials).Where(t => !t.HasEnded).ToList();
        return open.Count == 0
            ? "No trial is under way."
            : $"{Figures.Count(open.Count)} trials are under way, after {Figures.Count(open.Min(t => t.LastStep))} to "
                + $"{Figures.Count(open.Max(t => t.LastStep))} updates: their curves are in the plots, they are in no table.";
    }
}
