using System.Text.Json;
using System.Text.RegularExpressions;
using Farm.Coordinator.Statistics;
using Farm.Coordinator.Tests.Results;
using Farm.Domain;
using Farm.Studies;
using Farm.Testing.Studies;

namespace Farm.Coordinator.Tests.Reports;

/// <summary>The pages of studies of long trials: curves, fits, unit types, health, healing, divergence, verdicts.</summary>
public class NetworkReportTests
{
    [Fact]
    public void Every_plot_of_a_network_page_has_words_and_its_figures_as_a_table()
    {
        using var regression = NetworkSample.Regression();
        using var deepNet = NetworkSample.DeepNet();
        Assert.Equal(
            [
                "plot-fit-by-gamma", "plot-fit-by-delta", "plot-worst_dead-by-gamma", "plot-worst_dead-by-delta",
                "dead-over-time-gamma", "fit-over-time-gamma", "dead-over-time-delta", "fit-over-time-delta",
                "unit-types", "health", "healing-actions",
            ],
            CheckedIds(PageOf(regression)));
        Assert.Equal(
            [
                "dead-over-time", "plot-worst_dead-by-depth", "plot-worst_dead_start-by-depth", "plot-dead_data_start-by-depth",
                "plot-fit-by-depth", "fit-over-time", "loss-over-time", "accuracy-over-time", "unit-types", "health",
            ],
            CheckedIds(PageOf(deepNet)).Where(id => !id.EndsWith("-by-width", StringComparison.Ordinal)));
    }

    [Fact]
    public void Fit_by_gamma_holds_every_cells_geometric_mean_and_interval_and_what_diverged()
    {
        using var ledger = NetworkSample.Regression();
        var study = StudyOf(ledger);
        var rows = RowsOf(PageOf(ledger), "plot-fit-by-gamma").ToList();
        var cells = ledger.Record.Sweep.Cells.Where(c => c.Parameters["delta"].Number == 0).ToList();
        Assert.Equal(cells.Count, rows.Count);
        foreach (var cell in cells)
        {
            var mean = TrialMean.Geometric(TrialValues.Read(ledger, ledger.Record.Sweep, study, cell).Of("fit"));
            var gamma = cell.Parameters["gamma"].Number;
            Assert.Contains(rows, r => r.GetProperty("at").GetDouble() == gamma && Near(r, "mid", mean.Value)
                && Near(r, "lo", mean.Interval.Low) && Near(r, "hi", mean.Interval.High));
        }

        var lost = Assert.Single(rows, r => r.GetProperty("lost").GetString() != "0");
        Assert.Equal(("3", 0), (lost.GetProperty("lost").GetString(), lost.GetProperty("n").GetInt32()));
    }

    [Fact]
    public void Trials_that_diverged_are_told_with_their_number_share_and_step()
    {
        using var ledger = NetworkSample.Regression();
        var page = PageOf(ledger);
        Assert.Contains("<b>3</b> of 30 trials that have ended diverged, in 1 of 10 cells", page, StringComparison.Ordinal);
        Assert.Contains("<td>3 of 3</td>", page, StringComparison.Ordinal);
        using var none = NetworkSample.DeepNet();
        Assert.Contains("None of 39 trials that have ended diverged.", PageOf(none), StringComparison.Ordinal);
    }

    [Fact]
    public void Unit_types_of_a_layer_add_up_to_all_of_its_units()
    {
        using var ledger = NetworkSample.DeepNet();
        var groups = RowsOf(PageOf(ledger), "unit-types").GroupBy(r => (
            r.GetProperty("cell").GetString(), r.GetProperty("variant").GetString(), r.GetProperty("panel").GetString())).ToList();

        // Layers: 2 data sets × 2 optimisers × (1 + 12 + 2), and 2 of digits; three variants.
        Assert.Equal(3 * (4 * 15 + 2), groups.Count);
        foreach (var layer in groups)
        {
            var steps = layer.First().GetProperty("step").GetArrayLength();
            for (var i = 0; i < steps; i++)
            {
                Assert.Equal(1, layer.Sum(r => r.GetProperty("mid")[i].GetDouble()), 0.005);
            }
        }
    }

    [Fact]
    public void Dead_units_over_time_are_pooled_over_the_data_sets_first_and_then_told_apart()
    {
        using var ledger = NetworkSample.DeepNet();
        var rows = RowsOf(PageOf(ledger), "dead-over-time").ToList();
        var pooled = Assert.Single(rows, r => r.GetProperty("data").GetString() == "0"
            && r.GetProperty("panel").GetString() == "plain, adam" && r.GetProperty("series").GetString() == "12 layers");
        Assert.Equal(6, pooled.GetProperty("n")[0].GetInt32());
        var curves = ledger.Record.Sweep.Cells
            .Where(c => c.Parameters is var p && p["network"].Word == "plain" && p["depth"].Number == 12
                && p["optimizer"].Word == "adam")
            .Select(c => CellCurves.Read(ledger, ledger.Record.Sweep, StudyOf(ledger), c)).ToList();
        var last = CurveFold.Medians(curves, CurveFold.Column("worst_dead"))[^1];
        Assert.Equal(last.Middle, pooled.GetProperty("mid")[4].GetDouble(), 1e-4);
        Assert.Contains(rows, r => r.GetProperty("data").GetString() == "3" && r.GetProperty("n")[0].GetInt32() == 3);
    }

