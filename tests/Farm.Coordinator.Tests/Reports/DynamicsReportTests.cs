using System.Text.Json;
using System.Text.RegularExpressions;
using Farm.Domain;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Reports;

public class DynamicsReportTests
{
    private static readonly StudyDescription study = BuiltInStudies.Catalog.Find("dynamics")!.Description;

    [Fact]
    public void The_page_shows_ends_bifurcation_exponents_spectra_and_width()
    {
        using var ledger = DynamicsSample.Ledger();
        var page = ReportPageTests.PageOf(ledger, study);
        foreach (var id in new[] { "plot-ends", "plot-bifurcation", "plot-exponents", "plot-spectra", "plot-width" })
        {
            Assert.Contains($"<figure id=\"{id}\"", page, StringComparison.Ordinal);
            Assert.Matches($"data-plot=\"{id}\" role=\"img\" aria-label=\"[^\"]+\"", page);
        }

        Assert.Contains("<h2 id=\"bound\">", page, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"directions\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_of_ends_stack_up_to_one_at_each_step_size()
    {
        using var ledger = DynamicsSample.Ledger();
        var rows = RowsOf(ReportPageTests.PageOf(ledger, study), "plot-ends");
        var tops = rows.GroupBy(r => (Panel(r), r.GetProperty("rate").GetDouble())).ToList();
        Assert.Equal(ledger.Record.Sweep.Cells.Count, tops.Count);
        Assert.All(tops, g => Assert.Equal(1, g.Max(r => r.GetProperty("to").GetDouble()), 3));
        Assert.All(tops, g => Assert.Equal(1, g.Sum(r => r.GetProperty("to").GetDouble() - r.GetProperty("from").GetDouble()), 3));
        Assert.Contains(rows, r => r.GetProperty("series").GetString() == "chaotic" && r.GetProperty("rate").GetDouble() == 1.2);
        Assert.Contains(rows, r => r.GetProperty("series").GetString() == "diverged" && r.GetProperty("rate").GetDouble() == 1.6);
    }

    [Fact]
    public void The_bifurcation_diagram_holds_every_bounded_orbit_once()
    {
        using var ledger = DynamicsSample.Ledger();
        foreach (var row in RowsOf(ReportPageTests.PageOf(ledger, study), "plot-bifurcation"))
        {
            Assert.Equal(1, row.GetProperty("share").EnumerateArray().Sum(s => s.GetDouble()), 2);
            Assert.Equal(row.GetProperty("low").GetArrayLength(), row.GetProperty("share").GetArrayLength());
        }
    }

    [Fact]
    public void The_claims_of_no_chaos_and_no_cycles_are_contradicted_by_verified_orbits_alone()
    {
        using var ledger = DynamicsSample.Ledger();
        var page = ReportPageTests.PageOf(ledger, study);
        var chaos = Section(page, "No chaos");
        Assert.Matches("abs[^<]*</th><td>64</td><td>256</td><td><span class=\"contradicted\">contradicted</span>", chaos);
        Assert.Contains("16 confirmed in twice the precision, 0 not", chaos, StringComparison.Ordinal);
        Assert.Matches("proved without rounding, 0 not", Section(page, "No cycles"));
        Assert.Contains("<span class=\"consistent\">", chaos, StringComparison.Ordinal);
    }

    [Fact]
    public void Spectra_lie_where_the_kept_orbits_say_and_need_all_of_them()
    {
        using var ledger = DynamicsSample.Ledger();
        var rows = RowsOf(ReportPageTests.PageOf(ledger, study), "plot-spectra");
        var below = rows.Where(r => r.GetProperty("rate").GetDouble() == 0.9 && Panel(r).Contains("weight-abs", StringComparison.Ordinal)).ToList();
        Assert.Equal(DynamicsSample.Trials, below.Count);
        Assert.All(below, r => Assert.Equal(-0.8, r.GetProperty("re").GetDouble(), 3));

        using var flags = DynamicsSample.Ledger(Keep.Flags);
        var page = ReportPageTests.PageOf(flags, study);
        Assert.DoesNotContain("plot-spectra", page, StringComparison.Ordinal);
        Assert.Contains("<code>keep: all</code> shows here", page, StringComparison.Ordinal);
    }

    private static string Section(string page, string title) =>
        Regex.Match(page, $"<h3>{title}</h3>.*?</table>", RegexOptions.Singleline).Value;

    private static string Panel(JsonElement row) => row.GetProperty("panel").GetString()!;

    private static List<JsonElement> RowsOf(string page, string plot)
    {
        var json = Regex.Match(page, "<script type=\"application/json\" id=\"plots\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        var all = JsonDocument.Parse(json).RootElement.EnumerateArray().Single(p => p.GetProperty("id").GetString() == plot);
        return [.. all.GetProperty("specs")[0].GetProperty("data").GetProperty("values").EnumerateArray()];
    }
}
