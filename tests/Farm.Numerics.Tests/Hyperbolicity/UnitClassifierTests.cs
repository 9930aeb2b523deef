using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Hyperbolicity;

/// <summary>The classifier beside dense eigenvalues and one root after the other.</summary>
public sealed class UnitClassifierTests(ITestOutputHelper output)
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 5 }, { 4, 2, 20 }, { 7, 9, 20 }, { 20, 3, 20 }, { 63, 8, 20 }, { 64, 62, 5 }, { 64, 63, 5 }, { 64, 64, 5 },
        { 65, 64, 5 }, { 65, 70, 5 }, { 90, 75, 4 }, { 64, 120, 3 }, { 130, 66, 4 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Types_counts_and_extremes_are_those_of_dense_eigenvalues(int samples, int inputs, int units)
    {
        var random = new Random(Seeds.New(output));
        var (checkedUnits, close) = (0, 0);
        foreach (var isHidden in new[] { false, true })
        {
            foreach (var kind in new[] { "error", "entropy", "normalised" })
            {
                var layer = SampleLayer.Random(random, samples, inputs, units, kind == "error" ? 1 : 3, isHidden);
                if (kind == "entropy")
                {
                    layer.DrawProbabilities(random);
                }
                else if (kind == "normalised")
                {
                    layer.InputScales = [.. Enumerable.Range(0, units).Select(_ => (float)random.NextDouble() * 3)];
                }

                DenseBlock[] blocks = [.. Enumerable.Range(0, units).Select(unit => new DenseBlock(layer, unit))];
                foreach (var rule in Rules(layer))
                {
                    var reports = layer.Classify(rule);
                    for (var unit = 0; unit < units; unit++)
                    {
                        checkedUnits++;
                        close += Compare(blocks[unit], rule, reports[unit]) ? 0 : 1;
                    }
                }
            }
        }

        output.WriteLine($"{checkedUnits} units, of which {close} left out, as an eigenvalue lies within 1e-9 of a border");
        Assert.True(close <= checkedUnits / 20);
    }

    /// <summary>Rules whose borders fall among a layer's eigenvalues.</summary>
    private static IEnumerable<UpdateRule> Rules(SampleLayer layer)
    {
        var probe = UpdateRule.GradientDescent(1);
        var largest = layer.Classify(probe).Max(r => r.Largest);
        if (largest == 0)
        {
            largest = 1;
        }

        foreach (var factor in new[] { 0.5, 2.02, 10, 1000 })
        {
            var rate = factor / largest;
            yield return UpdateRule.GradientDescent(rate);
            yield return UpdateRule.Momentum(rate, 0.9);
            yield return UpdateRule.Momentum(rate, 0.992) with { Reading = RootReading.Both };
            yield return UpdateRule.Momentum(rate, 0.995);
            yield return UpdateRule.Adam(rate / 10, 0.9, 0.999, 1e-8, 20);
            yield return UpdateRule.Adam(rate / 10, 0.8, 0.99, 1e-3, 1) with { Reading = RootReading.Both };
        }
    }

    /// <summary>False when rounding decides, so that nothing is compared.</summary>
    private static bool Compare(DenseBlock block, UpdateRule rule, UnitReport report)
    {
        var dense = new DenseUnit(block, rule);
        Assert.Equal((dense.Active, dense.Reaching), (report.Active, report.Reaching));
        if (block.IsRankClose)
        {
            return false;
        }

        Assert.Equal(dense.Rank, report.Rank);
        var most = dense.Values[^1];
        Assert.Equal(most, report.Largest, 1e-10 * Math.Max(most, 1e-300));
        Assert.Equal(dense.Values.Sum(), report.Trace, 1e-10 * Math.Max(most, 1e-300));
        if (dense.Rank > 0)
        {
            Assert.Equal(Math.Max(0, dense.Values[^dense.Rank]), report.Smallest, 1e-10 * most);
        }

        var (bands, strict, free) = (new RootBands(rule, 0.01), new RootBands(rule, 0), UpdateRule.GradientDescent(rule.Rate));
        var (freeBands, freeStrict) = (new RootBands(free, 0.01), new RootBands(free, 0));
        var flips = RootBands.Flips(rule, 0.01);
        if (dense.Reaching > 0 && dense.IsClose(
            bands.Inner, bands.Outer, bands.Edge, strict.Edge, flips.From, flips.To,
            freeBands.Inner, freeBands.Outer, freeBands.Edge, freeStrict.Edge))
        {
            return false;
        }

        Assert.Equal((dense.Fixed(), dense.Span()), (report.Fixed, report.Span));
        Assert.Equal((dense.Fixed(isFree: true), dense.Span(isFree: true)), (report.FreeFixed, report.FreeSpan));
        if (dense.Reaching > 0)
        {
            Assert.Equal((dense.Scaled(), dense.Scaled(isFree: true)), (report.Scaled, report.FreeScaled));
            Assert.Equal((dense.Flat(), dense.Flips()), (report.Flat, report.Flips));
            var isFlat = dense.Rank < dense.Values.Length || block.Values(UpdateRule.GradientDescent(1))[0] < 1e-4;
            Assert.Equal(isFlat, report.IsCurvatureFlat);
        }

        return true;
    }

    [Fact]
    public void A_classifier_may_be_larger_than_its_layers_and_serve_many()
    {
        var random = new Random(Seeds.New(output));
        var classifier = new UnitClassifier(70, 80, 40);
        var rule = UpdateRule.Adam(0.01, 0.9, 0.999, 1e-8, 100);
        foreach (var (samples, inputs, units) in new[] { (70, 80, 40), (3, 5, 2), (64, 8, 33), (10, 80, 17), (70, 2, 1) })
        {
            var layer = SampleLayer.Random(random, samples, inputs, units);
            layer.Weigh(classifier);
            var reports = new UnitReport[units];
            classifier.Classify(layer.View, rule, reports);
            Assert.Equal(layer.Classify(rule), reports);
            var (largest, residuals) = (new double[units], new double[units]);
            classifier.Largest(layer.View, rule, largest, residuals);
            var (expected, expectedResiduals) = (new double[units], new double[units]);
            layer.Weighed().Largest(layer.View, rule, expected, expectedResiduals);
            Assert.Equal(expected, largest);
            Assert.Equal(expectedResiduals, residuals);
        }
    }

    [Fact]
    public void Checks_allocate_nothing()
    {
        var layer = SampleLayer.Random(new Random(1), 64, 90, 40, outputs: 3);
        layer.DrawProbabilities(new Random(2));
        var classifier = layer.Weighed();
        var reports = new UnitReport[40];
        var (largest, residuals) = (new double[40], new double[40]);
        var rules = new[] { UpdateRule.GradientDescent(0.1), UpdateRule.Adam(0.1, 0.9, 0.999, 1e-8, 5) };
        Assert.Equal(0, Allocations.Of(() =>
        {
            layer.Weigh(classifier);
            foreach (var rule in rules)
            {
                classifier.Largest(layer.View, rule, largest, residuals);
                classifier.Classify(layer.View, rule, reports);
            }
        }));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var layer = SampleLayer.Random(new Random(1), 4, 3, 2);
        var message = Assert.Throws<ArgumentException>(() => new UnitClassifier(3, 3, 2).Take(layer.View)).Message;
        Assert.Contains("4 samples, 3 inputs and 2 units", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new UnitClassifier(4, 3, 2).Take(new SampleLayer(4, 2, 2).View with { Inputs = 3 }));
        Assert.Throws<ArgumentException>(() => layer.Weighed().WeighSquaredError(layer.View, layer.Sensitivities, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => UpdateRule.Momentum(0.1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => UpdateRule.GradientDescent(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => UpdateRule.Adam(0.1, 0.9, 0.99, 1e-8, 0));
    }
}
