using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Reports;
using Farm.Coordinator.Results;
using Farm.Coordinator.Tests.Results;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Reports;

public partial class ReportPageTests
{
    private static readonly ReportProvenance provenance =
        new("1.2.3+abc<def>", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void The_same_ledger_gives_the_same_page_and_a_small_one()
    {
        using var ledger = XorSample.Ledger();
        var page = PageOf(ledger);
        Assert.Equal(page, PageOf(ledger));
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 800_000, 2_500_000);
    }

    [Fact]
    public void The_pages_own_data_are_the_results_to_the_last_digit()
    {
        using var ledger = XorSample.Ledger();
        var table = ResultsTable.Build(ledger, ledger.Record, XorSample.Study).Fields;
        using var data = DataOf(PageOf(ledger), "results");
        var columns = data.RootElement.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!);
        Assert.Equal(table.Columns, columns);
        var rows = data.RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(table.Rows.Count, rows.Count);
        foreach (var (expected, row) in table.Rows.Zip(rows))
        {
            var texts = row.EnumerateArray().Select(v => v.ValueKind switch
            {
                JsonValueKind.Null => "",
                JsonValueKind.Number => v.GetRawText(),
                _ => v.GetString()!,
            });
            Assert.Equal(expected.Select(f => f.Text), texts);
        }
    }

    [Fact]
    public void Plots_of_failure_hold_every_cells_share_and_interval_and_the_published_counts()
    {
        using var ledger = XorSample.Ledger();
        using var data = DataOf(PageOf(ledger), "plots");
        var rows = SpecOf(data, "plot-failed").GetProperty("data").GetProperty("values").EnumerateArray().ToList();
        var cells = ResultsTable.Build(ledger, ledger.Record, XorSample.Study).Cells;
        Assert.Equal(cells.Count + 9, rows.Count);
        foreach (var (cell, row) in cells.Zip(rows))
        {
            var share = cell.Proportion(cell.IndexOf("failed"));
            Assert.Equal(share.Interval().High, row.GetProperty("hi").GetDouble());
            Assert.Equal(share.Successes == 0, row.GetProperty("none").GetBoolean());
            Assert.True(share.Successes == 0 || share.Share == row.GetProperty("share").GetDouble());
        }

        var published = rows[cells.Count];
        Assert.Equal("published (σ 0.5)", published.GetProperty("series").GetString());
        Assert.Equal(ClopperPearson.Interval(21, 50).Low, published.GetProperty("lo").GetDouble());
        Assert.Equal("21 of 50", published.GetProperty("count").GetString());
    }

    [Fact]
    public void Every_plot_has_a_place_words_for_it_and_its_figures_as_a_table()
    {
        using var ledger = XorSample.Ledger();
        var page = PageOf(ledger);
        using var data = DataOf(page, "plots");
        var ids = data.RootElement.EnumerateArray().Select(p => p.GetProperty("id").GetString()!).ToList();
        Assert.Equal(
            [
                "plot-failed", "plot-margins", "plot-dead-data",
                "plot-epochs-quantiles", "plot-epochs-histogram", "plot-angles",
            ],
            ids);
        foreach (var id in ids)
        {
            var from = page.IndexOf($"<figure id=\"{id}\"", StringComparison.Ordinal);
            var figure = page[from..page.IndexOf("</figure>", from, StringComparison.Ordinal)];
            Assert.Matches("role=\"img\" aria-label=\"[^\"]{30,}\"", figure);
            Assert.Contains("<table>", figure, StringComparison.Ordinal);
            Assert.Contains("<figcaption>", figure, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Dead_data_are_counted_from_the_kept_flags()
    {
        using var ledger = XorSample.Ledger();
        using var data = DataOf(PageOf(ledger), "plots");
        var rows = SpecOf(data, "plot-dead-data").GetProperty("data").GetProperty("values").EnumerateArray()
            .Where(r => r.GetProperty("label").GetString() == "normal, σ 0.5")
            .Select(r => r.GetProperty("count").GetString()!.Replace(",", "", StringComparison.Ordinal).Split(" of "))
            .Select(p => (Failed: Parsed(p[0]), All: Parsed(p[1])))
            .ToList();
        var cell = ResultsTable.Build(ledger, ledger.Record, XorSample.Study).Cells[0];
        Assert.Equal(3, rows.Count);
        Assert.Equal(cell.Trials, rows.Sum(r => r.All));
        Assert.Equal(cell.Proportion(cell.IndexOf("failed")).Successes, rows.Sum(r => r.Failed));
        Assert.True(rows[0].Failed < 0.1 * rows[0].All && rows[2].Failed > 0.8 * rows[2].All);
    }

    [Fact]
    public void A_ledger_of_sums_says_that_it_cannot_tell_dead_data()
    {
        using var ledger = XorSample.Ledger(Keep.Sums);
        var page = PageOf(ledger);
        Assert.Contains("This ledger keeps sums only", page, StringComparison.Ordinal);
        Assert.DoesNotContain("plot-dead-data", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_loaded_and_no_script_but_the_pages_own_may_run()
    {
        using var ledger = XorSample.Ledger();
        var page = PageOf(ledger);
        var markup = Scripts().Replace(page, "");
        Assert.DoesNotContain("http://", markup, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", markup, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(?i)(\\ssrc=|@import|url\\()", markup);
        Assert.DoesNotContain("sourceMappingURL", page, StringComparison.Ordinal);
        Assert.Contains("default-src &#x27;none&#x27;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", page, StringComparison.Ordinal);
        Assert.Equal(4 + 2, Scripts().Count(page));
    }

    [Fact]
    public void Text_from_sweeps_and_hosts_is_escaped_everywhere()
    {
        using var ledger = XorSample.Ledger(name: "<script>alert(1)</script>&\"'");
        var page = PageOf(ledger);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>window.injected", page, StringComparison.Ordinal);
        const string title = "<h1>&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#x27;</h1>";
        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.Contains("name: xor-margin # &lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Test CPU &lt;3&gt;", page, StringComparison.Ordinal);
        Assert.Contains("1.2.3&#x2B;abc&lt;def&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdicts_state_both_intervals_and_their_rule()
    {
        using var ledger = XorSample.Ledger();
        var page = PageOf(ledger);
        Assert.Contains("<span class=\"consistent\">consistent</span>", page, StringComparison.Ordinal);
        Assert.Contains("the two Clopper–Pearson intervals overlap", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"differs\">differs</span>", page, StringComparison.Ordinal);
        Assert.Contains("Miettinen–Nurminen", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Provenance_names_code_revision_processor_backend_seed_times_and_ledger()
    {
        using var ledger = XorSample.Ledger(blocks: 3);
        var page = PageOf(ledger);
        string[] expected =
        [
            "xor, revision 1, columns 3", "simd-256 on cpu", "20260101", "host-a (1 slots)", "2026-01-01 00:00:00 UTC",
            "2026-01-01 00:00:02 UTC", "00112233-4455-6677-8899-aabbccddeeff", "2026-01-02 03:04:05 UTC",
        ];
        Assert.All(expected, text => Assert.Contains(text, page, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_missing_is_told_first()
    {
        using var ledger = new MemoryLedger(SmallStudy.Description, SmallStudy.Sweep());
        ledger.Add(SmallStudy.Left, 0, 4, SmallStudy.Fill);
        var key = new BlockKey(SmallStudy.Left, 7, 4, 1);
        ledger.GivenUp.Add(new SetAsideBlock(key, 2, 3, []));
        ledger.Found.Add(new Incident(
            key with { Block = 0 }, 2, MemoryLedger.Worker, [], MemoryLedger.Worker, [], MemoryLedger.At(0)));
        var page = PageOf(ledger, SmallStudy.Description);
        Assert.Contains($"cell {SmallStudy.Left.Id}: 4 of 8 trials so far", page, StringComparison.Ordinal);
        Assert.Contains("1 blocks were set aside", page, StringComparison.Ordinal);
        Assert.Contains("two executions of block 0 did not agree (host-a and host-a), and nobody knows yet which is right", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Audits_settled_disputes_and_quarantined_hosts_are_part_of_the_provenance()
    {
        using var ledger = SmallStudy.FullLedger();
        var key = new BlockKey(SmallStudy.Left, 7, 4, 1);
        ledger.Confirmed.Add(key);
        ledger.Found.Add(new Incident(
            key, 2, MemoryLedger.Worker, [], MemoryLedger.Worker with { Host = "host-b" }, [], MemoryLedger.At(0)));
        ledger.Wrong.Add(new QuarantineRecord(
            new QuarantinedHost("host-b", "block 1 differs <from> host-a's", MemoryLedger.At(5)), 12, IsOver: true));

        var page = PageOf(ledger, SmallStudy.Description);

        Assert.Contains("<dt>Audits</dt><dd>1 of 4 blocks were computed by a second host", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Disputes settled</dt><dd>1 blocks had two answers", page, StringComparison.Ordinal);
        Assert.Contains(
            "host host-b since 2026-01-01 00:00:05 UTC: block 1 differs &lt;from&gt; host-a", page, StringComparison.Ordinal);
        Assert.Contains("(12 blocks of all sweeps of the ledger were taken back; readmitted since)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("What these figures lack", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_one_host_says_that_no_second_one_computed_anything()
    {
        using var ledger = SmallStudy.FullLedger();
        var page = PageOf(ledger, SmallStudy.Description);
        Assert.Contains("no block was computed by a second host", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<dt>Quarantine</dt>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_study_has_a_page_with_its_proportion_and_distributions()
    {
        using var ledger = SmallStudy.FullLedger();
        var page = PageOf(ledger, SmallStudy.Description);
        Assert.Contains("id=\"plot-failed\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"plot-steps-histogram\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"plot-turn-quantiles\"", page, StringComparison.Ordinal);
        Assert.Contains("How do small things end?", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Xor_sweeps_of_models_and_of_no_trials_have_a_page_too(int blocks)
    {
        IReadOnlyList<Cell> cells =
        [
            XorSample.Cell("normal", 0.5, model: "abs"), XorSample.Cell("normal", 0.5, model: "relu"),
            XorSample.Cell("normal", 0.5), XorSample.Cell("normal", 1),
        ];
        using var ledger = XorSample.Ledger(blocks: blocks, cells: cells);
        var page = PageOf(ledger);
        Assert.Contains("<title>xor-margin – Farm report</title>", page, StringComparison.Ordinal);
        Assert.Equal(blocks > 0, page.Contains("id=\"plot-angles\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_single_cell_has_a_page()
    {
        using var ledger = XorSample.Ledger(blocks: 1, cells: [XorSample.Cell("live", 0.5)]);
        Assert.Contains("id=\"plot-failed\"", PageOf(ledger), StringComparison.Ordinal);
    }

    internal static string PageOf(MemoryLedger ledger, StudyDescription? study = null)
    {
        using var stream = new MemoryStream();
        ReportPage.Write(ledger, ledger.Record, study ?? XorSample.Study, provenance, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static long Parsed(string count) => long.Parse(count, CultureInfo.InvariantCulture);

    internal static JsonDocument DataOf(string page, string id)
    {
        var start = $"<script type=\"application/json\" id=\"{id}\">";
        var from = page.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return JsonDocument.Parse(page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)]);
    }

    internal static JsonElement SpecOf(JsonDocument plots, string id) => plots.RootElement.EnumerateArray()
        .Single(p => p.GetProperty("id").GetString() == id).GetProperty("specs")[0];

    [GeneratedRegex("<script[^>]*>.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();
}
