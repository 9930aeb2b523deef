namespace Farm.Domain.Tests.Blocks;

public sealed class SummaryCheckTests
{
    private static readonly IReadOnlyList<Measurement> Measurements =
        TestColumns.Study.MeasurementsOf(TestColumns.Cell);

    [Fact]
    public void Every_summary_that_an_encoder_writes_can_be()
    {
        for (var rows = 0; rows <= 300; rows++)
        {
            Assert.Null(SummaryCheck.FaultOf(Measurements, Encode(rows), rows));
        }
    }

    [Theory]
    [InlineData(39)]
    [InlineData(41)]
    public void A_summary_of_another_number_of_trials_cannot_be(int trials) => Assert.Equal(
        $"the summary of flag cannot be that of {trials} trials",
        SummaryCheck.FaultOf(Measurements, Encode(40), trials));

    [Fact]
    public void A_cut_or_lengthened_summary_cannot_be()
    {
        var encoded = Encode(40);
        for (var length = 0; length < encoded.Length; length++)
        {
            Assert.NotNull(SummaryCheck.FaultOf(Measurements, encoded.AsSpan(0, length), 40));
        }

        Assert.Equal(
            "the summaries are longer than their measurements need",
            SummaryCheck.FaultOf(Measurements, [.. encoded, 0], 40));
    }

    [Fact]
    public void What_passes_can_be_decoded_and_its_counts_agree_with_the_trials()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var encoded = Encode(random.Next(1, 40));
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                encoded[random.Next(encoded.Length)] = (byte)random.Next(256);
            }

            var trials = random.Next(1, 40);
            if (SummaryCheck.FaultOf(Measurements, encoded, trials) is null)
            {
                AssertAgrees(SummaryCodec.Decode(Measurements, encoded), trials);
            }
        }
    }

    [Theory]
    [InlineData("a histogram of more than its trials", 2, 1, 2)]
    [InlineData("a histogram of fewer than its trials", 2, 1, 0, 0, 1)]
    [InlineData("more bins than the scale", 11, 0, 9, 1)]
    public void A_histogram_holds_each_trial_once(string why, params int[] histogram)
    {
        IReadOnlyList<Measurement> one = [new("x", ColumnType.Count, "") { Histogram = new LinearScale(0, 8, 8) }];
        byte[] number = [2, .. new byte[32]];

        Assert.Null(SummaryCheck.FaultOf(one, [.. number, 2, 0, 0, 2], 2));
        Assert.True(
            SummaryCheck.FaultOf(one, [.. number, .. histogram.Select(b => (byte)b)], 2) is not null, why);
    }

    [Fact]
    public void A_smallest_value_above_the_largest_and_NaNs_cannot_be()
    {
        IReadOnlyList<Measurement> one = [new("x", ColumnType.Float64, "")];

        Assert.Null(Fault(3, 5, 1, 2));
        Assert.Null(Fault(double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity));
        Assert.NotNull(Fault(3, 5, 2, 1));
        Assert.NotNull(Fault(3, -5, 1, 2));
        Assert.NotNull(Fault(3, double.NaN, 1, 2));
        Assert.NotNull(Fault(3, 5, double.NaN, 2));
        Assert.NotNull(Fault(-3, 5, 1, 2));

        string? Fault(params double[] numbers) => SummaryCheck.FaultOf(
            one, [2, .. numbers.SelectMany(BitConverter.GetBytes)], 2);
    }

    private static byte[] Encode(int rows)
    {
        var encoder = new BlockEncoder(TestColumns.Study, TestColumns.Cell, seed: 1, blockSize: 64, Keep.Sums);
        return encoder.Encode(TestColumns.Random(rows, rows), 0, rows, 0, 0, default).Summary;
    }

    private static void AssertAgrees(MeasurementSummary[] summaries, int trials) => Assert.All(
        summaries.Zip(Measurements),
        pair =>
        {
            Assert.InRange(pair.First.Count, 0, trials);
            Assert.InRange(pair.First.Histogram.Sum(), 0, trials);
            Assert.True(pair.First.Count == 0 || pair.First.Minimum <= pair.First.Maximum, pair.Second.Name);
        });
}
