using Farm.Numerics;
using Farm.Studies.Healing;

namespace Farm.Studies.Tests.Networks;

/// <summary>Each action on hand-made layers: what called for it, what it changed and nothing else, what it wrote down.</summary>
public sealed class HealingActionsTests
{
    private static readonly NetworkShape shape = new(5, 6, 2, 2);

    [Fact]
    public void A_warm_up_raises_every_bias_of_a_layer_until_its_worst_sample_reaches_a_unit()
    {
        var training = new HealedTraining(shape, new("bias-warm-up") { Every = 1, Margin = 0.25f });
        training.Step();
        training.Trainer.Parameters.Biases(0).Row(0).Fill(10);
        training.Trainer.Parameters.Biases(1).Row(0).Fill(-50);
        training.Differentiate();
        var reach = LayerReach.Of(training.Trainer.PreActivations(1), 16);
        Assert.Equal(16, reach.Dead);
        training.Log.Clear();
        training.Healing.Look(training.Trainer, 1);

        var healing = Assert.Single(training.Log.Events);
        Assert.Equal(new(1, 1, -1, HealingAction.BiasWarmUp, 16, reach.Least, reach.Least + (0.25f - reach.Least)), healing);
        var biases = training.Trainer.Parameters.Biases(1).Row(0).ToArray();
        Assert.All(biases, b => Assert.Equal(-50 + (0.25f - reach.Least), b));
        Assert.All(training.Trainer.Parameters.Biases(0).Row(0).ToArray(), b => Assert.Equal(10, b));

        training.Differentiate();
        var after = LayerReach.Of(training.Trainer.PreActivations(1), 16);
        Assert.Equal(0, after.Dead);
        Assert.Equal(0.25, after.Least, 1e-5);
    }

    [Fact]
    public void A_layer_with_less_dead_data_than_the_threshold_is_left_alone()
    {
        foreach (var (threshold, actions) in new[] { (0.99, 1), (0.0, 1), (1.0, 0) })
        {
            var training = new HealedTraining(new(5, 6, 1, 2), new("bias-warm-up") { Every = 1, DeadData = threshold });
            training.Step();
            training.Trainer.Parameters.Biases(0).Row(0).Fill(-50);
            training.Differentiate();
            training.Log.Clear();
            training.Healing.Look(training.Trainer, 1);
            Assert.Equal(actions, training.Log.Events.Count);
        }
    }

    [Fact]
    public void A_warm_up_of_a_residual_network_raises_its_shifts()
    {
        var training = new HealedTraining(shape with { IsResidual = true }, new("bias-warm-up") { Every = 1 });
        training.Step();
        training.Trainer.Parameters.Shifts(0).Row(0).Fill(-50);
        training.Differentiate();
        training.Healing.Look(training.Trainer, 1);
        training.Differentiate();
        Assert.Equal(0.1, LayerReach.Of(training.Trainer.PreActivations(0), 16).Least, 1e-4);
    }

    [Fact]
    public void Tangent_adds_a_multiple_of_what_of_the_gradient_turns_the_unit()
    {
        var training = WithoutTorque(new("tangent") { Every = 1, Turn = 0.5f, Torque = new(0.3, 0) }, tilt: 0.1f);
        var (w, g) = (training.Weights(1, 2), training.Gradient(1, 2));
        training.Healing.Look(training.Trainer, 1);

        var along = Dot(w, g) / Dot(w, w);
        var tangent = w.Zip(g, (a, b) => b - along * a).ToArray();
        var turned = training.Weights(1, 2);
        Assert.All(turned.Zip(w.Zip(tangent, (a, t) => a + 0.5 * t)), p => Assert.Equal(p.Second, p.First, 1e-6));
        var healing = Assert.Single(training.Log.Events, e => e is { Layer: 1, Unit: 2 });
        Assert.Equal(HealingAction.Tangent, healing.Action);
        Assert.Equal(Sine(w, g), healing.Before, 1e-9);
        Assert.Equal(Sine(turned, g), healing.After, 1e-6);
        Assert.True(healing.Before is > 0.01 and < 0.3);
    }

    [Fact]
    public void Tangent_does_nothing_where_all_of_the_gradient_stretches()
    {
        var training = WithoutTorque(new("tangent") { Every = 1 }, tilt: 0);
        var before = training.Weights(1, 2);
        training.Healing.Look(training.Trainer, 1);
        Assert.Equal(before, training.Weights(1, 2));
        Assert.Equal(1, training.Healing.Counts[HealingAction.Tangent]);
    }

