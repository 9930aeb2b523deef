using System.Globalization;
using System.Text;
using System.Text.Json;
using Farm.Coordinator.Results;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Results;

public class TrialRowsWriterTests
{
    private static readonly IReadOnlyList<Measurement> measurements =
        SmallStudy.Description.MeasurementsOf(SmallStudy.Right);

    [Fact]
    public void Csv_has_a_header_and_a_line_a_trial()
    {
        var expected = $"""
            cell,trial,failed,end,steps,loss,turn
            {SmallStudy.Right.Id},4,0,good,1,0.1,10
            {SmallStudy.Right.Id},5,0,"so, so",3,0.2,20
            {SmallStudy.Right.Id},6,1,"so, so",3,,30
            {SmallStudy.Right.Id},7,0,good,9,0.4,40

            """;
        Assert.Equal(expected, Written(TrialFormat.Csv));
    }

    [Fact]
    public void Jsonl_has_an_object_a_line()
    {
        var lines = Written(TrialFormat.Jsonl).TrimEnd('\n').Split('\n');
        Assert.Equal(
            $$"""{"cell":"{{SmallStudy.Right.Id}}","trial":6,"failed":1,"end":"so, so","steps":3,"""
                + "\"loss\":null,\"turn\":30}",
            lines[2]);
        Assert.All(lines, l => JsonDocument.Parse(l).Dispose());
        Assert.Equal(4, lines.Length);
    }

    [Theory]
    [InlineData(float.PositiveInfinity, "")]
    [InlineData(1e-30f, "1E-30")]
    [InlineData(0.1f + 0.2f, "0.3")]
    [InlineData(16777216f, "16777216")]
    [InlineData(float.Epsilon, "1E-45")]
    public void Float32_has_its_own_shortest_text(float value, string expected)
    {
        var only = new[] { new Measurement("x", ColumnType.Float32, "") };
        var columns = new TrialColumns(only, 1);
        columns.Begin(0, 1);
        columns.Floats(0)[0] = value;
        using var stream = new MemoryStream();
        var writer = new TrialRowsWriter(stream, TrialFormat.Csv, only);
        writer.Write(SmallStudy.Left, columns);
        writer.Flush();
        Assert.Equal($"cell,trial,x\n{SmallStudy.Left.Id},0,{expected}\n", Encoding.UTF8.GetString(stream.ToArray()));
        Assert.True(expected.Length == 0 || float.Parse(expected, CultureInfo.InvariantCulture) == value);
    }

    [Fact]
    public void A_count_with_a_scale_is_written_scaled()
    {
        var only = new[] { new Measurement("accuracy", ColumnType.Small, "") { Scale = 0.25 } };
        var columns = new TrialColumns(only, 1);
        columns.Begin(9, 1);
        columns.Bytes(0)[0] = 3;
        using var stream = new MemoryStream();
        var writer = new TrialRowsWriter(stream, TrialFormat.Csv, only);
        writer.Write(SmallStudy.Left, columns);
        writer.Flush();
        Assert.EndsWith(",9,0.75\n", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_other_measurements_are_refused()
    {
        var writer = new TrialRowsWriter(Stream.Null, TrialFormat.Csv, measurements);
        var others = new TrialColumns(SmallStudy.Description.MeasurementsOf(SmallStudy.Left), 1);
        Assert.Throws<ArgumentException>(() => writer.Write(SmallStudy.Left, others));
    }

    private static string Written(TrialFormat format)
    {
        var columns = new TrialColumns(measurements, 4);
        columns.Begin(4, 4);
        SmallStudy.Fill(columns);
        using var stream = new MemoryStream();
        var writer = new TrialRowsWriter(stream, format, measurements);
        writer.Write(SmallStudy.Right, columns);
        writer.Flush();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
