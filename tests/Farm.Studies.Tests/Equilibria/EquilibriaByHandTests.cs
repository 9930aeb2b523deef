namespace Farm.Studies.Tests.Equilibria;

/// <summary>What can be worked out with pencil and paper on xor: with u = w₁ − w₂ and v = w₁ + w₂, z = b − v, b + u, b − u, b + v.</summary>
public sealed class EquilibriaByHandTests
{
    [Fact]
    public void The_absolute_value_has_two_solutions_two_spurious_minima_four_saddles_between_them_and_one_at_0()
    {
        var all = EquilibriaCells.All("model=abs");
        var found = Enumerable.Range(0, all.Rows).Where(t => all.Get(t, "kind") >= 3)
            .Select(t => (
                EquilibriaCells.Text(t, 4), all.Word(t, "kind"), all.Get(t, "w1_x"), all.Get(t, "w1_y"), all.Get(t, "b1"),
                all.Get(t, "loss"))).ToHashSet();

        // L = (|b+u|−1)² + (|b−u|−1)² + 2b² + 2v².
        var (third, sixth) = (1.0 / 3, 1.0 / 6);
        Assert.Equal(
            [
                ("----", "strict-minimum", 0, 0, -0.5, 1), ("++++", "strict-minimum", 0, 0, 0.5, 1),
                ("0-+0", "strict-minimum", -0.5, 0.5, 0, 0), ("0+-0", "strict-minimum", 0.5, -0.5, 0, 0),
                ("+0++", "saddle", -sixth, sixth, third, 4 * third), ("++0+", "saddle", sixth, -sixth, third, 4 * third),
                ("-0--", "saddle", sixth, -sixth, -third, 4 * third), ("--0-", "saddle", -sixth, sixth, -third, 4 * third),
                ("0000", "saddle", 0, 0, 0, 2),
            ],
            found);
    }

    [Fact]
    public void The_sources_active_set_cannot_hold_for_any_model()
    {
        // Points of class 1 above, of class 0 below: their sums are both 2b.
        foreach (var model in new[] { "relu", "abs", "leaky" })
        {
            var row = EquilibriaCells.Run(EquilibriaCells.Of($"model={model}"), EquilibriaCells.Trial("-++-"), 1);
            Assert.Equal("impossible", row.Word(row.FirstTrial, "kind"));
            Assert.Equal(0, row.Get(row.FirstTrial, "can_hold"));
        }
    }

    [Theory]
    [InlineData("sum", 8, 0, 1)]
    [InlineData("mean", 2, 0, 0.25)]
    public void The_hessian_at_the_solution_is_8_times_the_identity_for_the_sum(string kind, double eigenvalue, double solved, double spurious)
    {
        var all = EquilibriaCells.All($"model=abs,loss_kind={kind}");
        var solution = EquilibriaCells.Trial("0-+0");

        Assert.Equal(1, all.Get(solution, "differentiable"));
        Assert.Equal(3, all.Get(solution, "rational_eigenvalues"));
        Assert.All(Enumerable.Range(1, 3), j => Assert.Equal(eigenvalue, all.Get(solution, $"eigenvalue_{j}")));
        Assert.Equal(solved, all.Get(solution, "loss"));
        Assert.Equal(spurious, all.Get(EquilibriaCells.Trial("++++"), "loss"));
    }

    [Fact]
    public void A_single_relu_has_minima_with_active_points_and_a_family_of_collapses_on_which_nothing_is_curved()
    {
        var all = EquilibriaCells.All("model=relu");

        // All on: b = 1/2, w = 0. One point of class 1 on: it is fitted, a family of two dimensions.
        Check(all, "++++", "strict-minimum", loss: 1, dimension: 0, 8, 8, 8);
        Check(all, "-+--", "flat-minimum", loss: 1, dimension: 2, 0, 0, 6);
        Check(all, "----", "flat-minimum", loss: 2, dimension: 3, 0, 0, 0);
        Assert.Equal(0, all.Get(EquilibriaCells.Trial("----"), "rank"));
        Assert.Equal(double.NaN, all.Get(EquilibriaCells.Trial("++-+"), "steepest"));
        Assert.Equal(0, Enumerable.Range(0, all.Rows).Where(t => all.Get(t, "kind") >= 5).Min(t => all.Get(t, "loss") - 1));
    }