    [Fact]
    public void Noise_turns_a_unit_by_a_random_tangent_of_a_share_of_its_length()
    {
        var turns = new List<float[]>();
        foreach (var (trial, unit) in new[] { (5ul, 2), (5ul, 2), (5ul, 3), (6ul, 2) })
        {
            var training = new HealedTraining(shape, new("noise") { Every = 1, Turn = 0.25f });
            training.Begin(trial);
            training.Step();
            training.Differentiate();
            training.TakeTorque(1, unit);
            var (w, others) = (training.Weights(1, unit), training.Weights(1, 0));
            training.Log.Clear();
            training.Healing.Look(training.Trainer, 1);
            var turned = training.Weights(1, unit);
            var change = turned.Zip(w, (a, b) => (a - b) / (float)Math.Sqrt(Dot(w, w))).ToArray();
            Assert.Equal(0.25, Math.Sqrt(Dot(change, change)), 1e-6);
            Assert.Equal(0, Dot(change, w), 1e-6);
            Assert.Equal(others, training.Weights(1, 0));
            var healing = Assert.Single(training.Log.Events);
            Assert.Equal((HealingAction.Noise, 1, unit), (healing.Action, healing.Layer, healing.Unit));
            Assert.Equal(0, healing.Before, 1e-7);
            Assert.Equal(0.25 / Math.Sqrt(1 + 0.0625), healing.After, 1e-6);
            turns.Add(change);
        }

        Assert.Equal(turns[0], turns[1]);
        Assert.NotEqual(turns[0], turns[2]);
        Assert.NotEqual(turns[0], turns[3]);
    }

    [Fact]
    public void Noise_takes_other_directions_at_other_updates_and_leaves_a_unit_of_no_torque_ratio_alone()
    {
        var training = new HealedTraining(shape, new("noise") { Every = 1 });
        var turns = new List<float[]>();
        for (var i = 0; i < 2; i++)
        {
            training.Step();
            training.Differentiate();
            training.TakeTorque(1, 2);
            var w = training.Weights(1, 2);
            training.Healing.Look(training.Trainer, 1);
            turns.Add([.. training.Weights(1, 2).Zip(w, (a, b) => a - b)]);
        }

        Assert.True(Math.Abs(Dot(turns[0], turns[1])) < 0.999 * Math.Sqrt(Dot(turns[0], turns[0]) * Dot(turns[1], turns[1])));

        var single = new HealedTraining(new(1, 6, 1, 2), new("noise") { Every = 1, Torque = new(1, 0) });
        single.Steps(20);
        Assert.Equal(0, single.Healing.Counts[HealingAction.Noise]);
    }

    [Fact]
    public void Leaky_gives_a_unit_a_slope_for_exactly_so_many_batches()
    {
        var training = WithoutTorque(new("leaky") { Every = 1, Slope = 0.2f, SlopeUpdates = 7, Torque = new(1e-6, 1e-3) }, tilt: 0);
        training.Healing.Look(training.Trainer, 1);
        Assert.Equal(new(1, 1, 2, HealingAction.Leaky, 0, 0, 0.2f), Assert.Single(training.Log.Events));
        training.Trainer.Update();
        var batches = 0;
        for (var i = 0; i < 12; i++)
        {
            var loss = training.Differentiate();
            var isLeaky = training.Trainer.Slopes[1].Row(0)[2] == 0.2f;
            Assert.Equal(isLeaky, training.Trainer.SlopesAtZero[1].Row(0)[2] == 0.2f);
            batches += isLeaky ? 1 : 0;
            training.Healing.Look(training.Trainer, loss);
            training.Trainer.Update();
        }

        Assert.Equal(7, batches);
        Assert.Equal(1, training.Healing.Counts[HealingAction.Leaky]);
        Assert.All(training.Trainer.Slopes, s => Assert.All(s.Row(0).ToArray(), slope => Assert.Equal(0, slope)));
    }

    [Theory]
    [InlineData(OptimizerKind.GradientDescent, "scaled")]
    [InlineData(OptimizerKind.Momentum, "scaled")]
    [InlineData(OptimizerKind.Adam, "scaled")]
    public void A_unit_that_three_checks_in_a_row_find_collapsed_is_drawn_anew(OptimizerKind optimizer, string type)
    {
        var settings = new HealingSettings("reinit") { Every = 2, Types = Enum.Parse<HealingTypes>(type, ignoreCase: true) };
        var training = new HealedTraining(shape, settings, optimizer, rate: 1e-9);
        training.Steps(1);
        Collapse(training, 1, 4);
        var onward = Enumerable.Range(0, 2).Select(k => training.Trainer.Parameters.OutputWeights.Row(k)[4]).ToArray();
        training.Steps(5);
        Assert.Empty(training.Log.Events);
        training.Differentiate();
        training.Healing.Look(training.Trainer, 1);

        var healing = Assert.Single(training.Log.Events);
        Assert.Equal((6L, 1, 4, HealingAction.Reinit), (healing.Update, healing.Layer, healing.Unit, healing.Action));
        var w = training.Weights(1, 4);
        Assert.InRange(healing.Before, 0, 1e-4);
        Assert.Equal(Math.Sqrt(Dot(w, w)), healing.After, 1e-6);
        Assert.All(w, x => Assert.True(x != 0 && Math.Abs(x) <= 1.001));
        Assert.Equal(6, w.Distinct().Count());
        Assert.Equal(0, training.Trainer.Parameters.Biases(1).Row(0)[4]);
        Assert.Equal(onward, Enumerable.Range(0, 2).Select(k => training.Trainer.Parameters.OutputWeights.Row(k)[4]), Close);
        foreach (var means in new[] { training.Trainer.Gradients, training.Trainer.FirstMoments, training.Trainer.SecondMoments })
        {
            Assert.All(Enumerable.Range(0, 6), row => Assert.Equal(0, means?.Weights(1).Row(row)[4] ?? 0));
            Assert.Equal(0, means?.Biases(1).Row(0)[4] ?? 0);
        }

        training.Trainer.Update();
        Assert.Equal(w, training.Weights(1, 4));
    }

