using System.Security.Cryptography;
using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Unactivated;

namespace Farm.Studies.Tests.Unactivated;

public sealed class UnactivatedTrialsTests
{
    /// <summary>Of a test that is run a thousand times by chance once: seeds are fixed, so that it is run once for all.</summary>
    private const double Confidence = 0.999;

    public static TheoryData<string> Kinds => [.. UnactivatedCells.Kinds];

    public static TheoryData<string, double> Theorems => new()
    {
        { "n0=1,n1=1", 1 / 4.0 }, { "n0=2,n1=1", 1 / 4.0 }, { "n0=2,n1=2", 1 / 8.0 }, { "n0=5,n1=3", 1 / 16.0 },
        { "n0=3,n1=3,law=normal", 1 / 16.0 }, { "n0=4,n1=4,scale=7", 1 / 32.0 }, { "n0=6,n1=6", 1 / 128.0 },
        { "n0=1,n1=2", 3 / 16.0 }, { "n0=2,n1=3", 5 / 64.0 }, { "n0=2,n1=3,law=uniform", 5 / 64.0 },
        { "n0=2,n1=3,law=normal,scale=0.2", 5 / 64.0 }, { "n0=3,n1=4", 9 / 256.0 }, { "n0=3,n1=4,law=normal", 9 / 256.0 },
        { "n0=4,n1=5", 17 / 1024.0 }, { "n0=5,n1=6", 33 / 4096.0 },
    };

    [Theory]
    [MemberData(nameof(Theorems))]
    public void Both_closed_formulas_lie_in_the_interval_of_exact_and_of_smoothed(string cell, double probability)
    {
        const int trials = 400_000;
        var exact = UnactivatedCells.Values(cell, "unactivated", trials);
        var interval = new Proportion((long)exact.Sum(), trials).Interval(Confidence);
        Assert.InRange(probability, interval.Low, interval.High);

        var mean = MeanOf(UnactivatedCells.Values($"{cell},estimator=smoothed", "probability", trials));
        var smoothed = mean.Interval(Confidence);
        Assert.InRange(probability, smoothed.Low, smoothed.High);
        Assert.True(mean.StandardDeviation * mean.StandardDeviation < probability * (1 - probability));
    }

    [Theory]
    [InlineData("n0=2,n1=3", 5 / 64.0)]
    [InlineData("n0=4,n1=5", 17 / 1024.0)]
    [InlineData("n0=6,n1=7,law=normal", 65 / 16384.0)]
    public void Draws_whose_signs_are_weighted_have_the_same_mean_and_less_variance(string cell, double probability)
    {
        const int trials = 150_000;
        var plain = MeanOf(UnactivatedCells.Values($"{cell},estimator=smoothed", "probability", trials));
        foreach (var share in new[] { "0.4", "0.25" })
        {
            var mean = MeanOf(UnactivatedCells.Values($"{cell},estimator=smoothed,positive_share={share}", "probability", trials));
            var interval = mean.Interval(Confidence);
            Assert.InRange(probability, interval.Low, interval.High);
            Assert.True(mean.StandardDeviation < plain.StandardDeviation, $"{share}: {mean.StandardDeviation} {plain.StandardDeviation}");
        }
    }

    [Theory]
    [InlineData("n0=2,n1=7,law=normal")]
    [InlineData("n0=3,n1=6,law=uniform")]
    [InlineData("n0=1,n1=60")]
    public void Smoothed_and_exact_agree_where_no_formula_is_known(string cell)
    {
        const int trials = 300_000;
        var exact = MeanOf(UnactivatedCells.Values(cell, "unactivated", trials));
        var smoothed = MeanOf(UnactivatedCells.Values($"{cell},estimator=smoothed", "probability", trials));
        var difference = Welch.Difference(exact, smoothed, Confidence);
        Assert.True(difference.Contains(0), $"{exact.Value} {smoothed.Value}");
        Assert.True(smoothed.StandardDeviation < exact.StandardDeviation);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_width_computes_the_same_bits_however_trials_are_cut(string kind)
    {
        const long first = (1L << 32) - 100;
        const int rows = 300;
        var cell = UnactivatedCells.Of(kind);
        var whole = UnactivatedCells.Run(cell, LaneWidth.Bits256, first, rows);
        foreach (var width in UnactivatedCells.Widths)
        {
            for (var (at, length) = (0, 1); at < rows; at += length, length = 2 * length + 1)
            {
                var part = UnactivatedCells.Run(cell, width, first + at, Math.Min(length, rows - at));
                for (var column = 0; column < part.Measurements.Count; column++)
                {
                    var bytes = part.Measurements[column].Type.Bytes;
                    Assert.Equal(whole.Raw(column).Slice(at * bytes, part.Rows * bytes), part.Raw(column));
                }
            }
        }
    }

    [Fact]
    public void Bits_of_seeded_trials_stay()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var kind in UnactivatedCells.Kinds)
        {
            var columns = UnactivatedCells.Run(UnactivatedCells.Of(kind), LaneWidth.Bits256, 9_000, 400);
            for (var column = 0; column < columns.Measurements.Count; column++)
            {
                hash.AppendData(columns.Raw(column));
            }
        }

