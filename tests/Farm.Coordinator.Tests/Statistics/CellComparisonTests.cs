using Farm.Coordinator.Results;
using Farm.Coordinator.Statistics;
using Farm.Coordinator.Tests.Results;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Statistics;

public class CellComparisonTests
{
    [Fact]
    public void Cells_are_compared_in_the_measurements_that_both_have()
    {
        using var ledger = SmallStudy.FullLedger();
        var cells = CellReader.ReadAll(ledger, ledger.Record, SmallStudy.Description);
        var comparison = CellComparison.Of(cells[0], cells[1]);
        Assert.Equal(["failed", "end_good", "end_so, so", "steps", "loss"], comparison.Lines.Select(l => l.Name));
        Assert.All(comparison.Lines, l => Assert.Equal(VerdictWord.NotDistinguished, l.Verdict.Word));
        Assert.All(comparison.Lines, l => Assert.Equal(0, l.Difference));
        Assert.Equal(1, comparison.Lines[0].Ratio);
    }

    [Fact]
    public void A_difference_beyond_chance_is_told_with_its_rule_and_method()
    {
        using var ledger = new MemoryLedger(SmallStudy.Description, SmallStudy.Sweep(trials: 400));
        for (var block = 0; block < 100; block++)
        {
            ledger.Add(SmallStudy.Left, block, 4, SmallStudy.Fill);
            ledger.Add(SmallStudy.Right, block, 4, columns =>
            {
                SmallStudy.Fill(columns);
                columns.Bytes(0).Fill(1);
            });
        }

        var cells = CellReader.ReadAll(ledger, ledger.Record, SmallStudy.Description);
        var line = CellComparison.Of(cells[0], cells[1]).Lines[0];
        Assert.Equal((0.25, 1, -0.75), (line.First, line.Second, line.Difference));
        Assert.InRange(line.Interval.Low, -0.81, -0.75);
        Assert.InRange(line.Interval.High, -0.75, -0.69);
        Assert.Equal(new Verdict(VerdictWord.Differs, "the interval excludes 0"), line.Verdict);
        Assert.Equal(ScoreDifference.Method, line.Method);
        var fields = ComparisonTable.Of(CellComparison.Of(cells[0], cells[1]));
        Assert.Equal("differs", fields.Rows[0][fields.Columns.ToList().IndexOf("verdict")].Text);
    }
}
