namespace Farm.Numerics.Tests.Hyperbolicity;

/// <summary>Units made by hand, one of each type and variant.</summary>
public sealed class UnitTypeTests
{
    private static readonly UpdateRule slow = UpdateRule.GradientDescent(0.1);

    [Fact]
    public void A_unit_whose_every_direction_contracts_is_a_healthy_sink()
    {
        // s = 1 on each of (1, 0, 1), (0, 1, 1), (0, 0, 1): λ of [[1, 0, 1], [0, 1, 1], [1, 1, 3]] are 2 ± √3 and 1.
        var report = Unit([1, 0, 0, 1, 0, 0], [1, 1, 1]).Classify(slow)[0];
        Assert.Equal(2 + Math.Sqrt(3), report.Largest, 1e-6);
        Assert.Equal(2 - Math.Sqrt(3), report.Smallest, 1e-6);
        Assert.Equal(5, report.Trace, 1e-6);
        var all = new TypedCounts(UnitType.HealthySink, new(3, 0, 0));
        Assert.Equal((3, 3, 3), (report.Active, report.Reaching, report.Rank));
        Assert.Equal((all, all, all), (report.Fixed, report.Span, report.Scaled));
        Assert.Equal((0, 0, false, false), (report.Flat, report.Flips, report.IsNeutral, report.IsCurvatureFlat));
        Assert.Equal(1 - 0.1 * (2 + Math.Sqrt(3)), report.FreeFactor, 1e-6);
    }

    [Fact]
    public void A_sink_with_parameters_about_zero_is_collapsed()
    {
        var layer = Unit([1, 0, 0, 1, 0, 0], [1, 1, 1]);
        (layer.Weights[0], layer.Weights[1], layer.Biases[0]) = (6e-5f, 6e-5f, 0);
        Assert.Equal(UnitType.CollapsedSink, layer.Classify(slow)[0].Fixed.Type);
        layer.Biases[0] = 6e-5f;
        Assert.Equal(UnitType.HealthySink, layer.Classify(slow)[0].Fixed.Type);
        layer.Biases[0] = 0;
        Assert.Equal(UnitType.HealthySink, layer.Classify(slow, new() { LeastNorm = 1e-5 })[0].Scaled.Type);
    }

    [Fact]
    public void A_large_step_makes_a_source_and_a_middling_one_a_saddle()
    {
        var layer = Unit([1, 0, 0, 1, 0, 0], [1, 1, 1]);
        Assert.Equal(new TypedCounts(UnitType.Source, new(0, 0, 3)), layer.Classify(UpdateRule.GradientDescent(8))[0].Fixed);
        Assert.Equal(new TypedCounts(UnitType.Saddle, new(2, 0, 1)), layer.Classify(UpdateRule.GradientDescent(1))[0].Fixed);
    }

    [Fact]
    public void Fewer_samples_than_parameters_force_directions_to_stay_and_the_span_leaves_them_out()
    {
        var report = Unit([1, 0, 0, 1], [1, 1]).Classify(slow)[0];
        Assert.Equal(new TypedCounts(UnitType.NonHyperbolic, new(2, 1, 0)), report.Fixed);
        Assert.Equal(new TypedCounts(UnitType.HealthySink, new(2, 0, 0)), report.Span);
        Assert.Equal(report.Span, report.Scaled);
        Assert.Equal((2, 1.0, 3.0), (report.Rank, Math.Round(report.Smallest, 5), Math.Round(report.Largest, 5)));
        Assert.True(report.IsNeutral && report.IsCurvatureFlat && report.IsDegenerate);
    }

    [Fact]
    public void Repeated_samples_count_once_for_the_rank()
    {
        var report = Unit([1, 0, 1, 0, 1, 0, 0, 1], [1, 2, 3, 1]).Classify(slow)[0];
        Assert.Equal((4, 2), (report.Reaching, report.Rank));
        Assert.Equal(1, report.Fixed.Counts.In);
    }

    [Fact]
    public void A_flat_direction_is_left_out_of_the_scaled_variant_alone()
    {
        // The second sample has a weight of 1e-6 of the first.
        var report = Unit([1, 0, 0, 1], [1, 1e-3f]).Classify(slow)[0];
        Assert.Equal(new TypedCounts(UnitType.NonHyperbolic, new(1, 1, 0)), report.Span);
        Assert.Equal(new TypedCounts(UnitType.HealthySink, new(1, 0, 0)), report.Scaled);
        Assert.Equal(1, report.Flat);
    }

    [Fact]
    public void A_slow_direction_is_degenerate_at_a_fixed_band_and_a_sink_when_scaled()
    {
        var report = Unit([1, 0, 0, 1, 0, 0], [1, 1, 1]).Classify(UpdateRule.GradientDescent(1e-3))[0];
        Assert.Equal(new TypedCounts(UnitType.NonHyperbolic, new(0, 3, 0)), report.Fixed);
        Assert.Equal(new TypedCounts(UnitType.HealthySink, new(3, 0, 0)), report.Scaled);
    }

    [Fact]
    public void A_flip_is_counted_apart_and_lies_in_the_fixed_band()
    {
        // η·λ = 2.005 at the largest λ = 3 of two samples.
        var report = Unit([1, 0, 0, 1], [1, 1]).Classify(UpdateRule.GradientDescent(2.005 / 3))[0];
        Assert.Equal(1, report.Flips);
        Assert.Equal(new TypedCounts(UnitType.NonHyperbolic, new(1, 1, 0)), report.Span);
        Assert.Equal(new TypedCounts(UnitType.Saddle, new(1, 0, 1)), report.Scaled);
    }

