using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>The claims of the source's §6 and figure 6, judged setting by setting.</summary>
internal static class DeepNetClaims
{
    /// <summary>A constant output has a fit of about 1: below this, a network still learns something from its inputs.</summary>
    private const double LearntBelow = 0.95;

    private const string Source = "The source (its §6 and figure 6): ";

    /// <summary>Those that the sweep's cells can judge.</summary>
    public static IReadOnlyList<Claim> Of(ReportData data, StudyReport report)
    {
        Claim?[] claims =
        [
            Deeper(data, report, "worst_dead", "The deeper, the more dead units in the worst layer",
                "ReLUs die more often the deeper the architecture, even with batch normalisation before them", c => true),
            Deeper(data, report, "worst_dead_start", "Deep plain networks start with dead units",
                "ReLUs are initialised dead in deeper plain networks", c => Network(c) == "plain"),
            StartAlive(data, report),
            Optimizers(data, report),
            NoMoreWithout(data, report),
            Stops(data, report),
        ];
        return [.. claims.OfType<Claim>()];
    }

    /// <summary>Each setting's deepest cell against its shallowest.</summary>
    private static Claim? Deeper(
        ReportData data, StudyReport report, string measurement, string title, string words, Func<CellStatistics, bool> isIn)
    {
        var groups = Settings(data, ["depth"], isIn)
            .Select(g => (Deep: g.MaxBy(Depth)!, Shallow: g.MinBy(Depth)!))
            .Where(g => Depth(g.Deep) > Depth(g.Shallow));
        return Claim.Of(
            title,
            $"{Source}{words}. In each setting the deepest networks are compared with the shallowest.",
            ("deepest", "shallowest", "points (99% interval)"),
            groups.Select(g => ClaimCase.MoreShare(
                FormattableString.Invariant($"{Label(data, report, g.Deep, "depth")}: {Depth(g.Deep)} against {Depth(g.Shallow)} layers"),
                Mean(data, g.Deep, measurement),
                Mean(data, g.Shallow, measurement))));
    }

    private static Claim? StartAlive(ReportData data, StudyReport report) => Claim.Of(
        "Residual networks do not start with dead units",
        $"{Source}the batch normalisation before each ReLU keeps residual networks from being initialised dead. Contradicted "
            + "where the interval of the share of dead units of the worst layer at the start lies above 1%.",
        ("dead at the start", "bound", "points above it (interval of the share)"),
        Settings(data, [], c => Network(c) == "residual").Select(g => g.Single()).Select(cell =>
        {
            const double bound = 0.01;
            var start = Mean(data, cell, "worst_dead_start");
            var verdict = !start.Interval.Exists ? new Verdict(VerdictWord.Open, "too few trials for an interval")
                : start.Interval.Low > bound ? new Verdict(VerdictWord.Contradicted, "the interval lies above 1%")
                : new Verdict(VerdictWord.Consistent, "the interval does not lie above 1%");
            return new ClaimCase(
                report.Label(data, cell.Cell),
                Figures.Percent(start.Value),
                Figures.Percent(bound),
                Figures.Short(100 * (start.Value - bound)),
                Figures.Percent(start.Interval),
                verdict);
        }));

    private static Claim? Optimizers(ReportData data, StudyReport report) => Claim.Of(
        "More ReLUs die with Adam than with SGD",
        "At the end, in the worst layer, of cells that differ in the optimiser and its own parameters alone.",
        ("dead with Adam", "dead with SGD", "points (99% interval)"),
        Settings(data, NetworkPairs.OfOptimizer(data), c => true)
            .Select(g => (Adam: g.FirstOrDefault(c => Optimizer(c) == "adam"), Sgd: g.FirstOrDefault(c => Optimizer(c) == "sgd")))
            .Where(g => g.Adam is not null && g.Sgd is not null)
            .Select(g => ClaimCase.MoreShare(
                Label(data, report, g.Adam!, [.. NetworkPairs.OfOptimizer(data)]),
                Mean(data, g.Adam!, "worst_dead"),
                Mean(data, g.Sgd!, "worst_dead"))));

