using Farm.Coordinator.Reports.Networks;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;
using Farm.Domain;
using Farm.Numerics;

namespace Farm.Coordinator.Reports.Momentum;

/// <summary>The source's claims on momentum and dying ReLUs, judged cell by cell.</summary>
internal static class MomentumClaims
{
    private const double Turn = 0.7;
    private const string Source = "The source: ";

    /// <summary>Those that the sweep's cells can judge.</summary>
    public static IReadOnlyList<Claim> Of(ReportData data, StudyReport report)
    {
        var plain = MomentumReport.Exact(data).Where(c => c.Cell.Parameters["init"].Word == "plain").ToList();
        Claim?[] claims =
        [
            Claim.Of(
                "Without momentum most starts find the optimum, however small γ is",
                $"{Source}“the majority of initializations still converges at the ground truth”, small γ alone does not lead to a "
                    + "majority of dying ReLUs (its figure 4). The share that reaches the optimum is compared with a half.",
                ("reach the optimum", "dead", "bound of the optimum’s share"),
                plain.Where(c => Number(c, "momentum") == 0).Select(c => Majority(data, report, c))),
            Claim.Of(
                "Up to β = 0.7 momentum changes nothing at a small γ",
                $"{Source}“the same results as without momentum for β ≤ 0.7” (its figure 5). Shares that reach the optimum, at "
                    + "the least γ of the sweep.",
                ("with β", "with β = 0", "points (possible)"),
                Pairs(plain.Where(c => Number(c, "gamma") == plain.Min(p => Number(p, "gamma"))), "momentum", 0)
                    .Where(p => Number(p.Cell, "momentum") <= Turn).Select(p => Same(data, report, p.Cell, p.Other))),
            Claim.Of(
                "Above β = 0.7 fewer starts find the optimum",
                $"{Source}“worse results for larger β”, since the affine model’s eigenvalues are complex then (its figure 5, at a "
                    + "small γ; here at every γ of the sweep).",
                ("with β = 0", "with β", "points (possible)"),
                Pairs(plain, "momentum", 0).Where(p => Number(p.Cell, "momentum") > Turn)
                    .Select(p => More(data, report, p.Cell, p.Other, p.Cell))),
            Claim.Of(
                "With starts rescaled by γ, death does not depend on γ",
                $"{Source}“by rescaling the weight and bias initializations by γ, the parameter trajectories will be "
                    + "proportional”. Paths are, to the last bit for powers of 2; what counts as a stop and as the optimum is "
                    + "not. Shares that reach the optimum.",
                ("rescaled, this γ", "rescaled, γ = 1", "points (possible)"),
                Pairs(MomentumReport.Exact(data).Where(c => c.Cell.Parameters["init"].Word == "rescaled"), "gamma", 1)
                    .Select(p => Same(data, report, p.Cell, p.Other))),
            Turning(data),
        ];
        return [.. claims.OfType<Claim>()];
    }

    private static Claim? Turning(ReportData data) => Claim.Of(
        "At η = 0.1 eigenvalues become complex at β ≈ 0.7",
        $"{Source}“at β ≈ 0.7 eigenvalues become complex”. They do where β exceeds ((1 − η)/(1 + η))²; a measured cell is "
            + "complex when its paths swing.",
        ("closed form", "claimed", "measured complex from, real up to"),
        data.Cells.Any(c => Number(c, "learning_rate") == 0.1) ? [TurnCase(data)] : []);