        Assert.Equal("96A0A5171598EFA1", Convert.ToHexString(hash.GetHashAndReset())[..16]);
    }

    [Theory]
    [InlineData("n0=2,n1=6")]
    [InlineData("n0=3,n1=5,law=normal")]
    public void A_cloud_never_turns_an_unactivated_neuron_on_and_the_larger_it_is_the_fewer_it_misses(string cell)
    {
        const int trials = 20_000;
        var falsePositives = new List<double>();
        foreach (var cloud in new[] { 10, 100, 3000 })
        {
            var against = UnactivatedCells.Values($"{cell},estimator=sampled,cloud={cloud}", "against_exact", trials);
            Assert.DoesNotContain(3, against);
            Assert.DoesNotContain(4, against);
            falsePositives.Add(against.Count(a => a == 1));
        }

        Assert.True(falsePositives[0] > falsePositives[1] && falsePositives[1] > falsePositives[2], string.Join(' ', falsePositives));
    }

    [Fact]
    public void Networks_near_the_drawn_one_make_a_cloud_miss_fewer_and_turn_some_on_that_are_off()
    {
        const int trials = 20_000;
        var plain = UnactivatedCells.Values("n0=2,n1=6,estimator=sampled,cloud=100", "against_exact", trials);
        var near = UnactivatedCells.Values(
            "n0=2,n1=6,estimator=sampled,cloud=100,jittered=10,jitter=0.1", "against_exact", trials);
        Assert.True(near.Count(a => a == 1) < plain.Count(a => a == 1));
        Assert.Contains(3, near);
    }

    [Fact]
    public void Breakpoints_carried_through_layers_agree_with_a_fine_walk_along_the_line()
    {
        const int seed = 4711;
        var random = new Random(seed);
        var unactivated = 0;
        for (var i = 0; i < 800; i++)
        {
            var network = new LayeredNetwork(i % 2 == 0 ? [1, 4, 3] : [1, 3, 3, 2]);
            foreach (var numbers in network.Weights.Concat(network.Offsets))
            {
                for (var k = 0; k < numbers.Length; k++)
                {
                    numbers[k] = 2 * random.NextDouble() - 1;
                }
            }

            var answer = new LineNetwork().Answer(network);
            Assert.False(answer.IsUndecided);
            var highest = Highest(network);
            Assert.False(answer.Chance > 0 && highest >= 0, $"trial {i}: {highest}");
            Assert.False(answer.Chance == 0 && highest < -0.02, $"trial {i}: {highest}");
            unactivated += answer.Chance > 0 ? 1 : 0;
        }

        Assert.InRange(unactivated, 50, 500);
    }

    [Fact]
    public void Two_layers_of_a_network_with_one_input_are_those_of_the_exact_test()
    {
        var random = new Random(15);
        for (var i = 0; i < 2000; i++)
        {
            var (draw, network) = (new NeuronDraw(1, 5), new LayeredNetwork(1, 5));
            for (var unit = 0; unit < 5; unit++)
            {
                draw.Weights(0)[unit] = 2 * random.NextDouble() - 1;
                draw.Offsets[unit] = 2 * random.NextDouble() - 1;
                draw.Outer[unit] = random.NextDouble() - 0.8;
            }

            draw.Bias = random.NextDouble() - 0.5;
            network.Set(draw, 1);
            var kernel = Suprema.Of(LaneWidths.Widest, draw);
            var isOff = kernel.Slopes() == SlopeVerdict.Bounded
                && kernel.Values(double.PositiveInfinity).Value + draw.Bias < 0;
            Assert.Equal(isOff, new LineNetwork().Answer(network).Chance > 0);
        }
    }

    [Fact]
    public void The_normal_share_is_that_of_its_published_values()
    {
        foreach (var (x, share) in new[]
        {
            (0.0, 0.5), (1, 0.84134474606854293), (-1, 0.15865525393145705), (2.5, 0.99379033467422384),
            (-4, 3.1671241833119924e-05), (-6, 9.865876450377018e-10), (9, 1), (-9, 0),
        })
        {
            Assert.InRange(NormalShare.Below(x), share - 1e-15, share + 1e-15);
        }
    }

    /// <summary>The largest value on a walk whose steps grow with the distance, taken again where it was large.</summary>
    private static double Highest(LayeredNetwork network)
    {
        double[] grid = [.. Enumerable.Range(-700, 1401).Select(k => Math.Sinh(k / 50.0))];
        var coarse = grid.Select(x => Value(network, x)).ToArray();
        return Enumerable.Range(0, grid.Length).OrderByDescending(i => coarse[i]).Take(8).Max(i =>
        {
            var (from, to) = (grid[Math.Max(0, i - 1)], grid[Math.Min(grid.Length - 1, i + 1)]);
            return Enumerable.Range(0, 301).Max(k => Value(network, from + k / 300.0 * (to - from)));
        });
    }

    private static double Value(LayeredNetwork network, double x)
    {
        double[] below = [x];
        for (var layer = 0; layer < network.Layers; layer++)
        {
            below =
            [
                .. network.Offsets[layer].Select((b, unit) =>
                {
                    var z = b + below.Select((h, i) => h * network.Weights[layer][unit * below.Length + i]).Sum();
                    return layer < network.Layers - 1 ? Math.Max(0, z) : z;
                }),
            ];
        }

        return below[0];
    }

    private static Mean MeanOf(double[] values)
    {
        var mean = values.Average();
        return new Mean(values.Length, mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)));
    }
}
