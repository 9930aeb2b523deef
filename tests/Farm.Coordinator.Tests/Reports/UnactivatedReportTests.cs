using System.Text.RegularExpressions;
using Farm.Coordinator.Reports.Unactivated;
using Farm.Coordinator.Statistics;
using Farm.Coordinator.Tests.Results;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Reports;

public sealed class UnactivatedReportTests
{
    private static readonly string[] sections = ["probability", "limits", "sampled", "depth", "verdicts", "precision"];
    private static readonly string[] plots = ["plot-probability", "plot-scaled", "plot-theorems", "plot-false-positives"];
    private static readonly int[] manyUnits = [8, 12, 16, 24, 40];

    [Fact]
    public void The_page_has_every_section_and_a_verdict_on_every_theorem_cell()
    {
        using var ledger = UnactivatedSample.Ledger();
        var page = ReportPageTests.PageOf(ledger, UnactivatedSample.Study);

        foreach (var id in sections)
        {
            Assert.Contains($"id=\"{id}\"", page, StringComparison.Ordinal);
        }

        foreach (var plot in plots)
        {
            Assert.Contains($"<figure id=\"{plot}\"", page, StringComparison.Ordinal);
        }

        // n1 ≤ n0 + 1: four of the cells, each with its theorem's value beside it.
        var theorems = page[page.IndexOf("The probabilities of the theorems", StringComparison.Ordinal)..];
        theorems = theorems[..theorems.IndexOf("</table>", StringComparison.Ordinal)];
        Assert.Equal(4, Regex.Count(theorems, "<th scope=\"row\">"));
        Assert.Contains("18.75%", theorems, StringComparison.Ordinal);
        Assert.Contains("7.812%", theorems, StringComparison.Ordinal);
        Assert.Contains("Largest C that the data allow", page, StringComparison.Ordinal);

        // And in the plots, of which the last has them at 1; so has one of those times 4^n0, ¼ at n0 = n1 = 1.
        Assert.Equal(3 * 4, Regex.Count(page, "\"expected\":"));
        Assert.Equal(4 + 1, Regex.Count(page, "\"expected\":1[,}]"));
    }

    [Fact]
    public void The_limit_of_values_on_a_curve_in_one_over_n_is_that_curves_own()
    {
        using var ledger = UnactivatedSample.Ledger();
        var some = ResultsTableOf(ledger).First(c => c.Cell.Parameters["estimator"].Word == "smoothed");
        List<CellProbability> cells = [.. manyUnits.Select(units => At(some, units, 0.04 + 0.3 / units + 0.1 / units / units))];

        var fit = LimitFit.Of(cells)!;

        Assert.InRange(fit.Value, 0.04 - 1e-9, 0.04 + 1e-9);
        Assert.True(fit.Interval.Contains(0.04));
        Assert.InRange(fit.Misfit, 0, 1e-6);
        Assert.Null(LimitFit.Of(cells[..3]));
    }

    [Fact]
    public void A_limit_rests_on_the_cells_that_the_curve_fits_and_is_never_below_nought()
    {
        using var ledger = UnactivatedSample.Ledger();
        var some = ResultsTableOf(ledger).First(c => c.Cell.Parameters["estimator"].Word == "smoothed");
        List<CellProbability> bent = [At(some, 3, 0.5), .. manyUnits.Select(units => At(some, units, 0.04 + 0.3 / units))];
        List<CellProbability> steep = [.. manyUnits.Select(units => At(some, units, 0.001 / units))];

        var fit = LimitFit.Of(bent)!;

        Assert.Equal((8, 5), ((int)fit.From, fit.Cells));
        Assert.InRange(fit.Value, 0.04 - 1e-9, 0.04 + 1e-9);
        Assert.Equal(0, LimitFit.Of(steep)!.Interval.Low);
    }

    [Fact]
    public void Of_many_theorem_cells_one_that_a_99_percent_interval_misses_contradicts_nothing()
    {
        using var ledger = UnactivatedSample.Ledger();
        var some = ResultsTableOf(ledger).First(c => c.Cell.Parameters["estimator"].Word == "smoothed");
        var (one, error) = (At(some, 1, 0.25), 0.1 / Math.Sqrt(1_000_000));
        CellProbability Off(double errors) => At(some, 1, 0.25 + (errors * error));
        List<CellProbability> many = [.. Enumerable.Repeat(one, 56), Off(2.8), Off(5)];

        Assert.Equal(VerdictWord.Contradicted, TheoremSection.CasesOf([Off(2.8)])[0].Verdict.Word);
        Assert.Equal(
            [VerdictWord.Consistent, VerdictWord.Contradicted],
            TheoremSection.CasesOf(many).TakeLast(2).Select(c => c.Verdict.Word));
    }

    [Theory]
    [InlineData("0.5,0.6 0.7,0.8", VerdictWord.Consistent)]
    [InlineData("0.5,0.6 0.55,0.65", VerdictWord.Consistent)]
    [InlineData("0.5,0.6 0.3,0.4", VerdictWord.Open)]
    [InlineData("0.5,0.6 -0.3,-0.1", VerdictWord.Contradicted)]
    [InlineData("0.5,0.6", VerdictWord.Open)]
    public void The_conjecture_is_judged_by_how_the_limits_grow(string scaled, VerdictWord word)
    {
        List<LimitFit> fits =
        [
            .. scaled.Split(' ').Select((ends, i) =>
            {
                var (factor, parts) = (Math.Pow(4, -(i + 1)), ends.Split(',').Select(e => double.Parse(e, System.Globalization.CultureInfo.InvariantCulture)).ToArray());
                return new LimitFit(i + 1, 3, 9, 4, factor * (parts[0] + parts[1]) / 2, new Interval(factor * parts[0], factor * parts[1]), 1);
            }),
        ];
        Assert.Equal(word, ConjectureSection.Judge(fits).Word);
    }

    private static IReadOnlyList<CellStatistics> ResultsTableOf(MemoryLedger ledger) =>
        Farm.Coordinator.Results.ResultsTable.Build(ledger, ledger.Record, UnactivatedSample.Study).Cells;

    private static CellProbability At(CellStatistics like, int units, double value)
    {
        var cell = Cell.Create("unactivated", like.Cell.Parameters
            .Select(p => p.Key == "n1" ? KeyValuePair.Create(p.Key, Value.Of(units)) : p));
        var mean = new Mean(1_000_000, value, 0.1);
        return new CellProbability(like with { Cell = cell }, new TrialMean(1_000_000, value, mean.Interval(), mean));
    }
}
