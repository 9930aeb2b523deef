using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Hyperbolicity;

/// <summary>The cheap check beside dense eigenvalues.</summary>
public sealed class LargestEigenvalueTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(4, 2, 20, 1e-2)]
    [InlineData(20, 3, 20, 1e-2)]
    [InlineData(64, 8, 20, 1e-2)]
    [InlineData(64, 40, 20, 1e-2)]
    [InlineData(64, 90, 20, 1e-2)]
    [InlineData(64, 150, 17, 1e-6)]
    [InlineData(65, 64, 16, 1e-6)]
    [InlineData(130, 90, 8, 1e-6)]
    [InlineData(90, 130, 8, 1e-6)]
    public void The_largest_eigenvalue_is_bracketed_by_its_residual(int samples, int inputs, int units, double tolerance)
    {
        // Where this much residual is let pass, products are in float32.
        var rounding = tolerance < 1e-3 ? 1e-12 : 1e-6;

        // The same layers each time: how far off a loose residual may settle is bounded by no theorem.
        var random = new Random(20260101);
        var settings = new ClassifierSettings { Residual = tolerance, MostSteps = 60 };
        foreach (var isHidden in new[] { true, false })
        {
            foreach (var isNormalised in new[] { true, false })
            {
                var layer = SampleLayer.Random(random, samples, inputs, units, isHidden: isHidden);
                layer.InputScales = isNormalised ? [.. Enumerable.Range(0, units).Select(_ => random.NextSingle())] : [];
                DenseBlock[] blocks = [.. Enumerable.Range(0, units).Select(unit => new DenseBlock(layer, unit))];
                foreach (var rule in new[] { UpdateRule.GradientDescent(0.1), UpdateRule.Adam(0.1, 0.9, 0.99, 1e-8, 3) })
                {
                    var (largest, residuals) = (new double[units], new double[units]);
                    layer.Weighed(settings).Largest(layer.View, rule, largest, residuals);
                    var (worst, far) = (0.0, 0);
                    for (var unit = 0; unit < units; unit++)
                    {
                        var values = blocks[unit].Values(rule);
                        var exact = values[^1];
                        Assert.InRange(largest[unit], 0, exact * (1 + rounding));
                        Assert.InRange(residuals[unit], 0, tolerance * largest[unit]);
                        Assert.InRange(values.Min(v => Math.Abs(v - largest[unit])), 0, residuals[unit] + rounding * exact);
                        var error = exact > 0 ? (exact - largest[unit]) / exact : 0;
                        (worst, far) = (Math.Max(worst, error), far + (error > 0.05 ? 1 : 0));
                    }

                    output.WriteLine($"hidden {isHidden}, normalised {isNormalised}, Adam {rule.IsAdam}: worst error {worst:E1}");

                    // A loose residual may settle near another large eigenvalue than the largest; it seldom does.
                    Assert.InRange(far, 0, units / 10);
                    Assert.True(tolerance > 1e-3 || worst <= tolerance);
                }
            }
        }
    }

    [Fact]
    public void A_unit_s_value_does_not_depend_on_its_neighbours()
    {
        var random = new Random(Seeds.New(output));
        var layer = SampleLayer.Random(random, 64, 80, 40);
        var rule = UpdateRule.GradientDescent(0.1);
        var (all, residuals) = (new double[40], new double[40]);
        layer.Weighed().Largest(layer.View, rule, all, residuals);
        for (var unit = 0; unit < 40; unit++)
        {
            var alone = new SampleLayer(64, 80, 1);
            layer.InputRows.CopyTo(alone.InputRows, 0);
            for (var j = 0; j < 64; j++)
            {
                alone.Activity[j] = layer.Activity[j * 40 + unit];
                alone.Sensitivities[j] = layer.Sensitivities[j * 40 + unit];
            }

            var (value, residual) = (new double[1], new double[1]);
            alone.Weighed().Largest(alone.View, rule, value, residual);
            Assert.Equal((all[unit], residuals[unit]), (value[0], residual[0]));
        }
    }

    [Theory]
    [InlineData(1e-18f, 1f)]
    [InlineData(1e18f, 1f)]
    [InlineData(1e15f, 1e15f)]
    [InlineData(1e-9f, 1e-15f)]
    public void Units_beyond_the_range_of_float32_are_looked_at_in_float64(float inputScale, float sensitivityScale)
    {
        var random = new Random(Seeds.New(output));
        var layer = SampleLayer.Random(random, 40, 60, 20);
        var rule = UpdateRule.Adam(0.1, 0.9, 0.99, 1e-8, 3);
        for (var i = 0; i < layer.InputRows.Length; i++)
        {
            layer.InputRows[i] *= inputScale;
        }

        // Only some of a tile's units: the others keep what they have.
        for (var i = 0; i < layer.Sensitivities.Length; i++)
        {
            layer.Sensitivities[i] *= i % 3 == 0 ? sensitivityScale : 1;
        }

        var (largest, residuals) = (new double[20], new double[20]);
        layer.Weighed().Largest(layer.View, rule, largest, residuals);
        for (var unit = 0; unit < 20; unit++)
        {
            var values = new DenseUnit(layer, rule, unit).Values;
            Assert.InRange(largest[unit], 0, values[^1] * (1 + 1e-6));
            Assert.InRange(residuals[unit], 0, 0.01 * largest[unit]);
            Assert.InRange(values.Min(v => Math.Abs(v - largest[unit])), 0, residuals[unit] + 1e-6 * values[^1]);
        }
    }

    [Fact]
    public void What_is_not_finite_is_no_number_and_leaves_others_alone()
    {
        var layer = SampleLayer.Random(new Random(1), 20, 30, 3);
        var (clean, dirty, residuals) = (new double[3], new double[3], new double[3]);
        var rule = UpdateRule.GradientDescent(0.1);
        layer.Weighed().Largest(layer.View, rule, clean, residuals);
        layer.Sensitivities[4 * 3 + 1] = float.NaN;
        layer.Weighed().Largest(layer.View, rule, dirty, residuals);
        Assert.Equal([clean[0], double.NaN, clean[2]], dirty);
    }
}
