namespace Farm.Numerics.Tests.Hyperbolicity;

public sealed class UnitTrendTests
{
    [Fact]
    public void Extremes_are_averaged_with_nine_tenths_of_the_old()
    {
        var trend = default(UnitTrend).After(Report(UnitType.Source, 2, 1)).After(Report(UnitType.Source, 4, 3));
        Assert.Equal((2.2, 1.2), (Math.Round(trend.AverageLargest, 12), Math.Round(trend.AverageSmallest, 12)));
        Assert.Equal(2.38, trend.AfterLargest(4).AverageLargest, 12);
        Assert.Equal(trend, trend.AfterLargest(double.NaN));
    }

    [Fact]
    public void A_type_is_flagged_after_three_checks_in_a_row()
    {
        var trend = default(UnitTrend);
        var flags = new List<bool>();
        foreach (var type in new[] { UnitType.Off, UnitType.Off, UnitType.Source, UnitType.Off, UnitType.Off, UnitType.Off, UnitType.Off })
        {
            trend = trend.After(Report(type, 0, 0));
            flags.Add(trend.Fixed.IsFlagged);
        }

        Assert.Equal([false, false, false, false, false, true, true], flags);
        Assert.Equal((UnitType.Off, 4), (trend.Span.Type, trend.Scaled.Length));
        Assert.False(default(UnitTrend).Fixed.IsFlagged);
    }

    [Fact]
    public void Motion_tells_how_norm_and_direction_change()
    {
        float[] before = [3, 0, 1, 9], after = [0, 2, 0, 8];
        float[] zero = [0, 0], biases = [4, 0];
        var motion = UnitMotion.Between(new(before, 2, 1, biases), new(after, 2, 1, zero), 0, 2);
        Assert.Equal(0.4, motion.Decay, 12);
        Assert.Equal(Math.Sqrt(2), motion.Turning, 12);

        // The same by columns.
        Assert.Equal(motion, UnitMotion.Between(new([3, 1, 0, 9], 1, 2, biases), new([0, 0, 2, 8], 1, 2, zero), 0, 2));
        var fromZero = UnitMotion.Between(new([0, 0], 2, 1, [0f]), new([1, 0], 2, 1, [0f]), 0, 2);
        Assert.True(double.IsNaN(fromZero.Decay) && double.IsNaN(fromZero.Turning));
    }

    [Fact]
    public void Jitter_is_a_function_of_its_place_and_has_the_asked_spread()
    {
        var (inputs, noisy, again) = (new float[40_001], new float[40_001], new float[40_001]);
        Array.Fill(inputs, 5);
        InputJitter.Add(inputs, 0.1f, 1, 2, 3, noisy);
        InputJitter.Add(inputs.AsSpan(0, 7), 0.1f, 1, 2, 3, again);
        Assert.Equal(noisy[..7], again[..7]);
        Assert.Equal(5, noisy.Average(), 0.004);
        Assert.Equal(0.01, noisy.Average(n => (n - 5.0) * (n - 5.0)), 5e-4);
        Assert.InRange(noisy.Zip(noisy.Skip(1), (a, b) => (a - 5.0) * (b - 5.0)).Average(), -5e-4, 5e-4);
        InputJitter.Add(inputs, 0.1f, 1, 2, 4, again);
        Assert.NotEqual(noisy, again);
        InputJitter.Add(inputs, 0, 1, 2, 4, again);
        Assert.Equal(inputs, again);
    }

    private static UnitReport Report(UnitType type, double largest, double smallest)
    {
        var typed = new TypedCounts(type, default);
        return new()
        {
            Active = 1,
            Reaching = 1,
            Rank = 1,
            Parameters = 1,
            Norm = 1,
            Largest = largest,
            Smallest = smallest,
            Fixed = typed,
            Span = typed,
            Scaled = typed,
            FreeFixed = typed,
            FreeSpan = typed,
            FreeScaled = typed,
            IsFrozenStatistics = false,
        };
    }
}