    private static ClaimCase TurnCase(ReportData data)
    {
        var affine = data.Cells.Where(c => c.Trials > 0 && c.IndexOf("eigen_imaginary") >= 0 && Number(c, "learning_rate") == 0.1).ToList();
        var complex = affine.Where(c => c.Mean(c.IndexOf("eigen_imaginary")).Value > 1e-9).Select(c => Number(c, "momentum")).ToList();
        var real = affine.Select(c => Number(c, "momentum")).Except(complex).ToList();
        var exact = HeavyBall.TurningMomentum(0.1);
        return new ClaimCase(
            "η 0.1", Figures.Short(exact), "0.7",
            complex.Count > 0 ? Figures.Short(complex.Min()) : "–", real.Count > 0 ? Figures.Short(real.Max()) : "–",
            Math.Round(exact, 1) == Turn
                ? new Verdict(VerdictWord.Consistent, "to one decimal the closed form is what is claimed")
                : new Verdict(VerdictWord.Contradicted, "to one decimal the closed form is another"));
    }

    private static ClaimCase Majority(ReportData data, StudyReport report, CellStatistics cell)
    {
        var (optimum, bound) = (Optimum(cell), Optimum(cell).Interval());
        var verdict = !bound.Exists ? new Verdict(VerdictWord.Open, "no bound: single trials are not kept")
            : bound.Low > 0.5 ? new Verdict(VerdictWord.Consistent, "the bound lies above a half")
            : bound.High < 0.5 ? new Verdict(VerdictWord.Contradicted, "the bound lies below a half")
            : new Verdict(VerdictWord.NotDistinguished, "the bound contains a half");
        return new ClaimCase(
            report.Label(data, cell.Cell), Figures.Percent(optimum.Share),
            Figures.Percent(cell.Proportion(cell.IndexOf("dead")).Share), Figures.Percent(bound), "", verdict);
    }

    private static ClaimCase Same(ReportData data, StudyReport report, CellStatistics cell, CellStatistics other)
    {
        var possible = Difference(cell, other);
        return Case(report.Label(data, cell.Cell), cell, other, possible,
            !possible.Exists ? new Verdict(VerdictWord.Open, "no bound: single trials are not kept")
            : possible.Contains(0) ? new Verdict(VerdictWord.Consistent, "the bounds overlap")
            : new Verdict(VerdictWord.Contradicted, "the bounds do not overlap"));
    }

    private static ClaimCase More(
        ReportData data, StudyReport report, CellStatistics named, CellStatistics more, CellStatistics less)
    {
        var possible = Difference(more, less);
        return Case(report.Label(data, named.Cell), more, less, possible,
            !possible.Exists ? new Verdict(VerdictWord.Open, "no bound: single trials are not kept")
            : possible.Low > 0 ? new Verdict(VerdictWord.Consistent, "whatever is possible lies above 0")
            : possible.High < 0 ? new Verdict(VerdictWord.Contradicted, "whatever is possible lies below 0")
            : new Verdict(VerdictWord.NotDistinguished, "the bounds overlap"));
    }

    private static ClaimCase Case(
        string setting, CellStatistics first, CellStatistics second, Interval possible, Verdict verdict) => new(
        setting,
        Figures.Percent(Optimum(first).Share),
        Figures.Percent(Optimum(second).Share),
        Figures.Short(100 * (Optimum(first).Share - Optimum(second).Share)),
        Figures.Short(new Interval(100 * possible.Low, 100 * possible.High)),
        verdict);

    private static Interval Difference(CellStatistics first, CellStatistics second)
    {
        var (one, other) = (Optimum(first).Interval(), Optimum(second).Interval());
        return new Interval(one.Low - other.High, one.High - other.Low);
    }

    private static Proportion Optimum(CellStatistics cell) => cell.Proportion(cell.IndexOf("end"), 0);

    /// <summary>Cells beside the one that differs from them in a parameter alone, which there has a value.</summary>
    private static IEnumerable<(CellStatistics Cell, CellStatistics Other)> Pairs(
        IEnumerable<CellStatistics> among, string parameter, double value)
    {
        var cells = among.ToList();
        return cells.Where(c => Number(c, parameter) != value).SelectMany(c => cells
            .Where(o => Number(o, parameter) == value && NetworkPairs.Alike(c, o, [parameter])).Select(o => (c, o)));
    }

    private static double Number(CellStatistics cell, string parameter) => cell.Cell.Parameters[parameter].Number;
}