    [Fact]
    public void A_unit_that_is_well_for_one_check_begins_to_be_counted_anew()
    {
        var training = new HealedTraining(shape, new("reinit") { Every = 1 }, rate: 1e-9);
        training.Step();
        Collapse(training, 1, 4);
        training.Steps(2);
        training.Trainer.Parameters.Biases(1).Row(0)[4] = 0.5f;
        training.Step();
        Collapse(training, 1, 4);
        training.Steps(2);
        Assert.Empty(training.Log.Events);
        training.Step();
        Assert.Equal([HealingAction.Reinit], training.Actions);
    }

    [Fact]
    public void A_unit_that_is_off_is_replaced_where_that_is_asked_for()
    {
        foreach (var (targets, actions) in new[] { (HealingTargets.Collapsed, 0), (HealingTargets.Off, 1), (HealingTargets.Collapsed | HealingTargets.Off, 1) })
        {
            var training = new HealedTraining(shape, new("reinit") { Every = 1, Targets = targets });
            training.Step();
            training.Trainer.Parameters.Biases(0).Row(0).Fill(10);
            training.Trainer.Parameters.Biases(1).Row(0).Fill(1000);
            training.Trainer.Parameters.Biases(0).Row(0)[3] = -100;
            training.Steps(3);
            Assert.Equal(actions, training.Log.Events.Count);
            Assert.All(training.Log.Events, e => Assert.Equal((0, 3), (e.Layer, e.Unit)));
            Assert.Equal(actions == 0, training.Trainer.Parameters.Biases(0).Row(0)[3] < -99);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pruned_unit_is_nothing_and_stays_it(bool isResidual)
    {
        var network = shape with { Depth = 4, IsResidual = isResidual };
        var training = new HealedTraining(network, new("all") { Every = 1, Targets = HealingTargets.Off, Checks = 1, Torque = new(0.3, 0), Turn = 0.001f });
        var (trainer, pruned) = (training.Trainer, new[] { (0, 3), (1, 2), (3, 5) });
        training.Step();
        foreach (var (layer, unit) in pruned)
        {
            // Drawn anew once, then pruned; not as long as it is leaky, which is never off.
            for (var i = 0; i < 70 && !training.Log.Events.Any(e => e.Action == HealingAction.Prune && (e.Layer, e.Unit) == (layer, unit)); i++)
            {
                trainer.Parameters.UnitBiases(layer).Row(0)[unit] = -1e4f;
                training.Step();
            }
        }

        Assert.All(pruned, p => Assert.Equal(
            [HealingAction.Reinit, HealingAction.Prune],
            training.Log.Events.Where(e => (e.Layer, e.Unit) == p && e.Action is HealingAction.Reinit or HealingAction.Prune).Select(e => e.Action)));
        var count = training.Log.Events.Count;
        training.Steps(60);
        Assert.True(training.Log.Events.Count > count);
        Assert.DoesNotContain(training.Log.Events.Skip(count), e => pruned.Contains((e.Layer, e.Unit)));
        training.Differentiate();
        foreach (var (layer, unit) in pruned)
        {
            Assert.All(Enumerable.Range(0, 16), row => Assert.Equal(0, trainer.PreActivations(layer).Row(row)[unit]));
            Assert.Equal(0, trainer.Parameters.UnitBiases(layer).Row(0)[unit]);
            Assert.True(isResidual && layer % 2 == 0 || training.Weights(layer, unit).All(w => w == 0));
            Assert.True(layer + 1 == network.Maps
                ? Enumerable.Range(0, 2).All(k => trainer.Parameters.OutputWeights.Row(k)[unit] == 0)
                : trainer.Parameters.Weights(layer + 1).Row(unit).ToArray().All(w => w == 0));
        }
    }

    [Theory]
    [InlineData(OptimizerKind.GradientDescent, 4)]
    [InlineData(OptimizerKind.GradientDescent, 50)]
    [InlineData(OptimizerKind.Adam, 4)]
    public void Step_sizes_go_with_the_average_of_each_unit_s_largest_eigenvalue(OptimizerKind optimizer, double most)
    {
        var training = new HealedTraining(shape, new("step-size") { RateEvery = 3, RateMost = most }, optimizer, rate: 0.2);
        var (classifier, averages) = (new NetworkClassifier(shape, 16), new double[2, 6]);
        var (largest, residuals, seen) = (new double[6], new double[6], 0);
        for (var update = 0; update < 13; update++)
        {
            var loss = training.Differentiate();
            var before = training.Trainer.RateFactors.Select(f => f.Row(0).ToArray()).ToArray();
            training.Log.Clear();
            training.Healing.Look(training.Trainer, loss);
            if (update % 3 != 0 || update == 0)
            {
                Assert.Empty(training.Log.Events);
                Assert.Equal(before, training.Trainer.RateFactors.Select(f => f.Row(0).ToArray()));
                training.Trainer.Update();
                continue;
            }

            classifier.Take(training.Trainer, loss);
            var rule = NetworkClassifier.RuleOf(training.Trainer);
            for (var layer = 0; layer < 2; layer++)
            {
                classifier.Largest(layer, rule, largest, residuals);
                for (var unit = 0; unit < 6; unit++)
                {
                    averages[layer, unit] = seen == 0 ? largest[unit] : 0.9 * averages[layer, unit] + 0.1 * largest[unit];
                    var factor = 1 / (rule.Rate * averages[layer, unit]);
                    factor = factor < 0.25 ? 0.25 : factor > most ? most : factor;
                    Assert.Equal(factor, training.Trainer.RateFactors[layer].Row(0)[unit], 1e-6 * factor);
                    var isChanged = before[layer][unit] != training.Trainer.RateFactors[layer].Row(0)[unit];
                    Assert.Equal(isChanged, training.Log.Events.Contains(new(
                        update, layer, unit, HealingAction.StepSize, 0, before[layer][unit], training.Trainer.RateFactors[layer].Row(0)[unit])));
                }
            }

            seen++;
            Assert.True(training.Trainer.HasRateFactors);
            training.Trainer.Update();
        }

        Assert.Equal(4, seen);
        Assert.True(training.Trainer.RateFactors.SelectMany(f => f.Row(0).ToArray()).Distinct().Count() > 1 || most == 4);
    }

    [Fact]
    public void Weight_decay_is_the_optimiser_s_and_written_down_once()
    {
        var training = new HealedTraining(shape, new("weight-decay") { Decay = 0.5 }, OptimizerKind.GradientDescent, rate: 0.1);
        Assert.Equal(0.5, training.Trainer.Optimizer.WeightDecay);
        training.Steps(30);
        Assert.Equal(new(0, -1, -1, HealingAction.WeightDecay, 0, 0, 0.5), Assert.Single(training.Log.Events));
        var both = new HealingSettings("all").Applied(new NetworkOptimizer(OptimizerKind.Adam, 0.1) { WeightDecay = 0.25 });
        Assert.Equal(0.26, both.WeightDecay, 1e-12);
        Assert.Equal(0, HealingSettings.Off.Applied(new NetworkOptimizer(OptimizerKind.Adam, 0.1)).WeightDecay);
    }

    /// <summary>Unit 2 of layer 1 has a gradient along its weights but for a tilt, before the second update.</summary>
    private static HealedTraining WithoutTorque(HealingSettings settings, float tilt)
    {
        var training = new HealedTraining(shape, settings);
        training.Step();
        training.Differentiate();
        training.TakeTorque(1, 2);
        training.Trainer.Gradients.Weights(1).Row(0)[2] += tilt;
        training.Log.Clear();
        return training;
    }

    /// <summary>A unit that is active everywhere, with about no parameters, whose output counts.</summary>
    private static void Collapse(HealedTraining training, int layer, int unit)
    {
        var weights = training.Trainer.Parameters.Weights(layer);
        for (var row = 0; row < weights.Rows; row++)
        {
            weights.Row(row)[unit] = 1e-7f;
        }

        training.Trainer.Parameters.Biases(layer).Row(0)[unit] = 5e-5f;
        training.Trainer.Parameters.OutputWeights.Row(0)[unit] = 0.1f;
    }

    private static bool Close(float expected, float actual) => Math.Abs(expected - actual) < 1e-6;

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();

    private static double Sine(float[] w, float[] g)
    {
        var cosine = Dot(w, g) / Math.Sqrt(Dot(w, w) * Dot(g, g));
        return Math.Sqrt(1 - cosine * cosine);
    }
}