    [Fact]
    public void Two_relus_have_minima_of_loss_0_1_and_2_and_no_other_and_none_is_strict()
    {
        var all = EquilibriaCells.All("model=relu-pair");
        var minima = Enumerable.Range(0, all.Rows).Where(t => all.Get(t, "kind") >= 5).ToList();

        Assert.All(minima, t => Assert.Equal("flat-minimum", all.Word(t, "kind")));
        Assert.Equal([0.0, 1, 2], minima.Select(t => all.Get(t, "loss")).Distinct().Order());

        // Regions of an arrangement of four planes in space: 14, 24, 12 and 1 faces of dimension 3 to 0, of each unit.
        Assert.Equal(51 * 51, Enumerable.Range(0, all.Rows).Count(t => all.Get(t, "can_hold") == 1));
        var solution = EquilibriaCells.Trial("0-+00+-0");
        Assert.Equal(0, all.Get(solution, "loss"));
        Assert.Equal((-0.5, 0.5, 0.0), (all.Get(solution, "w1_x"), all.Get(solution, "w1_y"), all.Get(solution, "b1")));
        Assert.Equal(1, all.Get(solution, "differentiable"));

        // The same when the units change places.
        Assert.All(Enumerable.Range(0, all.Rows), t =>
            Assert.Equal(all.Get(t, "kind"), all.Get(t % 81 * 81 + t / 81, "kind")));
    }

    [Theory]
    [InlineData("abs")]
    [InlineData("relu")]
    public void Points_that_are_moved_and_scaled_change_parameters_and_nothing_else(string model)
    {
        // z on (x + 1)/2 is z on x for other weights and bias.
        var (centred, unit) = (EquilibriaCells.All($"model={model}"), EquilibriaCells.All($"model={model},data=xor-unit"));
        foreach (var name in (string[])["kind", "loss", "set_dimension", "kinks", "bends", "rests", "least", "rank"])
        {
            Assert.All(Enumerable.Range(0, 81), t => Assert.Equal(centred.Get(t, name), unit.Get(t, name)));
        }
    }

    [Fact]
    public void At_the_solutions_angle_the_loss_is_a_minimum_and_at_the_other_diagonal_a_kinked_maximum_for_both_models()
    {
        // On b = 0: abs L = 4r² + 2 − 4√2·r|cos(θ + 45°)|, relu L = 2r² + 2 − 2√2·r|cos(θ + 45°)|; here r = √2/2.
        foreach (var (model, factor) in new[] { ("abs", 4.0), ("relu", 2.0) })
        {
            var circle = EquilibriaCells.All($"model={model},over=circle,quarter_points=8");
            foreach (var (trial, isSolution) in new[] { (0L, false), (8L, true), (16L, false), (24L, true) })
            {
                Assert.Equal(isSolution ? "minimum" : "maximum", circle.Word(trial, "turning"));
                Assert.Equal(isSolution ? 0 : -factor, circle.Get(trial, "slope_right_1"));
                Assert.Equal(isSolution ? 0 : factor, circle.Get(trial, "slope_left_1"));
                Assert.Equal(isSolution ? factor : 0, circle.Get(trial, "curvature_right_1"));
                Assert.Equal(isSolution ? factor : 0, circle.Get(trial, "curvature_left_1"));
            }

            Assert.Equal(135, circle.Get(8, "angle"), 1e-5);
            Assert.Equal(0, circle.Get(8, "loss") - (model == "abs" ? 0 : 1));
        }
    }

    [Theory]
    [InlineData("0.1", "minimum")]
    [InlineData("-0.1", "maximum")]
    public void With_a_bias_the_wrong_diagonal_is_a_minimum_of_a_single_relu_above_0_and_a_maximum_below(string bias, string turning)
    {
        // L″ = 4r² − 2√2·rb for 0 < b < √2·r; −2√2·r(√2·r + b) for −√2·r < b < 0.
        var circle = EquilibriaCells.All($"model=relu,over=circle,bias={bias},quarter_points=1");

        Assert.Equal(turning, circle.Word(0, "turning"));
        Assert.Equal(turning == "minimum" ? 1.8 : -1.8, circle.Get(0, "curvature_right_1"), 1e-15);
    }

    [Theory]
    [InlineData("0.25", "0.5", 3.5)]
    [InlineData("-0.25", "0.5", 0.5)]
    [InlineData("-0.25", "1", -3)]
    public void At_the_solutions_angle_a_single_relu_with_a_negative_bias_can_be_at_a_maximum(string bias, string diagonal, double curvature)
    {
        // L″ = 4r² + 2√2·r(1 − b) for 0 < b < √2·r; 2√2·r(1 − √2·r − b) for −√2·r < b < 0; √2·r is twice the diagonal.
        var circle = EquilibriaCells.All($"model=relu,over=circle,bias={bias},diagonal={diagonal},quarter_points=1");

        Assert.Equal(curvature > 0 ? "minimum" : "maximum", circle.Word(1, "turning"));
        Assert.Equal((0, curvature), (circle.Get(1, "slope_left_1"), circle.Get(1, "curvature_left_1")));
    }

    private static void Check(
        Farm.Domain.TrialColumns all, string signs, string kind, double loss, double dimension, params double[] eigenvalues)
    {
        var trial = EquilibriaCells.Trial(signs);
        Assert.Equal(kind, all.Word(trial, "kind"));
        Assert.Equal(loss, all.Get(trial, "loss"));
        Assert.Equal(dimension, all.Get(trial, "set_dimension"));
        Assert.Equal(eigenvalues, Enumerable.Range(1, eigenvalues.Length).Select(j => all.Get(trial, $"eigenvalue_{j}")));
    }
}
