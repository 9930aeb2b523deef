using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Health;

public sealed class TorqueRatiosTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(new[] { 1f, 0 }, new[] { 0f, 3 }, 1, 3)]
    [InlineData(new[] { 1f, 0 }, new[] { -4f, 3 }, 0.6, 5)]
    [InlineData(new[] { 2f, 2 }, new[] { 1f, 0 }, 0.7071067811865476, 1)]
    [InlineData(new[] { 0.3f, 0.7f, -2 }, new[] { 0.6f, 1.4f, -4 }, 0, 4.280187)]
    public void The_ratio_is_the_sine_between_weights_and_gradient(float[] w, float[] g, double ratio, double norm)
    {
        var (ratios, norms) = Measure([w], [g]);
        Assert.Equal(ratio, ratios[0], 1e-12);
        Assert.Equal(norm, norms[0], 1e-6);
    }

    [Fact]
    public void A_ratio_that_says_nothing_is_no_number()
    {
        var (ratios, norms) = Measure(
            [[1, 2], [0, 0], [0, 0], [1, float.NaN], [1, 2], [float.PositiveInfinity, 0], [1, 2]],
            [[0, 0], [1, 1], [0, 0], [1, 1], [float.NaN, 1], [1, 1], [float.NegativeInfinity, 0]]);
        Assert.All(ratios, r => Assert.True(double.IsNaN(r)));
        Assert.Equal([0, Math.Sqrt(2), 0, Math.Sqrt(2)], norms[..4]);

        var (single, singleNorms) = Measure([[2]], [[-3]]);
        Assert.Equal((double.NaN, 3), (single[0], singleNorms[0]));
    }

    [Fact]
    public void A_gradient_along_the_weights_leaves_only_rounding()
    {
        var random = new Random(Seeds.New(output));
        var w = Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 200).Select(_ => Normal(random)).ToArray()).ToArray();
        var (ratios, _) = Measure(w, [.. w.Select(x => x.Select(v => -0.25f * v).ToArray())]);
        Assert.InRange(ratios.Max(), 0, 1e-15);
    }

    [Fact]
    public void Numbers_may_be_as_small_and_as_large_as_float32_goes()
    {
        var (ratios, norms) = Measure([[1e-45f, 0], [3e38f, 0]], [[3e-45f, 4e-45f], [-2e38f, 2e38f]]);
        Assert.Equal(0.8320502943378437, ratios[0], 1e-12); // 2·ε and 3·ε, as float32 rounds them
        Assert.Equal(Math.Sqrt(0.5), ratios[1], 1e-6);
        Assert.True(double.IsFinite(norms[1]) && norms[0] > 0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(200)]
    public void It_is_what_a_plain_loop_finds(int inputs)
    {
        var random = new Random(Seeds.New(output));
        for (var units = 1; units <= 50; units++)
        {
            var w = Enumerable.Range(0, units).Select(_ => Enumerable.Range(0, inputs).Select(_ => Normal(random)).ToArray()).ToArray();
            var g = w.Select(x => x.Select(v => Normal(random) + 100 * random.Next(2) * v).ToArray()).ToArray();
            var (ratios, norms, lengths) = MeasureAll(w, g);
            for (var i = 0; i < units; i++)
            {
                // In the plane of w and g: the area they span over the lengths of both, in the plain order.
                var (ww, gg, area) = (0.0, 0.0, 0.0);
                for (var a = 0; a < inputs; a++)
                {
                    ww += (double)w[i][a] * w[i][a];
                    gg += (double)g[i][a] * g[i][a];
                    for (var b = 0; b < a; b++)
                    {
                        var minor = (double)w[i][a] * g[i][b] - (double)w[i][b] * g[i][a];
                        area += minor * minor;
                    }
                }

                Assert.Equal(Math.Sqrt(area / ww / gg), ratios[i], 1e-12);
                Assert.Equal(Math.Sqrt(gg), norms[i], 1e-12 * Math.Sqrt(gg));
                Assert.Equal(Math.Sqrt(ww), lengths[i], 1e-12 * Math.Sqrt(ww));
            }
        }
    }

    [Fact]
    public void Matrices_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TorqueRatios.Fill(new(3, 4), new(3, 5), new double[4], new double[4], new double[4]));
        Assert.Throws<ArgumentException>(() => TorqueRatios.Fill(new(3, 4), new(2, 4), new double[4], new double[4], new double[4]));
        Assert.Throws<ArgumentException>(() => TorqueRatios.Fill(new(3, 4), new(3, 4), new double[3], new double[4], new double[4]));
        Assert.Throws<ArgumentException>(() => TorqueRatios.Fill(new(3, 4), new(3, 4), new double[4], new double[5], new double[4]));
        Assert.Throws<ArgumentException>(() => TorqueRatios.Fill(new(3, 4), new(3, 4), new double[4], new double[4], new double[5]));
    }

    private static float Normal(Random random) => (float)Eigenvalues.Samples.Normal(random);

    private static (double[] Ratios, double[] Norms) Measure(float[][] weights, float[][] gradients)
    {
        var (ratios, norms, _) = MeasureAll(weights, gradients);
        return (ratios, norms);
    }

    private static (double[] Ratios, double[] Norms, double[] Lengths) MeasureAll(float[][] weights, float[][] gradients)
    {
        var (w, g) = (Columns(weights), Columns(gradients));
        var (ratios, norms, lengths) = (new double[w.Columns], new double[w.Columns], new double[w.Columns]);
        TorqueRatios.Fill(w, g, ratios, norms, lengths);
        return (ratios, norms, lengths);
    }

    private static Matrix Columns(float[][] units)
    {
        var matrix = new Matrix(units[0].Length, units.Length);
        for (var unit = 0; unit < units.Length; unit++)
        {
            for (var input = 0; input < units[unit].Length; input++)
            {
                matrix.Row(input)[unit] = units[unit][input];
            }
        }

        return matrix;
    }
}
