using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Health;

public sealed class NetworkHealthTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_layer_is_measured_with_its_own_numbers(bool isResidual)
    {
        var trainer = HealthTraining.Start(new Random(Seeds.New(output)), new(5, 19, 4, 2) { IsResidual = isResidual }, 12, out _);
        trainer.Differentiate();
        var health = new NetworkHealth(trainer.Shape);
        health.Measure(trainer);
        for (var layer = 0; layer < 4; layer++)
        {
            Assert.Equal(LayerReach.Of(trainer.PreActivations(layer), 12), health[layer].Reach);
            var (ratios, norms, lengths) = (new double[19], new double[19], new double[19]);
            TorqueRatios.Fill(trainer.Parameters.Weights(layer), trainer.Gradients.Weights(layer), ratios, norms, lengths);
            Assert.Equal(ratios, health[layer].Ratios.ToArray());
            Assert.Equal(norms, health[layer].Norms.ToArray());
            Assert.Equal(lengths, health[layer].WeightNorms.ToArray());
            Assert.Equal(
                TorqueSummary.Of(ratios, norms, new(0.9, 0), new double[19]), health[layer].Summary(new(0.9, 0)));
        }
    }

    [Fact]
    public void Weights_before_a_normalisation_are_never_without_torque()
    {
        var trainer = HealthTraining.Start(new Random(Seeds.New(output)), new(5, 20, 4, 1) { IsResidual = true }, 30, out _);
        trainer.Differentiate();
        var health = new NetworkHealth(trainer.Shape);
        health.Measure(trainer);
        foreach (var layer in new[] { 1, 3 })
        {
            var ratios = health[layer].Ratios.ToArray().Where((r, i) => health[layer].Norms[i] > 1e-4);
            Assert.All(ratios, r => Assert.Equal(1, r, 1e-3));
        }
    }

    [Fact]
    public void The_worst_layer_is_the_first_with_most_dead_units()
    {
        var shape = new NetworkShape(3, 10, 3, 1);
        var trainer = HealthTraining.Start(new Random(Seeds.New(output)), shape, 16, out var data);
        var evaluation = new Evaluation(shape);
        trainer.Parameters.Biases(1).Row(0)[..4].Fill(-1e6f);
        trainer.Parameters.Biases(2).Row(0)[..4].Fill(-1e6f);
        trainer.Parameters.Biases(0).Row(0).Fill(100);
        trainer.Evaluate(data, [.. Enumerable.Range(0, data.Rows)], evaluation);
        var most = Enumerable.Range(0, 3).Max(evaluation.DeadUnits);
        Assert.True(most >= 4);
        Assert.Equal(
            (Enumerable.Range(0, 3).First(l => evaluation.DeadUnits(l) == most), most / 10.0),
            NetworkHealth.WorstLayer(evaluation));
    }

    [Fact]
    public void The_share_of_checks_without_torque_survives_a_slice()
    {
        var shape = new NetworkShape(4, 18, 2, 1);
        var trainer = HealthTraining.Start(new Random(Seeds.New(output)), shape, 8, out var data);
        var (health, limits) = (new NetworkHealth(shape), new TorqueLimits(0.7, 0));
        var (whole, cut) = (new TorqueHistory(shape), new TorqueHistory(shape));
        var counts = new double[2, 18];
        Assert.True(double.IsNaN(whole.Share(0, 0)));
        for (var check = 0; check < 9; check++)
        {
            trainer.Load(data, [.. Enumerable.Range(check, 8)]);
            trainer.Differentiate();
            health.Measure(trainer);
            whole.Add(health, limits);
            var state = new byte[cut.StateBytes];
            cut.Save(state);
            cut = new(shape);
            cut.Restore(state);
            cut.Add(health, limits);
            for (var i = 0; i < 36; i++)
            {
                counts[i / 18, i % 18] += health[i / 18].Ratios[i % 18] < 0.7 && health[i / 18].Norms[i % 18] > 0 ? 1 : 0;
            }
        }

        Assert.Equal((9, 9), (whole.Checks, cut.Checks));
        for (var i = 0; i < 36; i++)
        {
            Assert.Equal(counts[i / 18, i % 18] / 9, whole.Share(i / 18, i % 18));
            Assert.Equal(whole.Share(i / 18, i % 18), cut.Share(i / 18, i % 18));
        }

        Assert.Throws<ArgumentException>(() => cut.Restore(new byte[3]));
        cut.Clear();
        Assert.Equal(0, cut.Checks);
    }

    [Fact]
    public void Measuring_allocates_nothing()
    {
        var trainer = HealthTraining.Start(new Random(1), new(8, 50, 3, 1), 16, out _);
        trainer.Differentiate();
        var health = new NetworkHealth(trainer.Shape);
        var sum = 0.0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            health.Measure(trainer);
            sum += health[1].Summary(new TorqueLimits()).Mean;
        }));
        Assert.True(sum > 0);
    }
}
