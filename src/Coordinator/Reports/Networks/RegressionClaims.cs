using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>The claims of the source's figure 1 and §1, judged setting by setting.</summary>
internal static class RegressionClaims
{
    private const string Source = "The source (its figure 1): ";

    /// <summary>Those that the sweep's cells can judge.</summary>
    public static IReadOnlyList<Claim> Of(ReportData data, StudyReport report)
    {
        Claim?[] claims =
        [
            Degrades(data, report, "gamma", 1, "Fit degrades as γ leaves 1", "fit degrades as the targets’ spread γ deviates from 1"),
            Degrades(data, report, "delta", 0, "Fit degrades as δ leaves 0", "fit degrades as the targets’ mean δ deviates from 0"),
            Dies(data, report, isMomentum: true),
            Dies(data, report, isMomentum: false),
            Optimizers(data, report),
        ];
        return [.. claims.OfType<Claim>()];
    }

    private static Claim? Degrades(
        ReportData data, StudyReport report, string parameter, double neutral, string title, string words) => Claim.Of(
        title,
        $"{Source}{words}. Each cell’s fit is compared with that of the cell that differs in {Symbol(parameter)} alone.",
        ("fit", Invariant($"fit at {Symbol(parameter)} = {neutral}"), "ratio (99% interval)"),
        Pairs(data, parameter, c => c.Cell.Parameters[parameter].Number == neutral)
            .Select(p => ClaimCase.Larger(report.Label(data, p.Cell.Cell), Fit(data, p.Cell), Fit(data, p.Neutral))));

    private static Claim? Dies(ReportData data, StudyReport report, bool isMomentum)
    {
        var least = RegressionReport.Along(data, "gamma").Select(c => c.Cell.Parameters["gamma"].Number).DefaultIfEmpty(1).Min();
        var pairs = Pairs(data, "gamma", c => c.Cell.Parameters["gamma"].Number == 1)
            .Where(p => p.Cell.Cell.Parameters["gamma"].Number is var gamma && gamma == least && gamma < 1)
            .Where(p => isMomentum != (p.Cell.Cell.Parameters["optimizer"].Word == "sgd"))
            .Select(p => (Label: report.Label(data, p.Cell.Cell), Least: Dead(data, p.Cell), One: Dead(data, p.Neutral)));
        var gamma = Figures.Short(least);
        var columns = ($"dead at γ = {gamma}", "dead at γ = 1", "points (99% interval)");
        return isMomentum
            ? Claim.Of(
                "Small γ kills ReLUs with momentum",
                $"{Source}decreasing γ leads to more dying ReLUs, but only with momentum (here Adam or heavy-ball).",
                columns,
                pairs.Select(p => ClaimCase.MoreShare(p.Label, p.Least, p.One)))
            : Claim.Of(
                "Small γ does not kill ReLUs without momentum",
                $"{Source}without momentum (SGD) decreasing γ does not lead to more dying ReLUs.",
                columns,
                pairs.Select(p => ClaimCase.NotMoreShare(p.Label, p.Least, p.One)));
    }

    private static Claim? Optimizers(ReportData data, StudyReport report)
    {
        const double gamma = 1e-4;
        var cells = data.Cells.Where(c => c.Trials > 0 && c.Cell.Parameters["gamma"].Number == gamma).ToList();
        return Claim.Of(
            "At γ = 10⁻⁴ more ReLUs die with Adam than with SGD",
            "The cells at γ = 10⁻⁴ that differ in the optimiser and its own parameters alone.",
            ("dead with Adam", "dead with SGD", "points (99% interval)"),
            cells.Where(c => Optimizer(c) == "adam").SelectMany(adam => cells
                .Where(c => Optimizer(c) == "sgd" && NetworkPairs.Alike(adam, c, NetworkPairs.OfOptimizer(data)))
                .Select(sgd => ClaimCase.MoreShare(
                    PanelLayout.LabelOf(data, report, adam.Cell, [.. data.Telling.Except(NetworkPairs.OfOptimizer(data))]) is { Length: > 0 } label ? label : "all",
                    Dead(data, adam),
                    Dead(data, sgd)))));
    }

    /// <summary>Cells beside the one that differs from them in a parameter alone, there neutral; both have trials.</summary>
    private static IEnumerable<(CellStatistics Cell, CellStatistics Neutral)> Pairs(
        ReportData data, string parameter, Func<CellStatistics, bool> isNeutral)
    {
        var cells = RegressionReport.Along(data, parameter).Where(c => c.Trials > 0).ToList();
        return cells.Where(c => !isNeutral(c)).SelectMany(c => cells
            .Where(n => isNeutral(n) && NetworkPairs.Alike(c, n, [parameter])).Select(n => (c, n)));
    }

    private static TrialMean Fit(ReportData data, CellStatistics cell) => TrialMean.Geometric(data.ValuesOf(cell).Of("fit"));

    private static TrialMean Dead(ReportData data, CellStatistics cell) => TrialMean.OfShares(data.ValuesOf(cell).Of("dead"));

    private static string Optimizer(CellStatistics cell) => cell.Cell.Parameters["optimizer"].Word;

    private static string Symbol(string parameter) => parameter == "gamma" ? "γ" : "δ";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