    private static Claim? NoMoreWithout(ReportData data, StudyReport report) => Claim.Of(
        "SGD kills no ReLUs during training",
        $"{Source}stochastic gradient descent does not produce more dead ReLUs during optimisation. The worst layer at the end "
            + "less that at the start, trial by trial.",
        ("dead at the end", "dead at the start", "points (99% interval)"),
        Settings(data, [], c => Optimizer(c) == "sgd").Select(g => g.Single()).Select(cell =>
        {
            var values = data.ValuesOf(cell);
            var (end, start) = (values.Of("worst_dead"), values.Of("worst_dead_start"));
            var paired = TrialMean.MeanOf([.. end.Zip(start, (e, s) => e - s).Where(double.IsFinite)]);
            var interval = paired.Interval();
            var points = new Interval(100 * interval.Low, 100 * interval.High);
            var verdict = ClaimCase.JudgeNotMore(interval);
            return new ClaimCase(
                report.Label(data, cell.Cell),
                Figures.Percent(TrialMean.OfShares(end).Value),
                Figures.Percent(TrialMean.OfShares(start).Value),
                Figures.Short(100 * paired.Value),
                Figures.Short(points),
                verdict);
        }));

    /// <summary>A plain network with a dead layer puts out a constant, whatever it does afterwards.</summary>
    private static Claim? Stops(ReportData data, StudyReport report) => Claim.Of(
        "Training stops when one layer has died whole",
        $"{Source}when one layer of a plain network has only dead ReLUs, gradients are zero but for the last bias. Then its "
            + "output is a constant, and its fit stays at about 1 or above. Contradicted where a trial has a fit below "
            + "0.95 at the end all the same: what had died must have come alive again.",
        ("with a dead layer", "fit below 0.95 at the end", "end’s fit by death’s: median (range)"),
        Settings(data, [], c => Network(c) == "plain" && c.IndexOf("fit") >= 0).Select(g => g.Single())
            .Select(c => (Cell: c, Values: data.ValuesOf(c)))
            .Where(c => c.Values.Of("died").Any(d => d == 1))
            .Select(c => Stopped(report.Label(data, c.Cell.Cell), c.Values)));

    private static ClaimCase Stopped(string label, TrialValues values)
    {
        var died = values.Of("died");
        var fits = values.Of("fit").Where((f, at) => died[at] == 1 && double.IsFinite(f)).ToList();
        var since = Median.Of(values.Of("fit_since_died"));
        var learnt = fits.Count(f => f < LearntBelow);
        return new ClaimCase(
            label,
            $"{Figures.Count(died.Count(d => d == 1))} of {Figures.Count(died.Count)}",
            $"{Figures.Count(learnt)} of {Figures.Count(fits.Count)}",
            Figures.Short(since.Value),
            Figures.Short(since.Range),
            fits.Count == 0 ? new Verdict(VerdictWord.Open, "all of them diverged")
            : learnt > 0 ? new Verdict(VerdictWord.Contradicted, "a trial learnt on after a layer had died")
            : new Verdict(VerdictWord.Consistent, "no trial learnt on after a layer had died"));
    }

    /// <summary>Cells with trials, in groups that differ in some parameters alone.</summary>
    private static IEnumerable<List<CellStatistics>> Settings(
        ReportData data, IReadOnlyList<string> but, Func<CellStatistics, bool> isIn) => data.Cells
        .Where(c => c.Trials > 0 && isIn(c))
        .GroupBy(c => string.Join(';', c.Cell.Parameters.Where(p => !but.Contains(p.Key)).Select(p => $"{p.Key}={p.Value.Text}")
            .Order(StringComparer.Ordinal)))
        .Select(g => g.ToList());

    private static string Label(ReportData data, StudyReport report, CellStatistics cell, params IReadOnlyList<string> without) =>
        PanelLayout.LabelOf(data, report, cell.Cell, [.. data.Telling.Except(without)]) is { Length: > 0 } label ? label : "all";

    private static TrialMean Mean(ReportData data, CellStatistics cell, string measurement) =>
        TrialMean.OfShares(data.ValuesOf(cell).Of(measurement));

    private static double Depth(CellStatistics cell) => cell.Cell.Parameters["depth"].Number;

    private static string Network(CellStatistics cell) => cell.Cell.Parameters["network"].Word;

    private static string Optimizer(CellStatistics cell) => cell.Cell.Parameters["optimizer"].Word;
}
