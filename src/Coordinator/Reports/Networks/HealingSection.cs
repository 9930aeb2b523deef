using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;
using Farm.Domain;
using Farm.Studies.Healing;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>What healing did: actions by kind over updates and by cell, and how such networks end beside unhealed ones.</summary>
internal static class HealingSection
{
    private static readonly (string Column, string Kind)[] kinds =
        [.. HealingAxes.Words.Where(w => w is not ("off" or "all")).Select(w => ("healed_" + w.Replace('-', '_'), w))];

    /// <summary>The section; null when nothing is healed in this sweep.</summary>
    public static Section? Of(ReportData data, StudyReport report)
    {
        var cells = data.Cells.Where(c => c.Cell.Parameters["healing"].Word != "off").ToList();
        if (cells.Count == 0)
        {
            return null;
        }

        var curves = data.Curves.Where(c => cells.Any(x => x.Cell.Equals(c.Cell))).ToList();
        var texts = new PanelTexts(
            "healing-actions",
            "Healing actions over time",
            $"Actions of each kind up to a step. {CurvesSection.BandRule}. {data.CurveRules}",
            "actions so far",
            "updates",
            "kind")
        {
            Choices = [PanelLayout.ChoiceOf("cell", "Cell", curves.Select(c => report.Label(data, c.Cell)))],
        };
        var plot = CurvePlot.Of(texts, curves.SelectMany((cell, at) => kinds.Select(k => new CurveLine(
            new LinePlace([at], "", k.Kind), CurveFold.Medians([cell], CurveFold.Column(k.Column))))));
        var html = Html.Of($"<p>Every action is a logged event with its layer, unit, and figures before and after; "
            + $"<code>farm rerun</code> prints those of a trial.</p>\n");
        if (plot is not null)
        {
            html.Add($"{FigureHtml.Of(plot)}");
        }

        html.Add($"{Table(data, report, cells)}");
        return new Section("healing", "Healing", html, plot is null ? [] : [plot]);
    }

    private static Html Table(ReportData data, StudyReport report, List<CellStatistics> cells)
    {
        var used = kinds.Where(k => cells.Any(c => c.IndexOf(k.Column) >= 0)).ToList();
        IEnumerable<string> columns =
        [
            "cell", "trials", .. used.Select(k => k.Kind), "dead at the end", "unhealed", "difference in points", "verdict", "rule",
        ];
        var html = Html.Of($"<h3>Actions a trial, and the dead units that are left</h3>\n"
            + $"{TableHtml.Start("Healing by cell", columns)}");
        foreach (var cell in cells)
        {
            html.Add($"<tr><th scope=\"row\">{report.Label(data, cell.Cell)}</th><td>{Figures.Count(cell.Trials)}</td>");
            foreach (var (column, _) in used)
            {
                html.Add($"<td>{Count(cell, column)}</td>");
            }

            var dead = TrialMean.OfShares(data.ValuesOf(cell).Of("dead"));
            html.Add($"<td>{Figures.Percent(dead.Value)}<small>{Figures.Percent(dead.Interval)}</small></td>");
            html.Add($"{Beside(data, cell, dead)}</tr>\n");
        }

        return html.Add($"{TableHtml.End}<p>Means over trials with 99% intervals; “unhealed” is the cell that differs in "
            + $"its healing alone.</p>\n");
    }

    private static string Count(CellStatistics cell, string column) =>
        cell.IndexOf(column) is var at && at >= 0 && cell.Summaries[at].Count > 0
            ? Figures.Short(cell.Mean(at).Value)
            : "";

    private static Html Beside(ReportData data, CellStatistics cell, TrialMean dead)
    {
        if (data.Cells.FirstOrDefault(c => c.Cell.Parameters["healing"].Word == "off" && Rest(c).SetEquals(Rest(cell))) is not { } off)
        {
            return Html.Of($"<td></td><td></td>{VerdictHtml.Fields(new Verdict(VerdictWord.Open, "no such cell without healing"))}");
        }

        var unhealed = TrialMean.OfShares(data.ValuesOf(off).Of("dead"));
        var difference = Welch.Difference(dead.Of, unhealed.Of);
        return Html.Of($"<td>{Figures.Percent(unhealed.Value)}<small>{Figures.Percent(unhealed.Interval)}</small></td>"
            + $"<td>{Figures.Short(100 * (dead.Value - unhealed.Value))}<small>"
            + $"{Figures.Short(new Interval(100 * difference.Low, 100 * difference.High))}</small></td>"
            + $"{VerdictHtml.Fields(Verdict.OnDifference(difference))}");
    }

    private static HashSet<string> Rest(CellStatistics cell) =>
    [
        .. cell.Cell.Parameters
            .Where(p => !p.Key.StartsWith("healing", StringComparison.Ordinal)).Select(p => $"{p.Key}={p.Value.Text}"),
    ];
}
