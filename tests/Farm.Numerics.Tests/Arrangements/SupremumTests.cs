using System.Numerics;
using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Arrangements;

public sealed class SupremumTests(ITestOutputHelper output)
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 300 }, { 1, 2, 300 }, { 1, 7, 300 }, { 1, 33, 100 }, { 1, 100, 60 }, { 2, 2, 300 }, { 2, 3, 300 }, { 2, 6, 300 },
        { 2, 9, 200 }, { 2, 20, 40 }, { 2, 44, 6 }, { 3, 42, 1 }, { 3, 3, 200 }, { 3, 4, 200 }, { 3, 8, 60 }, { 3, 12, 10 }, { 4, 4, 60 }, { 4, 5, 60 },
        { 4, 8, 10 }, { 5, 5, 30 }, { 5, 7, 10 }, { 6, 7, 6 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void It_is_what_all_directions_and_vertices_say_one_by_one(int inputs, int units, int draws)
    {
        var random = new Random(Seeds.New(output));
        var bounded = 0;
        for (var i = 0; i < draws || bounded == 0; i++)
        {
            // Draws with many positive v are decided by one slope; every second one leans to be bounded.
            var draw = Draws.Of(random, inputs, units, i % 2 == 0 ? 0.9 : 0.3);
            var kernel = Suprema.Of(LaneWidths.Widest, draw);
            var expected = BruteForce.Of(draw);
            Assert.Equal(expected.IsBounded ? SlopeVerdict.Bounded : SlopeVerdict.Unbounded, kernel.Slopes());
            if (expected.IsBounded)
            {
                bounded++;
                var found = kernel.Values(double.PositiveInfinity);
                Assert.True(found.IsWhole);

                // Terms are as large as vertices are far, and rounding as the terms.
                var size = units * (1 + BruteForce.Reach(draw));
                Assert.InRange(found.Value, expected.Supremum - 1e-11 * size, expected.Supremum + 1e-11 * size);
                Assert.InRange(found.High - found.Low, 0, Widest(inputs) * ISupremum.Tolerance * size);
            }
        }
    }

    /// <summary>
    /// How wide an answer is at most, in units of <see cref="ISupremum.Tolerance"/> and of units times (1 + the largest
    /// coordinate R of a vertex).
    /// </summary>
    /// <remarks>
    /// A term's size is |v|(|α t| + |γ|), of its value γ at the foot of a line and the way t along it: at a vertex x at most
    /// |v|(2|a||x| + |b|), which is 4R + 1 in a plane and R + 1 for one input. A restriction at most doubles a. Twice that is
    /// between the bounds.
    /// </remarks>
    private static int Widest(int inputs) => inputs == 1 ? 2 : 8 << (inputs - 2);

    /// <summary>The theorem on which it rests, by brute force alone.</summary>
    [Theory]
    [InlineData(2, 7, 200)]
    [InlineData(3, 8, 100)]
    [InlineData(4, 9, 30)]
    [InlineData(5, 9, 20)]
    [InlineData(6, 10, 8)]
    public void Lines_and_vertices_of_units_with_v_below_0_say_what_all_of_them_do(int inputs, int units, int draws)
    {
        var random = new Random(Seeds.New(output));
        var (bounded, refuted) = (0, 0);
        while (bounded < draws / 2 || refuted < draws / 2)
        {
            var draw = Draws.Of(random, inputs, units, random.NextDouble());
            var below = Enumerable.Range(0, units).Where(unit => draw.Outer[unit] < 0).ToArray();
            var all = BruteForce.Of(draw);
            if (below.Length < inputs)
            {
                Assert.False(all.IsBounded);
                continue;
            }

            var some = BruteForce.Of(draw, below);
            Assert.Equal(all.IsBounded, some.IsBounded);
            (bounded, refuted) = all.IsBounded ? (bounded + 1, refuted) : (bounded, refuted + 1);
            if (all.IsBounded)
            {
                Assert.Equal(all.Supremum, some.Supremum);
            }
        }
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 3)]
    [InlineData(2, 5)]
    [InlineData(3, 4)]
    [InlineData(3, 5)]
    public void It_is_what_linear_programming_over_every_activity_pattern_says_without_rounding(int inputs, int units)
    {
        var random = new Random(Seeds.New(output));
        var (bounded, undecided) = (0, 0);
        for (var i = 0; i < 60; i++)
        {
            var draw = new NeuronDraw(inputs, units);
            Draws.Fill(random, draw, () => random.Next(-1000, 1001), lean: 0.7);
            var kernel = Suprema.Of(LaneWidths.Widest, draw);
            var (slopes, expected) = (kernel.Slopes(), Programmed(draw));
            if (slopes == SlopeVerdict.Undecided)
            {
                undecided++;
                continue;
            }

            Assert.Equal(double.IsPositiveInfinity(expected), slopes == SlopeVerdict.Unbounded);
            if (slopes == SlopeVerdict.Bounded)
            {
                var found = kernel.Values(double.PositiveInfinity);
                if (!found.IsWhole)
                {
                    undecided++;
                    continue;
                }

                bounded++;
                Assert.InRange(expected, found.Low, found.High);

                // Of numbers a thousand times as large, v and W.
                var size = 1e6 * units * (1 + BruteForce.Reach(draw));
                Assert.InRange(found.Value, expected - 1e-11 * size, expected + 1e-11 * size);
            }
        }

        Assert.InRange(bounded, 1, 60);
        Assert.InRange(undecided, 0, 6);
    }

    [Fact]
    public void Every_width_finds_the_same_bits()
    {
        const int seed = 5150;
        var random = new Random(seed);
        (int Inputs, int Units)[] shapes =
        [
            (1, 5), (1, 77), (2, 6), (2, 19), (2, 50), (3, 8), (3, 11), (3, 50), (4, 9), (4, 17), (5, 8), (6, 9),
        ];
        foreach (var (inputs, units) in shapes)
        {
            for (var i = 0; i < 30; i++)
            {
                var draw = Draws.Of(random, inputs, units, 0.95);
                var found = LaneFunction.Widths.Select(width =>
                {
                    var kernel = Suprema.Of(width, draw);
                    var slopes = kernel.Slopes();
                    var values = slopes == SlopeVerdict.Bounded ? kernel.Values(double.PositiveInfinity) : default;
                    return (slopes, BitConverter.DoubleToInt64Bits(values.Value), BitConverter.DoubleToInt64Bits(values.High));
                });
                Assert.Single(found.Distinct());
            }
        }
    }

    [Fact]
    public void A_value_above_the_limit_ends_the_search()
    {
        var random = new Random(7);
        var ended = 0;
        for (var i = 0; i < 300; i++)
        {
            var draw = Draws.Of(random, i % 3 + 1, 60 / (i % 3 + 1) / 2, 0.97);
            var kernel = Suprema.Of(LaneWidths.Widest, draw);
            if (kernel.Slopes() != SlopeVerdict.Bounded)
            {
                continue;
            }

            var whole = kernel.Values(double.PositiveInfinity);
            var below = kernel.Values(whole.High);
            Assert.Equal(whole, below);
            var above = kernel.Values(whole.Low - 1e-6);
            Assert.True(above.Low > whole.Low - 1e-6 && above.Low <= whole.Low);
            Assert.True(!above.IsWhole || above == whole);
            ended++;
        }

        Assert.True(ended > 10);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Hyperplanes_that_are_parallel_where_lines_are_made_leave_it_undecided_unless_a_slope_is_above_0(int inputs)
    {
        var random = new Random(11);
        for (var i = 0; i < 40; i++)
        {
            var draw = Draws.Of(random, inputs, inputs + 3, 1);
            for (var input = 0; input < inputs; input++)
            {
                draw.Weights(input)[2] = -0.3 * draw.Weights(input)[0];
            }

            // All v are below 0, so that no slope is above it; in a plane two lines that never meet are no harm.
            var kernel = Suprema.Of(LaneWidths.Widest, draw);
            var slopes = kernel.Slopes();
            Assert.True(slopes == SlopeVerdict.Undecided || (inputs == 2 && slopes == SlopeVerdict.Bounded), $"{slopes}");
            draw.Outer.Fill(0.5);
            Assert.Equal(SlopeVerdict.Unbounded, kernel.Slopes());
        }
    }

    [Fact]
    public void A_slope_of_0_with_units_on_is_undecided()
    {
        var draw = new NeuronDraw(1, 2);
        (draw.Weights(0)[0], draw.Weights(0)[1]) = (1, 1);
        (draw.Outer[0], draw.Outer[1]) = (0.7, -0.7);
        (draw.Offsets[0], draw.Offsets[1]) = (0.2, 0.9);

        Assert.Equal(SlopeVerdict.Undecided, Suprema.Of(LaneWidths.Widest, draw).Slopes());
    }

    [Fact]
    public void Fewer_units_than_inputs_are_misuse() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Suprema.Of(LaneWidths.Widest, new NeuronDraw(3, 2)));

    /// <summary>The largest of the maxima over the regions of all patterns; +∞ for none.</summary>
    private static double Programmed(NeuronDraw draw) => Enumerable.Range(0, 1 << draw.Units).Max(pattern =>
    {
        BigInteger[][] rows = [.. Enumerable.Range(0, draw.Units).Select(unit => Row(draw, unit))];
        var objective = new BigInteger[draw.Inputs + 1];
        for (var unit = 0; unit < draw.Units; unit++)
        {
            var isOn = (pattern >> unit & 1) != 0;
            for (var q = 0; q <= draw.Inputs; q++)
            {
                objective[q] += isOn ? (BigInteger)draw.Outer[unit] * rows[unit][q] : 0;
                rows[unit][q] = isOn ? rows[unit][q] : -rows[unit][q];
            }
        }

        var (kind, value) = ExactMaximum.Of(objective, rows);
        return kind == ExactMaximum.Kind.Infeasible ? double.NegativeInfinity : value;
    });

    private static BigInteger[] Row(NeuronDraw draw, int unit) =>
        [.. Enumerable.Range(0, draw.Inputs).Select(q => (BigInteger)draw.Weights(q)[unit]), (BigInteger)draw.Offsets[unit]];
}
