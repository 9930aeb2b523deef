using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Networks;

/// <summary>The trainer against a slow float64 network, and against itself at other widths and after a restore.</summary>
public sealed class NetworkTrainerTests(ITestOutputHelper output)
{
    private const int MostRows = 11;

    private static readonly LaneWidth[] widths = [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    private static readonly NetworkOptimizer[] optimizers =
    [
        new(OptimizerKind.GradientDescent, 0.05),
        new(OptimizerKind.Momentum, 0.1) { Momentum = 0.8 },
        new(OptimizerKind.Adam, 0.01) { Beta1 = 0.85, Beta2 = 0.98, Epsilon = 1e-6 },
    ];

    [Fact]
    public void Gradients_are_the_differences_of_the_loss_for_every_kind_of_layer()
    {
        foreach (var some in FixedCases())
        {
            var trainer = some.Trainer(LaneWidth.Bits256, optimizers[0], MostRows);
            var slow = new SlowNetwork(some.Shape, some.Loss);
            slow.Start(trainer.Parameters);
            var rows = some.Batch(update: 2, MostRows);
            var (inputs, targets) = Of(some, rows);

            trainer.Load(some.Data, rows);
            var loss = trainer.Differentiate();

            Assert.Equal(slow.LossOf(slow.Parameters, inputs, targets), loss, 1e-5);
            AssertNear(slow.Gradient(inputs, targets), SlowNetwork.Flatten(trainer.Gradients), 2e-5, some.ToString());
        }
    }

    [Fact]
    public void Whole_trainings_go_where_float64_goes()
    {
        foreach (var some in FixedCases())
        {
            foreach (var optimizer in optimizers)
            {
                var trainer = some.Trainer(LaneWidth.Bits512, optimizer, MostRows);
                var slow = new SlowNetwork(some.Shape, some.Loss);
                slow.Start(trainer.Parameters);
                var updates = some.Shape.Parameters < 200 ? 40 : 6;
                for (var update = 1; update <= updates; update++)
                {
                    var rows = some.Batch(update, MostRows);
                    var (inputs, targets) = Of(some, rows);
                    slow.Update(optimizer, update, inputs, targets);
                    trainer.Load(some.Data, rows);
                    trainer.Differentiate();
                    trainer.Update();
                }

                AssertNear(slow.Parameters, SlowNetwork.Flatten(trainer.Parameters), 2e-3, $"{some} {optimizer}");
                var result = new Evaluation(some.Shape);
                trainer.Evaluate(some.Data, [.. Enumerable.Range(0, some.Inputs.Length)], result);
                Assert.Equal(slow.LossOf(slow.Parameters, some.Inputs, some.Targets, isTraining: false), result.Loss, 2e-3);
            }
        }
    }

    [Fact]
    public void Sensitivities_are_the_differences_of_an_output_by_a_pre_activation()
    {
        foreach (var some in FixedCases())
        {
            var trainer = some.Trainer(LaneWidth.Bits128, optimizers[0], MostRows);
            var slow = new SlowNetwork(some.Shape, some.Loss);
            slow.Start(trainer.Parameters);
            var rows = some.Batch(update: 1, MostRows);
            var (inputs, _) = Of(some, rows);
            trainer.Load(some.Data, rows);
            trainer.Differentiate();
            var held = some.Shape.IsResidual ? slow.BatchStatistics(inputs) : null;
            for (var k = 0; k < some.Shape.Outputs; k++)
            {
                trainer.Sensitivities(k);
                for (var layer = 0; layer < some.Shape.Depth; layer++)
                {
                    for (var row = 0; row < rows.Length; row++)
                    {
                        for (var unit = 0; unit < some.Shape.Width; unit++)
                        {
                            var expected = SlowNetwork.Difference(by =>
                                slow.Run(slow.Parameters, inputs, true, (layer, row, unit, by), held).Outputs[row][k]);
                            Assert.Equal(expected, trainer.Deltas(layer).Row(row)[unit], 2e-5);
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        foreach (var some in Cases())
        {
            foreach (var optimizer in optimizers)
            {
                var states = widths
                    .Select(width => StateAfter(some, optimizer, width, updates: 25)).ToArray();
                Assert.Equal(states[0], states[1]);
                Assert.Equal(states[0], states[2]);
            }
        }
    }

    [Fact]
    public void A_restored_trainer_goes_on_with_the_same_bits()
    {
        foreach (var some in Cases())
        {
            foreach (var optimizer in optimizers)
            {
                var whole = StateAfter(some, optimizer, LaneWidth.Bits256, updates: 20);
                var first = StateAfter(some, optimizer, LaneWidth.Bits256, updates: 9);
                var trainer = NetworkTrainer.Create(LaneWidth.Bits512, some.Shape, some.Loss, optimizer, MostRows);
                trainer.Restore(first);
                Assert.Equal(whole, StateAfter(some, trainer, updates: 20));
            }
        }
    }

    /// <summary>An update whose gradients overflow while its loss is finite writes 0·∞ into what fills up rows.</summary>
    [Fact]
    public void A_state_with_infinite_numbers_has_the_same_bits_at_every_width_too()
    {
        foreach (var some in OverflowingCases())
        {
            var trainers = widths.Select(width => Overflown(some, width)).ToArray();
            Assert.All(trainers, t => Assert.Contains(t.Parameters.Memory.Span.ToArray(), x => !float.IsFinite(x)));
            Assert.All(trainers, t => Assert.Equal(StateOf(trainers[0]), StateOf(t)));
        }
    }

    [Fact]
    public void A_trainer_that_has_diverged_begins_anew_as_a_new_one_does()
    {
        foreach (var some in OverflowingCases())
        {
            foreach (var width in widths)
            {
                var (used, fresh) = (Overflown(some, width), some.Trainer(width, optimizers[0], MostRows));
                used.Reset();
                some.Start(used);
                Assert.Equal(StateAfter(some, fresh, 4), StateAfter(some, used, 4));
                var (expected, found) = (new Evaluation(some.Shape), new Evaluation(some.Shape));
                fresh.Evaluate(some.Data, [0, 1, 2], expected);
                used.Evaluate(some.Data, [0, 1, 2], found);
                Assert.True(double.IsFinite(expected.Loss));
                Assert.Equal(expected.Loss, found.Loss);
            }
        }
    }

    [Fact]
    public void What_fills_up_rows_stays_zero()
    {
        foreach (var some in Cases())
        {
            var trainer = some.Trainer(LaneWidth.Bits512, optimizers[2], MostRows);
            StateAfter(some, trainer, updates: 10);
            var parameters = trainer.Parameters.Memory.Span.ToArray().Count(x => x != 0);
            Assert.True(parameters <= some.Shape.Parameters, some.ToString());
            Assert.Equal(some.Shape.Parameters, SlowNetwork.Flatten(trainer.Parameters).Length);
        }
    }

    [Fact]
    public void Rate_factors_of_one_change_nothing_and_of_zero_stop_a_unit()
    {
        var moved = 0;
        foreach (var some in Cases())
        {
            foreach (var optimizer in optimizers)
            {
                var plain = some.Trainer(LaneWidth.Bits256, optimizer, MostRows);
                var one = some.Trainer(LaneWidth.Bits256, optimizer, MostRows);
                one.HasRateFactors = true;
                var stopped = some.Trainer(LaneWidth.Bits256, optimizer, MostRows);
                stopped.HasRateFactors = true;
                stopped.RateFactors[0].Row(0)[2] = 0;
                var before = Unit(stopped, 2);
                StateAfter(some, plain, 6);
                StateAfter(some, one, 6);
                StateAfter(some, stopped, 6);
                Assert.Equal(All(plain), All(one));
                if (All(stopped).Any(x => !float.IsFinite(x)))
                {
                    // Diverged: a rate of 0 times an infinite gradient is no number, and a trial ends here.
                    continue;
                }

                Assert.Equal(before, Unit(stopped, 2));
                if (before.SequenceEqual(Unit(plain, 2)))
                {
                    // Dead on all rows that were drawn: there was nothing to stop.
                    Assert.Equal(All(plain), All(stopped));
                }
                else
                {
                    moved++;
                }
            }
        }

        Assert.True(moved > 0);

        static float[] All(NetworkTrainer trainer) => trainer.Parameters.Memory.Span.ToArray();

        static float[] Unit(NetworkTrainer trainer, int unit)
        {
            var weights = trainer.Parameters.Weights(0);
            return [.. Enumerable.Range(0, weights.Rows).Select(r => weights.Row(r)[unit]), trainer.Parameters.UnitBiases(0).Row(0)[unit]];
        }
    }

    [Fact]
    public void Weight_decay_shrinks_weights_alone()
    {
        var some = new NetworkCase(new(3, 5, 2, 2), LossKind.SquaredError, 1);
        var optimizer = new NetworkOptimizer(OptimizerKind.GradientDescent, 0.5) { WeightDecay = 0.5 };
        var trainer = some.Trainer(LaneWidth.Bits256, optimizer, MostRows);
        var before = SlowNetwork.Flatten(trainer.Parameters);
        trainer.Gradients.Memory.Span.Clear();
        trainer.Update();
        var biases = new HashSet<int>([.. Enumerable.Range(15, 5), .. Enumerable.Range(45, 5), .. Enumerable.Range(60, 2)]);
        Assert.Equal(
            before.Select((x, i) => biases.Contains(i) ? x : (float)(0.75 * x)).ToArray(), SlowNetwork.Flatten(trainer.Parameters));
    }

    [Fact]
    public void An_update_allocates_nothing()
    {
        foreach (var some in Cases())
        {
            var trainer = some.Trainer(LaneWidth.Bits256, optimizers[2], MostRows);
            int[] rows = [1, 3, 5, 7];
            var result = new Evaluation(some.Shape);
            Assert.Equal(0, Allocations.Of(() =>
            {
                trainer.Load(some.Data, rows);
                trainer.Differentiate();
                trainer.Update();
                trainer.Sensitivities(0);
                trainer.Evaluate(some.Data, rows, result);
            }));
        }
    }

    [Fact]
    public void An_evaluation_counts_active_units_and_dead_data()
    {
        foreach (var some in FixedCases())
        {
            var trainer = some.Trainer(LaneWidth.Bits256, optimizers[0], MostRows);
            var slow = new SlowNetwork(some.Shape, some.Loss);
            slow.Start(trainer.Parameters);
            var result = new Evaluation(some.Shape);
            trainer.Evaluate(some.Data, [.. Enumerable.Range(0, some.Inputs.Length)], result);
            var (outputs, z) = slow.Run(slow.Parameters, some.Inputs, isTraining: false);
            for (var layer = 0; layer < some.Shape.Depth; layer++)
            {
                Assert.Equal(z[layer].Count(r => r.All(v => v <= 0)), result.DeadRows(layer));
                for (var unit = 0; unit < some.Shape.Width; unit++)
                {
                    var active = z[layer].Count(r => r[unit] > 0 || (r[unit] < 0 && some.Shape.SlopeBelow != 0));
                    Assert.Equal(active, result.ActiveRows(layer, unit));
                }

                Assert.Equal(
                    Enumerable.Range(0, some.Shape.Width).Count(u => result.ActiveRows(layer, u) == 0), result.DeadUnits(layer));
            }

            if (some.Loss == LossKind.CrossEntropy)
            {
                var right = outputs.Zip(some.Targets).Count(p => Array.IndexOf(p.First, p.First.Max()) == (int)p.Second[0]);
                Assert.Equal((double)right / some.Inputs.Length, result.Accuracy);
            }
        }
    }

    [Fact]
    public void What_is_not_finite_is_told_by_the_loss()
    {
        var some = new NetworkCase(new(3, 5, 2, 2), LossKind.SquaredError, 1);
        var trainer = some.Trainer(LaneWidth.Bits256, optimizers[0], MostRows);
        trainer.Parameters.Weights(0).Row(0)[0] = float.PositiveInfinity;
        trainer.Load(some.Data, [0, 1, 2]);
        Assert.False(double.IsFinite(trainer.Differentiate()));
    }

    [Fact]
    public void Misuse_throws()
    {
        var some = new NetworkCase(new(3, 5, 2, 2), LossKind.SquaredError, 1);
        var trainer = some.Trainer(LaneWidth.Bits256, optimizers[0], batchSize: 2);
        Assert.Throws<ArgumentException>(() => trainer.Load(some.Data, [0, 1, 2]));
        Assert.Throws<ArgumentException>(() => trainer.Load(some.Data, []));
        Assert.Throws<ArgumentException>(() => trainer.Restore(new byte[3]));
        Assert.Throws<ArgumentException>(() => new NetworkShape(3, 5, 3, 1) { IsResidual = true }.Check());
    }

    /// <summary>The same cases each time, where rounding near a kink or a small deviation could pass any stated tolerance.</summary>
    private static IEnumerable<NetworkCase> FixedCases() => Cases(20260101);

    private IEnumerable<NetworkCase> Cases() => Cases(Seeds.New(output));

    private static IEnumerable<NetworkCase> Cases(int seed)
    {
        foreach (var shape in NetworkCase.Shapes())
        {
            yield return new NetworkCase(shape, LossKind.SquaredError, seed++);
            if (shape.Outputs > 1)
            {
                yield return new NetworkCase(shape, LossKind.CrossEntropy, seed++);
            }
        }
    }

    private static byte[] StateAfter(NetworkCase some, NetworkOptimizer optimizer, LaneWidth width, int updates) =>
        StateAfter(some, some.Trainer(width, optimizer, MostRows), updates);

    /// <summary>Layers whose last unit takes numbers beyond float32 on the way back, none of which the loss sees.</summary>
    private static IEnumerable<NetworkCase> OverflowingCases() =>
        NetworkCase.Shapes().Where(s => s.Depth > 1).Select(s => new NetworkCase(s, LossKind.SquaredError, 20260101));

    /// <summary>After an update that began with a finite loss and large numbers.</summary>
    private static NetworkTrainer Overflown(NetworkCase some, LaneWidth width)
    {
        var trainer = some.Trainer(width, optimizers[0], MostRows);
        foreach (ref var number in trainer.Parameters.Weights(some.Shape.Maps - 1).Padded)
        {
            number *= 1e20f;
        }

        foreach (ref var number in trainer.Parameters.OutputWeights.Padded)
        {
            number *= 1e17f;
        }

        trainer.Load(some.Data, some.Batch(2, MostRows));
        Assert.True(double.IsFinite(trainer.Differentiate()));
        trainer.Update();
        return trainer;
    }

    private static byte[] StateOf(NetworkTrainer trainer)
    {
        var state = new byte[trainer.StateBytes];
        trainer.Save(state);
        return state;
    }

    private static byte[] StateAfter(NetworkCase some, NetworkTrainer trainer, int updates)
    {
        while (trainer.Updates < updates)
        {
            trainer.Load(some.Data, some.Batch((int)trainer.Updates, MostRows));
            trainer.Differentiate();
            trainer.Update();
        }

        return StateOf(trainer);
    }

    private static (float[][] Inputs, float[][] Targets) Of(NetworkCase some, int[] rows) =>
        ([.. rows.Select(r => some.Inputs[r])], [.. rows.Select(r => some.Targets[r])]);

    private static void AssertNear(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var worst = expected.Zip(actual).Max(p => Math.Abs(p.First - p.Second) / (1 + Math.Abs(p.First)));
        Assert.True(worst <= tolerance, $"{what}: off by {worst}");
    }
}
