using System.Text.RegularExpressions;
using Farm.Coordinator.Tests.Results;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Reports;

public sealed class MomentumReportTests
{
    [Fact]
    public void The_page_has_the_sources_figures_from_the_trials()
    {
        using var ledger = MomentumSample.Ledger();
        var page = PageOf(ledger);
        foreach (var figure in (string[])["basins-gamma", "basins-momentum", "dead-by-gamma-momentum", "fields", "paths", "eigenvalues"])
        {
            Assert.Contains($"<figure id=\"{figure}\"", page, StringComparison.Ordinal);
        }

        Assert.Contains("discretisation bound", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Clopper", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_are_judged_by_bounds()
    {
        using var ledger = MomentumSample.Ledger();
        var page = PageOf(ledger);

        // Without momentum most starts find γ = 1, and most die at γ = 0.001: one consistent, one contradicted, each target.
        Assert.Contains(
            "Without momentum most starts find the optimum, however small γ is</b>: consistent in 2 of 4 settings; "
            + "contradicted in 2 of 4 settings.",
            page,
            StringComparison.Ordinal);
        Assert.Matches("Up to β = 0.7 momentum changes nothing at a small γ</b>: consistent in 2 of 2 settings", page);
        Assert.Matches("Above β = 0.7 fewer starts find the optimum</b>: consistent in 2 of 4 settings", page);
        Assert.Matches("eigenvalues become complex at β ≈ 0.7</b>: consistent in 1 of 1", page);
        Assert.Contains("<td>0.6694</td><td>0.7</td><td>0.9<small>0.6</small></td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_show_what_the_trials_did()
    {
        using var ledger = MomentumSample.Ledger();
        var page = PageOf(ledger);
        var cell = ledger.Record.Sweep.Cells[0];
        var row = Regex.Match(page, "<figure id=\"basins-gamma\".*?</figure>", RegexOptions.Singleline).Value;
        var columns = new TrialColumns(MomentumSample.Study.Description.MeasurementsOf(cell), 400);
        columns.Begin(0, 400);
        MomentumSample.Study.CreateRunner(Numerics.LaneWidth.Bits128).Run(cell, 1, columns);
        var dead = columns.Bytes(columns.IndexOf("dead")).ToArray().Count(d => d == 1) / 400.0;
        Assert.Contains(Math.Round(100 * dead, 2).ToString(System.Globalization.CultureInfo.InvariantCulture) + "%", row, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ledger_of_sums_has_a_page_without_maps_and_no_bounds()
    {
        using var ledger = MomentumSample.Ledger(Keep.Sums);
        var page = PageOf(ledger);
        Assert.DoesNotContain("<figure id=\"basins", page, StringComparison.Ordinal);
        Assert.Contains("no bound: single trials are not kept", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_without_trials_has_a_page() =>
        Assert.Contains("none of a ReLU yet", PageOf(new MemoryLedger(
            MomentumSample.Study.Description, MomentumSample.Ledger().Record.Sweep)), StringComparison.Ordinal);

    internal static string PageOf(MemoryLedger ledger) => ReportPageTests.PageOf(ledger, MomentumSample.Study.Description);
}
