namespace Farm.Domain.Tests.Blocks;

public sealed class HistogramScaleTests
{
    public static TheoryData<HistogramScale> Scales() =>
        [new LinearScale(-180, 180, 72), new LinearScale(0, 800, 80), new OctaveScale(-20, 4), new OctaveScale(0, 1)];

    [Theory]
    [MemberData(nameof(Scales))]
    public void Every_value_lies_between_its_bins_edges(HistogramScale scale)
    {
        var random = new Random(20260101);
        for (var i = 0; i < 10_000; i++)
        {
            var x = (random.NextDouble() - 0.5) * Math.Exp(random.Next(-18, 8));
            var bin = scale.BinOf(x);
            Assert.InRange(bin, 0, scale.Bins - 1);
            // A linear bin is found by a multiplication, so a value within a rounding of an edge may fall on either side.
            var slack = 1e-12 * Math.Max(1, Math.Abs(x));
            Assert.True(x >= scale.LowerEdge(bin) - slack && x < scale.LowerEdge(bin + 1) + slack, $"{x} in bin {bin}");
        }
    }

    [Fact]
    public void Octave_bins_change_exactly_at_powers_of_two_and_half_way_between()
    {
        var scale = new OctaveScale(-2, 2);
        Assert.Equal(0, scale.BinOf(Math.BitDecrement(0.25)));
        Assert.Equal(1, scale.BinOf(0.25));
        Assert.Equal(1, scale.BinOf(Math.BitDecrement(0.375)));
        Assert.Equal(2, scale.BinOf(0.375));
        Assert.Equal(8, scale.BinOf(Math.BitDecrement(4.0)));
        Assert.Equal(9, scale.BinOf(4));
        Assert.Equal(9, scale.BinOf(double.PositiveInfinity));
        Assert.Equal(0, scale.BinOf(-5));
        Assert.Equal(10, scale.Bins);
    }

    [Fact]
    public void Edges_run_from_minus_to_plus_infinity_without_a_gap()
    {
        foreach (var scale in (HistogramScale[])[new LinearScale(-1, 1, 4), new OctaveScale(-3, 3)])
        {
            Assert.Equal(double.NegativeInfinity, scale.LowerEdge(0));
            Assert.Equal(double.PositiveInfinity, scale.LowerEdge(scale.Bins));
            for (var bin = 0; bin < scale.Bins; bin++)
            {
                Assert.True(scale.LowerEdge(bin) < scale.LowerEdge(bin + 1), $"{scale} bin {bin}");
            }
        }
    }
}
