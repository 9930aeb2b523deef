using System.Globalization;
using System.Text;
using System.Text.Json;
using Farm.Coordinator.Results;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Results;

public class ResultsTableTests
{
    private const string Columns =
        "cell,way,depth,trials,failed,failed_lo,failed_hi,end_good,end_good_lo,end_good_hi,"
        + "\"end_so, so\",\"end_so, so_lo\",\"end_so, so_hi\","
        + "steps_mean,steps_mean_lo,steps_mean_hi,steps_sd,"
        + "steps_p05,steps_p25,steps_p50,steps_p75,steps_p95,steps_min,steps_max,"
        + "loss_count,loss_mean,loss_mean_lo,loss_mean_hi,loss_sd,loss_min,loss_max,"
        + "turn_count,turn_mean,turn_mean_lo,turn_mean_hi,turn_sd,"
        + "turn_p05,turn_p25,turn_p50,turn_p75,turn_p95,turn_min,turn_max";

    [Fact]
    public void A_row_a_cell_has_the_parameters_that_differ_then_trials_then_measurements()
    {
        using var ledger = SmallStudy.FullLedger();
        var csv = Csv(ResultsTable.Build(ledger, ledger.Record, SmallStudy.Description));
        var lines = csv.Split('\n');
        Assert.Equal(Columns, lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith($"{SmallStudy.Left.Id},left,,8,0.25,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",,,,,,,,,,,,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{SmallStudy.Right.Id},right,0.5,8,0.25,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_are_those_of_the_trials()
    {
        using var ledger = SmallStudy.FullLedger();
        var row = Rows(ResultsTable.Build(ledger, ledger.Record, SmallStudy.Description))[1];
        var failed = ClopperPearson.Interval(2, 8);
        Assert.Equal(0.25, Number(row, "failed"));
        Assert.Equal(failed.Low, Number(row, "failed_lo"));
        Assert.Equal(failed.High, Number(row, "failed_hi"));
        Assert.Equal(0.5, Number(row, "end_so, so"));
        Assert.Equal(4, Number(row, "steps_mean"));
        Assert.Equal(Math.Sqrt(2 * (9 + 1 + 1 + 25) / 7.0), Number(row, "steps_sd"), 14);
        Assert.Equal(3, Number(row, "steps_p50"));
        Assert.Equal(9, Number(row, "steps_max"));
        Assert.Equal(6, Number(row, "loss_count"));
        Assert.Equal((0.1f + 0.2f + (double)0.4f) / 3, Number(row, "loss_mean"), 7);
        Assert.Equal(25, Number(row, "turn_mean"));
        Assert.Equal(10, Number(row, "turn_min"));
    }

    [Fact]
    public void Json_and_csv_tell_the_same()
    {
        using var ledger = SmallStudy.FullLedger();
        var table = ResultsTable.Build(ledger, ledger.Record, SmallStudy.Description);
        using var stream = new MemoryStream();
        TableWriter.WriteJson(table.Fields, stream);
        using var json = JsonDocument.Parse(stream.ToArray());
        var rows = Rows(table);
        Assert.Equal(rows.Count, json.RootElement.GetArrayLength());
        foreach (var (row, element) in rows.Zip(json.RootElement.EnumerateArray()))
        {
            Assert.Equal(table.Fields.Columns, element.EnumerateObject().Select(p => p.Name));
            foreach (var property in element.EnumerateObject())
            {
                var text = property.Value.ValueKind switch
                {
                    JsonValueKind.Null => "",
                    JsonValueKind.Number => property.Value.GetRawText(),
                    _ => property.Value.GetString(),
                };
                Assert.Equal(row[property.Name].Text, text);
            }
        }
    }

    [Fact]
    public void Older_revisions_are_told_and_not_counted()
    {
        using var ledger = new MemoryLedger(SmallStudy.Description, SmallStudy.Sweep());
        ledger.Add(SmallStudy.Left, 0, 4, SmallStudy.Fill, revision: 1);
        ledger.Add(SmallStudy.Left, 0, 4, SmallStudy.Fill);
        ledger.Add(SmallStudy.Right, 0, 4, SmallStudy.Fill);
        ledger.Add(SmallStudy.Right, 1, 4, SmallStudy.Fill);
        var table = ResultsTable.Build(ledger, ledger.Record, SmallStudy.Description);
        Assert.Equal([4, 8], table.Cells.Select(c => c.Trials));
        Assert.Equal(
            [
                $"cell {SmallStudy.Left.Id}: 4 of 8 trials so far",
                $"cell {SmallStudy.Left.Id}: 4 stored trials are of another revision of study small than 2 and are not "
                    + $"counted",
            ],
            table.Notes);
    }

    [Fact]
    public void Blocks_of_an_older_column_version_count_for_the_measurements_they_have()
    {
        using var ledger = new MemoryLedger(SmallStudy.Description, SmallStudy.Sweep());
        ledger.Add(SmallStudy.Right, 0, 4, SmallStudy.Fill, columnVersion: 1);
        ledger.Add(SmallStudy.Right, 1, 4, SmallStudy.Fill);
        var row = Rows(ResultsTable.Build(ledger, ledger.Record, SmallStudy.Description))[1];
        Assert.Equal(8, Number(row, "trials"));
        Assert.Equal(0.25, Number(row, "failed"));
        Assert.Equal(4, Number(row, "turn_count"));
    }

    [Fact]
    public void Blocks_that_another_sweep_brought_beyond_the_plan_are_not_counted()
    {
        using var ledger = new MemoryLedger(SmallStudy.Description, SmallStudy.Sweep(trials: 6));
        for (var block = 0; block < 5; block++)
        {
            ledger.Add(SmallStudy.Left, block, 4, SmallStudy.Fill);
        }

        Assert.Equal(8, ResultsTable.Build(ledger, ledger.Record, SmallStudy.Description).Cells[0].Trials);
    }

    [Fact]
    public void Cells_that_are_no_longer_named_show_only_when_asked_for()
    {
        using var ledger = SmallStudy.FullLedger();
        var gone = Cell.Create("small", [new("way", Value.Of("left")), new("rate", Value.Of(3))]);
        ledger.AddUnnamed(gone);
        ledger.Add(gone, 0, 4, SmallStudy.Fill);
        Assert.Equal(2, ResultsTable.Build(ledger, ledger.Record, SmallStudy.Description).Cells.Count);
        var all = ResultsTable.Build(ledger, ledger.Record, SmallStudy.Description, all: true);
        var row = Rows(all)[2];
        Assert.Equal(gone.Id, row["cell"].Text);
        Assert.Equal("0", row["named"].Text);
        Assert.Equal("3", row["rate"].Text);
    }

    [Fact]
    public void A_cell_without_trials_has_empty_figures()
    {
        using var ledger = new MemoryLedger(SmallStudy.Description, SmallStudy.Sweep());
        var table = ResultsTable.Build(ledger, ledger.Record, SmallStudy.Description);
        string[] figures = ["failed", "failed_lo", "steps_mean", "steps_p50", "steps_min"];
        Assert.All(Rows(table), row => Assert.All(figures, f => Assert.True(row[f].IsEmpty)));
    }

    [Fact]
    public void The_origin_names_workers_times_and_blocks()
    {
        using var ledger = SmallStudy.FullLedger();
        var origin = ResultsTable.Build(ledger, ledger.Record, SmallStudy.Description).Cells[0].Origin;
        Assert.Equal(2, origin.Blocks);
        Assert.Equal(TimeSpan.FromMilliseconds(10), origin.Elapsed);
        Assert.Equal((MemoryLedger.At(0), MemoryLedger.At(1)), (origin.First, origin.Last));
        Assert.Equal([MemoryLedger.Worker], origin.Workers);
    }

    private static string Csv(ResultsTable table)
    {
        using var text = new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture);
        TableWriter.WriteCsv(table.Fields, text);
        return text.ToString();
    }

    private static List<Dictionary<string, Field>> Rows(ResultsTable table) =>
        [.. table.Fields.Rows.Select(r => table.Fields.Columns.Zip(r).ToDictionary(p => p.First, p => p.Second))];

    private static double Number(Dictionary<string, Field> row, string column) =>
        double.Parse(row[column].Text, CultureInfo.InvariantCulture);
}