    [Fact]
    public void Healing_is_told_by_kind_and_beside_the_cell_without_it()
    {
        using var ledger = NetworkSample.Regression();
        var page = PageOf(ledger);
        Assert.Equal("bias-warm-up", Assert.Single(RowsOf(page, "healing-actions")).GetProperty("series").GetString());
        Assert.Contains("Actions a trial, and the dead units that are left", page, StringComparison.Ordinal);
        Assert.DoesNotContain("no such cell without healing", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdicts_name_setting_figures_interval_and_rule()
    {
        using var regression = NetworkSample.Regression();
        var page = PageOf(regression);
        Assert.Contains("<h3>Fit degrades as γ leaves 1</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<h3>At γ = 10⁻⁴ more ReLUs die with Adam than with SGD</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"words\">the interval ", page, StringComparison.Ordinal);
        using var deepNet = NetworkSample.DeepNet();
        Assert.Contains("12 against 1 layers", PageOf(deepNet), StringComparison.Ordinal);
        Assert.Contains("<h3>More ReLUs die with Adam than with SGD</h3>", PageOf(deepNet), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(NetworkSample.Trials)]
    public void A_sweep_under_way_has_its_curves_and_says_what_is_missing(int running)
    {
        foreach (var ledger in new[] { NetworkSample.Regression(running), NetworkSample.DeepNet(running) })
        {
            using (ledger)
            {
                var page = PageOf(ledger);
                var open = ledger.Record.Sweep.Cells.Count * running;
                Assert.Contains($"{open} trials are under way", page, StringComparison.Ordinal);
                Assert.Contains($"{NetworkSample.Trials - running} of {NetworkSample.Trials} trials so far", page, StringComparison.Ordinal);
                Assert.NotEmpty(RowsOf(page, "unit-types"));
                CheckedIds(page);
            }
        }
    }

    [Fact]
    public void A_sweep_without_a_trial_has_a_page()
    {
        var study = BuiltInStudies.Catalog.Find("deep-net")!.Description;
        var sweep = new Sweep("none", "deep-net", 1, 2, 1, Keep.Flags, [NetworkSample.CellOf(study, "depth=3")]);
        using var ledger = new MemoryLedger(study, sweep);
        Assert.Contains("0 trials have ended so far", ReportPageTests.PageOf(ledger, study), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_study_of_long_trials_has_its_curves_in_its_page()
    {
        var study = new DriftStudy().Description;
        var cells = new[] { DriftStudy.CellOf(steps: 5), DriftStudy.CellOf(steps: 9) };
        using var ledger = new MemoryLedger(study, new Sweep("drift", DriftStudy.Name, 7, 2, 1, Keep.Flags, cells));
        var runner = new WholeTrialRunner(new DriftStudy(), Numerics.LaneWidth.Bits128);
        foreach (var cell in cells)
        {
            ledger.Add(cell, 0, 1, columns => runner.Run(cell, 7, columns));
            ledger.AddSlice(cell, 0, runner.Curve.Bytes, 0);
        }

        var page = ReportPageTests.PageOf(ledger, study);
        Assert.Contains("curve-place", CheckedIds(page));
        Assert.Contains("curve-above", CheckedIds(page));
        Assert.Equal([5, 9], RowsOf(page, "curve-place").Select(r => r.GetProperty("step").GetArrayLength()));
    }

    internal static string PageOf(MemoryLedger ledger) => ReportPageTests.PageOf(ledger, StudyOf(ledger));

    private static StudyDescription StudyOf(MemoryLedger ledger) =>
        BuiltInStudies.Catalog.Find(ledger.Record.Sweep.Study)!.Description;

    /// <summary>The ids of all plots, each of which has its words, caption and table.</summary>
    private static List<string> CheckedIds(string page)
    {
        using var plots = ReportPageTests.DataOf(page, "plots");
        var ids = plots.RootElement.EnumerateArray().Select(p => p.GetProperty("id").GetString()!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        foreach (var id in ids)
        {
            var from = page.IndexOf($"<figure id=\"{id}\"", StringComparison.Ordinal);
            var figure = page[from..page.IndexOf("</figure>", from, StringComparison.Ordinal)];
            Assert.Matches("role=\"img\" aria-label=\"[^\"]{30,}\"", figure);
            Assert.Matches(new Regex("<figcaption>.{30,}</figcaption>", RegexOptions.Singleline), figure);
            Assert.Contains("<table>", figure, StringComparison.Ordinal);
        }

        return ids;
    }

    private static List<JsonElement> RowsOf(string page, string id)
    {
        using var plots = ReportPageTests.DataOf(page, "plots");
        return
        [
            .. ReportPageTests.SpecOf(plots, id).GetProperty("data").GetProperty("values").EnumerateArray().Select(r => r.Clone()),
        ];
    }

    /// <summary>Plots have four digits.</summary>
    private static bool Near(JsonElement row, string field, double expected) =>
        row.GetProperty(field) is { ValueKind: JsonValueKind.Number } value
            ? Math.Abs(value.GetDouble() - expected) <= 1e-3 * Math.Abs(expected)
            : !double.IsFinite(expected);
}
