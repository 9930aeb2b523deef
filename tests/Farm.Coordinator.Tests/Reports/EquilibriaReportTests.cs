using System.Net;
using System.Text.RegularExpressions;
using Farm.Coordinator.Reports.Equilibria;
using Farm.Coordinator.Tests.Results;

namespace Farm.Coordinator.Tests.Reports;

public sealed class EquilibriaReportTests
{
    [Fact]
    public void Every_statement_of_the_sources_has_the_verdict_that_pencil_and_paper_give()
    {
        using var ledger = EquilibriaSample.Sources();
        var page = PageOf(ledger);
        (string Words, string Verdict)[] expected =
        [
            ("Gradient descent turns a unit by θ̇ = −η·(1/r)·∂L/∂θ.", "false"),
            ("The absolute value’s active set", "cannot hold"),
            ("w* = r*·(−1, 1)", "false"),
            ("It is the only critical point.", "false"),
            ("Its Hessian is positive definite", "true"),
            ("∇²L = 4·I there", "false"),
            ("The only critical points of one ReLU", "false"),
            ("The collapses’ loss is ½", "false"),
            ("Collapses are attractors", "false"),
            ("Absolute value, b = 0: ∂²L/∂θ² < 0 at π/4", "cannot hold"),
            ("Absolute value, b = 0: ∂²L/∂θ² > 0 at 3π/4", "true"),
            ("One ReLU, b = 0: ∂²L/∂θ² > 0 at π/4", "false"),
            ("One ReLU at π/4, b = 0: ∂L/∂b ≠ 0", "false"),
            ("Removing the mirror channel", "false"),
            ("One ReLU’s active set", "cannot hold"),
            ("dL/dθ = 0 at 3π/4.", "true"),
            ("d²L/dθ² > 0 at 3π/4", "false"),
            ("dL/dθ = 0 and d²L/dθ² < 0 at π/4", "false"),
            ("3π/4 is the trap’s angle", "false"),
        ];
        var rows = Regex.Matches(page, "<li><span class=\"[a-z]+\">(.*?)</span>: <b>(.*?)</b>");
        Assert.Equal(expected.Length, rows.Count);
        Assert.All(expected.Zip(rows), pair =>
        {
            Assert.StartsWith(pair.First.Words, WebUtility.HtmlDecode(pair.Second.Groups[2].Value), StringComparison.Ordinal);
            Assert.Equal(pair.First.Verdict, pair.Second.Groups[1].Value);
        });
        Assert.Contains("There are 9: minima of loss 0, 1 (4, two of them solutions), and saddles of loss 4/3, 2 (5) on kinks.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_names_the_losses_of_all_minima()
    {
        using var ledger = EquilibriaSample.Sources();
        var page = PageOf(ledger);

        Assert.Contains("<b>abs, on xor</b>: minima of loss <b>0, 1</b>, all strict, none on a kink of the loss", page, StringComparison.Ordinal);
        Assert.Contains("<b>relu, on xor</b>: minima of loss <b>1, 2</b>, some strict, none on a kink", page, StringComparison.Ordinal);
        Assert.Contains("Of 19 statements of the sources that this sweep decides, 3 are true, 13 false, and 3 speak", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Small_models_have_a_row_for_every_pattern_that_can_hold()
    {
        using var ledger = EquilibriaSample.Sources();
        var page = WebUtility.HtmlDecode(PageOf(ledger));
        var tables = Regex.Matches(page, "aria-label=\"Faces of (.*?)\">(.*?)</table>", RegexOptions.Singleline);

        Assert.Equal(3, tables.Count);
        Assert.Contains("<th scope=\"row\">0−+0</th><td>strict-minimum, rests</td><td>0</td><td>0</td><td>0</td><td>8 (3×)</td>"
            + "<td>1:1 1:4</td><td>–</td><td>(−1/2, 1/2; 0)</td>", tables[1].Value, StringComparison.Ordinal);
        Assert.Equal(14, Regex.Count(tables[1].Value, "<th scope=\"row\">[−+]{4}</th>"));
    }

    [Fact]
    public void Larger_models_have_a_row_for_all_faces_that_are_alike()
    {
        using var ledger = EquilibriaSample.Ledger(["model=relu-pair"]);
        var page = PageOf(ledger);
        var table = Regex.Match(page, "aria-label=\"Faces of .*?\">(.*?)</table>", RegexOptions.Singleline).Value;
        var counts = Regex.Matches(table, "<td>([0-9,]+)</td><td>[^<]*</td><td>[^<]*</td></tr>").Select(m => int.Parse(m.Groups[1].Value));

        // All that is stationary: 182 faces of minima, 8 of maxima, 233 of saddles, 186 that are only passed.
        Assert.Equal(182 + 8 + 233 + 186, counts.Sum());
        Assert.Contains("minima of loss <b>0, 1, 2</b>, none strict, 10 faces of them on kinks of the loss", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_circle_holds_every_direction_with_what_the_loss_does_there()
    {
        using var ledger = EquilibriaSample.Sources();
        using var plots = ReportPageTests.DataOf(PageOf(ledger), "plots");
        var rows = ReportPageTests.SpecOf(plots, "plot-circle").GetProperty("data").GetProperty("values").EnumerateArray().ToList();

        Assert.Equal(5 * 16, rows.Count);
        var solution = rows.Where(r => r.GetProperty("angle").GetDouble() is > 134.99 and < 135.01).ToList();
        Assert.Equal(["minimum", "minimum", "minimum", "minimum", "maximum"], solution.Select(r => r.GetProperty("turning").GetString()));
        Assert.Contains(solution, r => r.GetProperty("series").GetString() == "abs" && r.GetProperty("loss").GetDouble() == 0);
    }

    [Fact]
    public void What_is_not_done_is_open_and_said_so()
    {
        using var half = EquilibriaSample.Ledger(["model=relu"], from: 40);
        Assert.Contains("No model’s sign vectors are all computed yet.", PageOf(half), StringComparison.Ordinal);

        using var one = EquilibriaSample.Ledger(["model=relu"]);
        var page = PageOf(one);
        Assert.Contains("its trials are not in this sweep, or not done", page, StringComparison.Ordinal);
        Assert.DoesNotContain("plot-circle", page, StringComparison.Ordinal);

        using var blocks = EquilibriaSample.Ledger(["model=relu"], blockSize: 27);
        Assert.Contains("give no ‘block’", PageOf(blocks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.5, "−1/2")]
    [InlineData(4.0 / 3, "4/3")]
    [InlineData(-2.0 / 7, "−2/7")]
    [InlineData(0.1, "1/10")]
    [InlineData(1.4142135623730951, "1.414")]
    [InlineData(double.NaN, "–")]
    public void Fractions_are_read_back_from_their_float64(double number, string text) => Assert.Equal(text, Fractions.Of(number));

    private static string PageOf(MemoryLedger ledger) => ReportPageTests.PageOf(ledger, EquilibriaSample.Study);
}