    [Fact]
    public void A_unit_without_active_samples_is_off_and_one_without_influence_blocked()
    {
        var layer = Unit([1, 0, 0, 1], [0, 0]);
        var zeros = new BandCounts(0, 3, 0);
        Assert.Equal(new TypedCounts(UnitType.Blocked, zeros), layer.Classify(slow)[0].Fixed);
        Assert.Equal(UnitType.Blocked, layer.Classify(slow)[0].Scaled.Type);
        Array.Clear(layer.Activity);
        var report = layer.Classify(slow)[0];
        Assert.Equal(new TypedCounts(UnitType.Off, zeros), report.Fixed);
        Assert.Equal((0, 0, 0, 0.0), (report.Active, report.Reaching, report.Rank, report.Largest));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_finite_has_no_type(float number)
    {
        foreach (var place in new[] { "input", "sensitivity", "weight" })
        {
            var layer = Unit([1, 0, 0, 1], [1, 1]);
            var numbers = place switch { "input" => layer.InputRows, "sensitivity" => layer.Sensitivities, _ => layer.Weights };
            numbers[1] = number;
            var report = layer.Classify(slow)[0];
            Assert.Equal((UnitType.NotFinite, UnitType.NotFinite, UnitType.NotFinite), (report.Fixed.Type, report.Span.Type, report.Scaled.Type));
            Assert.Equal(0, report.Fixed.Counts.All);
        }
    }

    [Fact]
    public void Momentum_is_stable_at_steps_where_gradient_descent_is_not()
    {
        // λ are 1 and 3 with one forced to 0; momentum 0.9 leaves |μ| = 1 at ηλ = 2·1.9/0.1 = 38.
        var layer = Unit([1, 0, 0, 1], [1, 1]);
        var report = layer.Classify(UpdateRule.Momentum(10, 0.9))[0];
        Assert.Equal(new TypedCounts(UnitType.HealthySink, new(2, 0, 0)), report.Span);
        Assert.Equal(new TypedCounts(UnitType.Source, new(0, 0, 2)), report.FreeSpan);
        Assert.Equal(UnitType.Saddle, layer.Classify(UpdateRule.Momentum(13, 0.9))[0].Span.Type);
        Assert.Equal(UnitType.Source, layer.Classify(UpdateRule.Momentum(39, 0.9))[0].Span.Type);
        var both = layer.Classify(UpdateRule.Momentum(39, 0.9) with { Reading = RootReading.Both })[0];
        Assert.Equal(new TypedCounts(UnitType.Saddle, new(2, 0, 2)), both.Span);
        Assert.Equal(new TypedCounts(UnitType.NonHyperbolic, new(3, 1, 2)), both.Fixed);
    }

    [Fact]
    public void Adam_divides_by_the_roots_of_its_second_moments()
    {
        // Only (0, 0, 1) reaches the unit: λ = s/(√v̂ + ε) of the bias, 2/(2 + 0.5).
        var layer = new SampleLayer(1, 2, 1);
        (layer.Activity[0], layer.Sensitivities[0], layer.Biases[0]) = (1, 1, 1);
        layer.SecondBiases[0] = 4 * (1 - 0.99f * 0.99f);
        var report = layer.Classify(UpdateRule.Adam(0.1, 0.9, 0.99, 0.5, 2))[0];
        Assert.Equal(2 / 2.5, report.Largest, 1e-5);
        Assert.Equal(1 - 0.1 / (1 - 0.81) * 0.8, report.FreeFactor, 1e-5);
    }

    [Fact]
    public void Batch_normalisation_scales_inputs_and_is_labelled()
    {
        var layer = Unit([1, 0, 0, 1], [1, 1]);
        Assert.False(layer.Classify(slow)[0].IsFrozenStatistics);
        layer.InputScales = [2];
        var report = layer.Classify(slow)[0];

        // Gram matrix of (2, 0, 1) and (0, 2, 1): [[5, 1], [1, 5]].
        Assert.True(report.IsFrozenStatistics);
        Assert.Equal((4.0, 6.0), (Math.Round(report.Smallest, 5), Math.Round(report.Largest, 5)));
        layer.InputScales = [0];
        report = layer.Classify(slow)[0];
        Assert.Equal((1, 2.0), (report.Rank, Math.Round(report.Largest, 5)));
    }

    [Fact]
    public void The_source_flags_small_gradients_unless_the_loss_is_small_too()
    {
        var layer = Unit([1, 0, 0, 1, 0, 0], [1, 1, 1]);
        Assert.Null(layer.Classify(slow)[0].IsGradientFlat);
        (layer.GradientNorms, layer.Loss) = ([1e-7], 0.5);
        Assert.True(layer.Classify(slow)[0].IsGradientFlat);
        Assert.True(layer.Classify(slow)[0].IsDegenerate);
        Assert.False(layer.Classify(slow, new() { LossFloor = 0.6 })[0].IsGradientFlat);
        layer.GradientNorms = [1e-5];
        Assert.False(layer.Classify(slow)[0].IsDegenerate);
    }

    /// <summary>A unit with weights (1, 1) and bias 1, active on all samples, with s_j = scale_j².</summary>
    private static SampleLayer Unit(float[] inputRows, float[] scales)
    {
        var layer = new SampleLayer(scales.Length, 2, 1);
        inputRows.CopyTo(layer.InputRows, 0);
        Array.Fill(layer.Activity, 1);
        (layer.Weights[0], layer.Weights[1], layer.Biases[0]) = (1, 1, 1);
        for (var j = 0; j < scales.Length; j++)
        {
            layer.Sensitivities[j] = scales[j] * MathF.Sqrt(scales.Length / 2f);
        }

        return layer;
    }
}
