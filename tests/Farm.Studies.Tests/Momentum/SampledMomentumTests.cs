using Farm.Numerics;
using Farm.Studies.Momentum;

namespace Farm.Studies.Tests.Momentums;

public sealed class SampledMomentumTests
{
    [Theory]
    [InlineData("linear", 1, 0.8, 0.3)]
    [InlineData("linear", 5, 0.8, -0.3)]
    [InlineData("relu", 1, -0.6, 0.4)]
    [InlineData("relu", 3, 0.6, -0.4)]
    public void Gradients_of_many_samples_are_within_five_errors_of_the_closed_form(
        string target, int dimension, double w, double b)
    {
        // Weights lie along the target, so that those across it have an expected gradient of 0.
        var settings = new MomentumSettings(MomentumCells.Of(FormattableString.Invariant(
            $"gradient=sampled,target={target},dimension={dimension},gamma=0.5,delta=0.1,batch_size=4096")));
        var draws = new SampleDraws(4096, dimension);
        var (weights, gradients, errors) = (new double[dimension + 1], new double[dimension + 1], new double[4096]);
        (weights[dimension - 1], weights[dimension]) = (w, b);
        const int batches = 400;
        var (sum, squares) = (new double[dimension + 1], new double[dimension + 1]);
        for (var step = 0; step < batches; step++)
        {
            draws.Draw(key: 20260107, trial: 3, step);
            SampledKernel.Differentiate(settings, draws, weights, errors, gradients);
            for (var i = 0; i <= dimension; i++)
            {
                sum[i] += gradients[i];
                squares[i] += gradients[i] * gradients[i];
            }
        }

        var exact = ExactGradient(settings, w, b);
        for (var i = 0; i <= dimension; i++)
        {
            var mean = sum[i] / batches;
            var error = Math.Sqrt((squares[i] / batches - mean * mean) / (batches - 1));
            var expected = i == dimension ? exact.B : i == dimension - 1 ? exact.W : 0;
            Assert.True(Math.Abs(mean - expected) < 5 * error, $"gradient {i}: {mean:G8}, expected {expected:G8}, error {error:G3}");
            Assert.True(error < 1e-3);
        }
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("relu")]
    public void Trials_of_many_samples_follow_those_of_the_closed_form(string target)
    {
        // A step errs by 1/√batch at most of its length, and steps add up to a few: so do errors, in mean square less.
        var common = $"target={target},lattice=4,square=1,gamma=0.5,momentum=0.9,max_steps=60";
        var exact = MomentumCells.Run(MomentumCells.Of(common));
        var before = double.PositiveInfinity;
        foreach (var batch in (int[])[64, 1024, 16_384])
        {
            var sampled = MomentumCells.Run(MomentumCells.Of(FormattableString.Invariant(
                $"{common},gradient=sampled,batch_size={batch}")));
            var off = Enumerable.Range(0, 16).Max(i => Math.Max(
                Math.Abs(exact.Numbers("w_end")[i] - sampled.Numbers("w_end")[i]),
                Math.Abs(exact.Numbers("b_end")[i] - sampled.Numbers("b_end")[i])));
            Assert.True(off < 4 / Math.Sqrt(batch), $"batch {batch}: off by {off:G3}");
            Assert.True(off < before);
            before = off;
        }
    }

    [Theory]
    [InlineData("linear", 1)]
    [InlineData("relu", 4)]
    public void The_trainer_of_networks_goes_the_same_way_on_the_same_samples(string target, int dimension)
    {
        var settings = new MomentumSettings(MomentumCells.Of(FormattableString.Invariant(
            $"gradient=sampled,target={target},dimension={dimension},lattice=4,square=1,gamma=0.5,momentum=0.9,max_steps=200,batch_size=50")));
        var (plain, network) = (new MomentumEnds(), new MomentumEnds());
        plain.Begin(16);
        network.Begin(16);
        new SampledKernel().Run(settings, key: 5, first: 0, rows: 16, plain);
        new NetworkKernel(LaneWidths.Widest).Run(settings, key: 5, first: 0, rows: 16, network);
        for (var i = 0; i < 16; i++)
        {
            Assert.Equal(plain.W[i], network.W[i], 2e-5);
            Assert.Equal(plain.B[i], network.B[i], 2e-5);
            Assert.Equal(Math.Sqrt(plain.Across[i]), Math.Sqrt(network.Across[i]), 2e-5);
            Assert.Equal(plain.Steps[i], network.Steps[i]);
        }
    }

    [Fact]
    public void Many_inputs_and_cells_of_networks_have_every_column()
    {
        foreach (var kind in (string[])["gradient=sampled,dimension=6", "gradient=network,dimension=2,target=relu"])
        {
            var columns = MomentumCells.Run(MomentumCells.Of($"{kind},lattice=3,max_steps=300,momentum=0.5"));
            Assert.All(columns.Numbers("across_end"), a => Assert.True(a >= 0));
            Assert.Contains(columns.Numbers("across_end"), a => a > 0);
            Assert.All(columns.Numbers("distance"), d => Assert.True(double.IsFinite(d)));
        }
    }

    [Fact]
    public void One_batch_that_does_not_reach_a_unit_does_not_stop_it()
    {
        // 10/ε samples are 1,250 batches of 8: a unit that few inputs reach goes on, and one that none reaches stops then.
        var columns = MomentumCells.Run(MomentumCells.Of("gradient=sampled,batch_size=8,lattice=8,max_steps=6000,square=1"));
        var (steps, active) = (columns.Numbers("steps"), columns.Numbers("active_end"));
        Assert.All(steps, s => Assert.True(s >= 1250));
        Assert.Contains(columns.Ends(), e => e == "optimum");
        Assert.Contains(columns.Ends(), e => e == "dead");
        Assert.All(Enumerable.Range(0, 64).Where(i => columns.Ends()[i] == "neither"), i =>
            Assert.True(columns.Codes("stopped")[i] == 0 || active[i] < 5e-3));
    }

    [Fact]
    public void Samples_are_standard_normals_that_no_two_steps_share()
    {
        var draws = new SampleDraws(1000, 3);
        var all = new List<float>();
        for (var step = 0; step < 100; step++)
        {
            draws.Draw(9, 1, step);
            for (var input = 0; input < 3; input++)
            {
                all.AddRange(draws.Input(input));
            }
        }

        Assert.Equal(0, all.Average(), 0.01);
        Assert.Equal(1, all.Average(x => x * x), 0.02);
        Assert.Equal(3, all.Average(x => x * x * x * x), 0.15);
        Assert.True(all.Distinct().Count() > 0.95 * all.Count);
    }

    private static (double W, double B) ExactGradient(in MomentumSettings settings, double w, double b)
    {
        DoubleLanes128 ofW, ofB;
        if (settings.Target == "relu")
        {
            ReluTarget.Gradient(settings.Problem, DoubleLanes128.Of(w), DoubleLanes128.Of(b), out ofW, out ofB);
        }
        else
        {
            LinearTarget.Gradient(settings.Problem, DoubleLanes128.Of(w), DoubleLanes128.Of(b), out ofW, out ofB);
        }

        var numbers = new double[4];
        DoubleLanes128.Store(ofW, ref numbers[0]);
        DoubleLanes128.Store(ofB, ref numbers[2]);
        return (numbers[0], numbers[2]);
    }
}
