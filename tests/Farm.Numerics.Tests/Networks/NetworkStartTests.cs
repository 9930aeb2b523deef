namespace Farm.Numerics.Tests.Networks;

/// <summary>The laws that parameters are drawn from.</summary>
public sealed class NetworkStartTests
{
    private static readonly NetworkShape shape = new(50, 300, 2, 4);

    [Theory]
    [InlineData(InitialLaw.Uniform, 1.0, 3.0)]
    [InlineData(InitialLaw.HeUniform, 6.0, 3.0)]
    [InlineData(InitialLaw.HeNormal, 2.0, 1.0)]
    public void Weights_have_the_variance_of_their_law_and_fan_in(InitialLaw law, double square, double divisor)
    {
        var parameters = Draw(new NetworkStart(law));
        foreach (var (weights, fanIn) in new[] { (parameters.Weights(0), 50), (parameters.Weights(1), 300), (parameters.OutputWeights, 300) })
        {
            var numbers = Numbers(weights);
            var variance = square / fanIn / divisor;
            Assert.Equal(1, numbers.Average(w => w * w) / variance, 0.12);
            Assert.Equal(0, numbers.Average() / Math.Sqrt(variance), 0.12);
            Assert.True(law == InitialLaw.HeNormal || numbers.All(w => Math.Abs(w) <= Math.Sqrt(square / fanIn) * 1.000001));
        }
    }

    [Fact]
    public void Xavier_counts_both_ends()
    {
        var numbers = Numbers(Draw(new NetworkStart(InitialLaw.Xavier)).Weights(0));
        var most = Math.Sqrt(6.0 / (50 + 300));
        Assert.True(numbers.Max() <= most * 1.000001 && numbers.Max() > 0.99 * most);
        Assert.Equal(most * most / 3, numbers.Average(w => w * w), 3e-4);
    }

    [Fact]
    public void Only_the_uniform_law_draws_biases()
    {
        Assert.All(Enum.GetValues<InitialLaw>(), law =>
        {
            var biases = Numbers(Draw(new NetworkStart(law)).Biases(1));
            Assert.Equal(law == InitialLaw.Uniform ? 300 : 0, biases.Count(b => b != 0));
            Assert.True(biases.All(b => Math.Abs(b) <= 1 / Math.Sqrt(300) * 1.000001));
        });
    }

    [Fact]
    public void Mirrored_units_come_in_pairs_of_opposite_parameters()
    {
        var odd = new NetworkParameters(new NetworkShape(3, 7, 2, 1));
        new NetworkStart(InitialLaw.Uniform) { IsMirrored = true }.Fill(odd, 1, 2, 3);
        foreach (var matrix in new[] { odd.Weights(0), odd.Biases(0), odd.Weights(1), odd.Biases(1) })
        {
            for (var row = 0; row < matrix.Rows; row++)
            {
                var numbers = matrix.Row(row);
                Assert.Equal([-numbers[0], -numbers[2], -numbers[4]], new[] { numbers[1], numbers[3], numbers[5] });
                Assert.NotEqual(0, numbers[6]);
            }
        }
    }

    [Fact]
    public void A_scale_multiplies_everything()
    {
        var plain = Draw(new NetworkStart(InitialLaw.Uniform)).Memory.Span.ToArray();
        var scaled = Draw(new NetworkStart(InitialLaw.Uniform) { Scale = 0.25f }).Memory.Span.ToArray();
        Assert.Equal(plain.Select(x => 0.25f * x), scaled);
    }

    [Fact]
    public void Draws_depend_on_key_trial_and_stream_alone()
    {
        var start = new NetworkStart(InitialLaw.HeNormal);
        float[] Numbers(ulong key, ulong trial, uint stream)
        {
            var parameters = new NetworkParameters(shape);
            parameters.Memory.Span.Fill(7);
            start.Fill(parameters, key, trial, stream);
            return parameters.Weights(1).Row(9).ToArray();
        }

        var first = Numbers(1, 2, 3);
        Assert.Equal(first, Numbers(1, 2, 3));
        Assert.NotEqual(first, Numbers(2, 2, 3));
        Assert.NotEqual(first, Numbers(1, 3, 3));
        Assert.NotEqual(first, Numbers(1, 2, 4));
    }

    private static NetworkParameters Draw(NetworkStart start)
    {
        var parameters = new NetworkParameters(shape);
        start.Fill(parameters, 1, 2, 3);
        return parameters;
    }

    private static double[] Numbers(Matrix matrix) =>
        [.. Enumerable.Range(0, matrix.Rows).SelectMany(r => matrix.Row(r).ToArray()).Select(x => (double)x)];
}
