using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;
using Farm.Coordinator.Reports.Sections;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>The report of study <c>regression</c>: the source's figure 1, over updates as well.</summary>
internal sealed class RegressionReport : NetworkReport
{
    private static readonly (string Parameter, string Other, double Neutral)[] targets =
        [("gamma", "delta", 0), ("delta", "gamma", 1)];

    /// <inheritdoc/>
    public override string Study => "regression";

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims(ReportData data) => RegressionClaims.Of(data, this);

    /// <inheritdoc/>
    public override IEnumerable<Section> Sections(ReportData data)
    {
        var fit = new ValueWords(
            "fit", "Fit at the end", "fit: MSE/γ²", "Mean squared error/γ² on the first 1,000 samples: lower is better.", false);
        var dead = new ValueWords(
            "worst_dead", "Dead ReLUs at the end", "share of units that are dead", "Units that are off on the whole data set.", true);
        Section?[] sections =
        [
            SectionOf("fit-by-target", "Fit by γ and δ", new Html(), Ends(data, fit)),
            SectionOf("dead-by-target", "Dead ReLUs by γ and δ", new Html(), Ends(data, dead)),
            SectionOf("over-time", "Over time", new Html(), Courses(data)),
            .. Common(data, data.Telling.FirstOrDefault(p => p is "gamma" or "delta") ?? Lines(data)),
        ];
        return sections.OfType<Section>();
    }

    /// <summary>The cells in which one of γ and δ differs while the other is as targets usually have it.</summary>
    internal static IReadOnlyList<CellStatistics> Along(ReportData data, string parameter)
    {
        var (_, other, neutral) = targets.Single(t => t.Parameter == parameter);
        var along = data.Cells.Where(c => c.Cell.Parameters[other].Number == neutral).ToList();
        return along.Select(c => c.Cell.Parameters[parameter].Number).Distinct().Count() > 1
            ? along
            : data.Cells.Select(c => c.Cell.Parameters[parameter].Number).Distinct().Count() > 1 ? data.Cells : [];
    }

    private IEnumerable<Plot?> Ends(ReportData data, ValueWords words) =>
        targets.Select(t => ValuesOver(data, t.Parameter, Along(data, t.Parameter), words));

    private IEnumerable<Plot?> Courses(ReportData data)
    {
        foreach (var (parameter, _, _) in targets)
        {
            var along = Along(data, parameter).Select(c => c.Cell).ToHashSet();
            var curves = data.Curves.Where(c => along.Contains(c.Cell)).ToList();
            if (curves.Count == 0)
            {
                continue;
            }

            var caption = $"{CurvesSection.BandRule}. {data.CurveRules}";
            var name = NameOf(parameter);
            yield return Over(data, curves, parameter, "layer1_dead", new PanelTexts(
                $"dead-over-time-{parameter}", $"Dead ReLUs over time, by {name}", caption, "share of units that are dead", "updates", "")
            {
                IsShare = true,
            });
            yield return Over(data, curves, parameter, "fit", new PanelTexts(
                $"fit-over-time-{parameter}", $"Fit over time, by {name}", caption, "fit: MSE/γ²", "updates", ""));
        }
    }
}
