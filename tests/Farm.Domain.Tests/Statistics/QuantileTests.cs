namespace Farm.Domain.Tests.Statistics;

public class QuantileTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_error_bounds_the_distance_to_the_true_sample_quantile(int seed)
    {
        var random = new Random(seed);
        var measurement = new Measurement("x", ColumnType.Float32, "") { Histogram = new LinearScale(-2, 2, 37) };
        var values = Enumerable.Range(0, 501).Select(_ => random.NextDouble() * 6 - 3).Order().ToArray();
        var summary = Summarise(measurement, values);
        foreach (var share in new[] { 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 1 })
        {
            var truth = values[(int)Math.Ceiling(share * values.Length) - 1];
            var quantile = Quantile.Of(summary, measurement, share);
            var distance = Math.Abs(quantile.Value - truth);
            Assert.True(distance <= quantile.Error, $"{quantile} for {truth} at {share}, seed {seed}");
        }
    }

    [Fact]
    public void Inside_the_scale_the_error_is_at_most_the_bins_width()
    {
        var measurement = new Measurement("x", ColumnType.Float32, "") { Histogram = new LinearScale(0, 1, 10) };
        var summary = Summarise(measurement, [0.05, 0.31, 0.39, 0.95]);
        Assert.InRange(Quantile.Of(summary, measurement, 0.5).Error, 0.05, 0.1 + 1e-12);
    }

    [Fact]
    public void A_bin_of_one_whole_number_has_an_exact_quantile()
    {
        var measurement = new Measurement("epochs", ColumnType.Count, "") { Histogram = new LinearScale(0, 800, 800) };
        var summary = Summarise(measurement, [3, 17, 17, 300, 800]);
        Assert.Equal(new Quantile(17, 0), Quantile.Of(summary, measurement, 0.5));
        Assert.Equal(new Quantile(800, 0), Quantile.Of(summary, measurement, 0.95));
    }

    [Fact]
    public void A_bin_of_four_whole_numbers_has_an_error_of_three()
    {
        var measurement = new Measurement("epochs", ColumnType.Count, "") { Histogram = new LinearScale(0, 800, 200) };
        var summary = Summarise(measurement, [1, 16, 17, 300, 790]);
        Assert.Equal(3, Quantile.Of(summary, measurement, 0.5).Error);
    }

    [Fact]
    public void Equal_values_have_that_value_as_every_quantile()
    {
        var measurement = new Measurement("x", ColumnType.Float32, "") { Histogram = new OctaveScale(-20, 4) };
        var summary = Summarise(measurement, [0.7, 0.7, 0.7]);
        Assert.Equal(new Quantile(0.7, 0), Quantile.Of(summary, measurement, 0.05));
    }

    [Fact]
    public void No_values_have_no_quantile()
    {
        var measurement = new Measurement("x", ColumnType.Float32, "") { Histogram = new LinearScale(0, 1, 10) };
        Assert.True(double.IsNaN(Quantile.Of(Summarise(measurement, []), measurement, 0.5).Value));
    }

    private static MeasurementSummary Summarise(Measurement measurement, double[] values)
    {
        var bins = new long[measurement.Histogram!.Bins];
        foreach (var value in values)
        {
            bins[measurement.Histogram.BinOf(value)]++;
        }

        return new MeasurementSummary(
            values.Length,
            values.Sum(),
            values.Sum(v => v * v),
            values.DefaultIfEmpty(double.PositiveInfinity).Min(),
            values.DefaultIfEmpty(double.NegativeInfinity).Max(),
            bins);
    }
}
