using Farm.Coordinator.Reports.Page;

namespace Farm.Coordinator.Reports.Unactivated;

/// <summary>How precise every estimate is, what it cost, and how many draws rounding left undecided.</summary>
internal static class PrecisionSection
{
    /// <summary>The section; null without exact cells.</summary>
    public static Section? Of(ReportData data, StudyReport report, IReadOnlyList<CellProbability> cells)
    {
        var exact = cells.Where(c => c.Cell.IndexOf("undecided") >= 0).ToList();
        if (exact.Count == 0)
        {
            return null;
        }

        var undecided = exact.Sum(c => Undecided(c));
        var html = Html.Of($"""
            <p>Rounding left <b>{Figures.Count(undecided)}</b> of {Figures.Count(exact.Sum(c => c.Cell.Trials))} draws undecided; each
            counts as activated. The variance ratio is how many times as many draws it takes to count unactivated neurons instead of
            averaging the chances that are left to their biases.</p>
            {TableHtml.Start("Precision", ["cell", "estimate", "half-width of the interval, relative", "variance ratio", "undecided", "draws", "computing time"])}
            """);
        foreach (var cell in exact)
        {
            html.Add($"<tr><th scope=\"row\">{report.Label(data, cell.Cell.Cell)}</th><td>{Figures.Short(cell.Mean.Value)}</td>"
                + $"<td>{Figures.Percent(cell.RelativeHalfWidth)}</td><td>{Figures.Short(cell.VarianceRatio)}</td>"
                + $"<td>{Figures.Count(Undecided(cell))}</td><td>{Figures.Count(cell.Cell.Trials)}</td>"
                + $"<td>{Figures.Time(cell.Cell.Origin.Elapsed)}</td></tr>\n");
        }

        return new Section("precision", "Precision", html.Add($"{TableHtml.End}"));
    }

    private static long Undecided(CellProbability cell) =>
        (long)cell.Cell.Summaries[cell.Cell.IndexOf("undecided")].Sum;
}
