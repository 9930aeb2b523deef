namespace Farm.Numerics.Tests.Networks;

/// <summary>Unit types of a trainer's layers, beside second differences of a slow network's loss.</summary>
public sealed class NetworkClassifierTests
{
    private const double Step = 1e-4;

    [Fact]
    public void A_unit_s_trace_is_that_of_the_loss_s_second_differences()
    {
        var compared = 0;
        foreach (var (shape, loss) in new[]
        {
            (new NetworkShape(3, 5, 2, 2), LossKind.SquaredError),
            (new NetworkShape(3, 5, 2, 3), LossKind.CrossEntropy),
            (new NetworkShape(2, 18, 1, 1) { Activation = Activation.LeakyRelu, Slope = 0.3f }, LossKind.SquaredError),
            (new NetworkShape(3, 4, 2, 1) { Activation = Activation.Abs }, LossKind.SquaredError),
            (new NetworkShape(3, 6, 4, 2) { IsResidual = true }, LossKind.SquaredError),
            (new NetworkShape(3, 6, 4, 3) { IsResidual = true }, LossKind.CrossEntropy),
        })
        {
            var some = new NetworkCase(shape, loss, seed: 3);
            var trainer = some.Trainer(LaneWidth.Bits256, new NetworkOptimizer(OptimizerKind.GradientDescent, 0.1), 12);
            var slow = new SlowNetwork(shape, loss);
            slow.Start(trainer.Parameters);
            var classifier = new NetworkClassifier(shape, 12);
            trainer.Load(some.Data, [.. Enumerable.Range(0, 12)]);
            classifier.Take(trainer, trainer.Differentiate());
            var held = shape.IsResidual ? slow.BatchStatistics(some.Inputs) : null;
            for (var layer = 0; layer < shape.Depth; layer++)
            {
                // What an even layer of a residual network reads also goes past it: its block is that of the path through it.
                if (shape.IsResidual && layer % 2 == 0)
                {
                    continue;
                }

                var reports = new UnitReport[shape.Width];
                classifier.Classify(layer, NetworkClassifier.RuleOf(trainer), reports);
                for (var unit = 0; unit < shape.Width; unit++)
                {
                    var expected = Trace(slow, some, held, layer, unit);
                    Assert.Equal(expected, reports[unit].Trace, 1e-4 * Math.Max(1, expected));
                    Assert.Equal(shape.IsResidual, reports[unit].IsFrozenStatistics);
                    compared += expected > 0 ? 1 : 0;
                }
            }
        }

        Assert.True(compared > 30);
    }

    [Fact]
    public void The_cheap_check_agrees_with_the_full_one_under_adam()
    {
        var some = new NetworkCase(new(4, 20, 3, 3), LossKind.CrossEntropy, seed: 5);
        var trainer = some.Trainer(LaneWidth.Bits256, new NetworkOptimizer(OptimizerKind.Adam, 0.01), 12);
        var classifier = new NetworkClassifier(some.Shape, 12);
        for (var update = 0; update < 5; update++)
        {
            trainer.Load(some.Data, some.Batch(update, 12));
            trainer.Differentiate();
            trainer.Update();
        }

        trainer.Load(some.Data, some.Batch(9, 12));
        classifier.Take(trainer, trainer.Differentiate());
        var rule = NetworkClassifier.RuleOf(trainer);
        var (largest, residuals, reports) = (new double[20], new double[20], new UnitReport[20]);
        for (var layer = 0; layer < 3; layer++)
        {
            classifier.Largest(layer, rule, largest, residuals);
            classifier.Classify(layer, rule, reports);
            for (var unit = 0; unit < 20; unit++)
            {
                var off = reports[unit].Fixed.Type is UnitType.Off or UnitType.Blocked;
                Assert.Equal(off ? 0 : reports[unit].Largest, largest[unit], 0.02 * Math.Max(1e-9, reports[unit].Largest));
            }
        }
    }

    [Fact]
    public void A_check_allocates_nothing_and_leaves_the_next_update_as_it_is()
    {
        var some = new NetworkCase(new(4, 20, 4, 3) { IsResidual = true }, LossKind.CrossEntropy, seed: 5);
        var (checkedOne, plain) = (Trainer(), Trainer());
        var classifier = new NetworkClassifier(some.Shape, 12);
        var reports = new UnitReport[20];
        for (var update = 0; update < 6; update++)
        {
            plain.Load(some.Data, some.Batch(update, 12));
            plain.Differentiate();
            plain.Update();
            checkedOne.Load(some.Data, some.Batch(update, 12));
            var loss = checkedOne.Differentiate();
            Assert.Equal(0, Allocations.Of(() =>
            {
                classifier.Take(checkedOne, loss);
                classifier.Classify(update % 4, NetworkClassifier.RuleOf(checkedOne), reports);
            }));
            checkedOne.Update();
        }

        Assert.Equal(plain.Parameters.Memory.Span.ToArray(), checkedOne.Parameters.Memory.Span.ToArray());

        NetworkTrainer Trainer() => some.Trainer(LaneWidth.Bits256, new NetworkOptimizer(OptimizerKind.Adam, 0.01), 12);
    }

    private static double Trace(
        SlowNetwork slow, NetworkCase some, List<(double[] Means, double[] Variances)>? held, int layer, int unit)
    {
        var (shape, at) = (some.Shape, 0);
        for (var map = 0; map < layer; map++)
        {
            at += shape.InputsOf(map) * shape.Width + (shape.HasBias(map) ? shape.Width : 0);
        }

        var weights = Enumerable.Range(0, shape.InputsOf(layer)).Select(i => at + i * shape.Width + unit);
        var bias = shape.IsResidual
            ? slow.Parameters.Length - shape.Outputs * (shape.Width + 1) - (2 * (shape.Depth - layer) - 1) * shape.Width + unit
            : at + shape.InputsOf(layer) * shape.Width + unit;
        return weights.Append(bias).Sum(i => SecondDifference(slow, some, held, i));
    }

    private static double SecondDifference(
        SlowNetwork slow, NetworkCase some, List<(double[] Means, double[] Variances)>? held, int parameter)
    {
        double At(double by)
        {
            var moved = (double[])slow.Parameters.Clone();
            moved[parameter] += by;
            return slow.LossOf(moved, some.Inputs, some.Targets, isTraining: true, held);
        }

        return (At(Step) - 2 * At(0) + At(-Step)) / (Step * Step);
    }
}
