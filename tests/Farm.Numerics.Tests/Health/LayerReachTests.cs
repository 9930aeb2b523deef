using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Health;

public sealed class LayerReachTests(ITestOutputHelper output)
{
    [Fact]
    public void A_sample_on_which_no_unit_is_above_zero_is_dead()
    {
        var z = Matrices([-1, -2, -0.5f], [3, -2, -1], [0, -1, -7], [-0f, -4, -4]);
        var reach = LayerReach.Of(z, 4);
        Assert.Equal(new LayerReach(4, 3, -0.5f), reach);
        Assert.Equal(0.75, reach.DeadShare);
    }

    [Fact]
    public void Rows_that_a_short_batch_does_not_have_are_not_looked_at()
    {
        var z = Matrices([1, -2, -0.5f], [-3, -2, -1]);
        Assert.Equal(new LayerReach(1, 0, 1), LayerReach.Of(z, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LayerReach.Of(z, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => LayerReach.Of(z, 0));
    }

    [Fact]
    public void What_fills_up_rows_is_no_unit()
    {
        for (var units = 1; units <= 70; units++)
        {
            var z = new Matrix(2, units);
            z.Row(0).Fill(-2);
            z.Row(1).Fill(-3);
            Assert.Equal(new LayerReach(2, 2, -3), LayerReach.Of(z, 2));
            z.Row(1)[units - 1] = 1;
            Assert.Equal(new LayerReach(2, 1, -2), LayerReach.Of(z, 2));
        }
    }

    [Fact]
    public void A_sample_with_no_number_is_not_dead_and_shows_in_the_least()
    {
        for (var at = 0; at < 40; at++)
        {
            var z = new Matrix(2, 40);
            z.Row(0).Fill(-1);
            z.Row(1).Fill(-1);
            z.Row(1)[at] = float.NaN;
            Assert.Equal(new LayerReach(2, 1, float.NaN), LayerReach.Of(z, 2));
        }
    }

    [Fact]
    public void Units_that_are_left_out_are_not_there()
    {
        var z = Matrices([-1, 2, -0.5f], [-3, 0, -1]);
        Assert.Equal(new LayerReach(2, 1, 0), LayerReach.Of(z, 2, [false, false, false]));
        Assert.Equal(LayerReach.Of(z, 2), LayerReach.Of(z, 2, [false, false, false]));
        Assert.Equal(new LayerReach(2, 2, -1), LayerReach.Of(z, 2, [false, true, false]));
        Assert.Equal(new LayerReach(2, 2, float.NegativeInfinity), LayerReach.Of(z, 2, [true, true, true]));
    }

    [Fact]
    public void It_is_what_a_plain_loop_finds()
    {
        var random = new Random(Seeds.New(output));
        for (var round = 0; round < 200; round++)
        {
            var (samples, units) = (random.Next(1, 70), random.Next(1, 90));
            var z = new Matrix(samples, units);
            var tops = new List<float>();
            for (var row = 0; row < samples; row++)
            {
                foreach (ref var number in z.Row(row))
                {
                    number = (float)Eigenvalues.Samples.Normal(random) - 2;
                }

                tops.Add(z.Row(row).ToArray().Max());
            }

            Assert.Equal(new LayerReach(samples, tops.Count(t => t <= 0), tops.Min()), LayerReach.Of(z, samples));
        }
    }

    private static Matrix Matrices(params float[][] rows)
    {
        var matrix = new Matrix(rows.Length, rows[0].Length);
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row].CopyTo(matrix.Row(row));
        }

        return matrix;
    }
}
