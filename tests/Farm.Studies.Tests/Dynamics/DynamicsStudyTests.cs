using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Dynamics;

namespace Farm.Studies.Tests.Dynamics;

public sealed class DynamicsStudyTests
{
    public static TheoryData<string> Kinds => [.. OrbitCells.Kinds];

    [Fact]
    public void Every_width_gives_the_same_bits_and_a_version_keeps_them()
    {
        foreach (var width in XorCells.Widths)
        {
            Assert.Equal("6C88F1FC935DABF3", OrbitCells.Digest(width));
        }
    }

    [Fact]
    public void Trials_depend_neither_on_their_neighbours_nor_on_how_runs_are_cut()
    {
        const int seed = 77;
        var random = new Random(seed);
        foreach (var kind in OrbitCells.Kinds.Where((_, i) => i % 3 == 0))
        {
            var whole = OrbitCells.Run(kind, 120);
            var runner = OrbitCells.Study.CreateRunner(LaneWidth.Bits256);
            for (var i = 0; i < 5; i++)
            {
                var first = random.Next(100);
                var part = OrbitCells.Run(kind, random.Next(1, 120 - first), LaneWidth.Bits256, first, runner);
                for (var row = 0; row < part.Rows; row++)
                {
                    Assert.True(XorCells.Bits(whole, first + row) == XorCells.Bits(part, row), $"seed {seed}, {kind}: trial {first + row}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_plain_slow_iteration_ends_alike(string kind)
    {
        var columns = OrbitCells.Run(kind, 64);
        var settings = new DynamicsSettings(OrbitCells.Of(kind));
        var key = OrbitCells.Of(kind).StreamKey(OrbitCells.Seed);
        var ends = OrbitCells.Words(columns, "end");
        var (losses, periods) = (OrbitCells.Values(columns, "loss"), OrbitCells.Values(columns, "period"));
        for (var trial = 0; trial < 64; trial++)
        {
            var slow = new SlowOrbit(settings, key, trial);
            if (ends[trial] is "chaotic" or "undecided" or "rounding")
            {
                Assert.True(slow.IsBounded && slow.Period == 0, $"{kind}, trial {trial}: {ends[trial]}, but period {slow.Period}");
                continue;
            }

            Assert.Equal(ends[trial] == "diverged", !slow.IsBounded);
            Assert.Equal(slow.IsBounded ? slow.Period : 0, periods[trial]);
            if (slow.Period == 1)
            {
                Assert.Equal(slow.Loss, losses[trial], 1e-7);
            }
        }
    }

    [Theory]
    [InlineData(0.3, "point")]
    [InlineData(0.99, "point")]
    [InlineData(1.01, "diverged")]
    public void One_linear_weight_converges_below_the_bound_and_diverges_above(double rate, string end)
    {
        // One point (1, 1): the Hessian is 2, the update's eigenvalue 1 − 2η.
        var columns = OrbitCells.Run($"model=weight-linear,learning_rate={rate},transient=4096", 64);
        Assert.All(OrbitCells.Words(columns, "end"), e => Assert.Equal(end, e));
        Assert.All(OrbitCells.Values(columns, "rate_times_curvature"), v => Assert.Equal(2 * rate, v, 12));
        if (end == "point")
        {
            Assert.All(OrbitCells.Values(columns, "multiplier_re"), v => Assert.Equal(1 - 2 * rate, v, 12));
            Assert.All(OrbitCells.Values(columns, "exponent"), v => Assert.Equal(Math.Log(Math.Abs(1 - 2 * rate)), v, 10));
            Assert.All(OrbitCells.Values(columns, "place"), v => Assert.Equal(1, v, 8));
        }
        else
        {
            Assert.All(OrbitCells.Words(columns, "direction"), d => Assert.Equal("flipping", d));
            Assert.All(OrbitCells.Values(columns, "escape"), v => Assert.InRange(v, 900, 1500));
        }
    }

    [Theory]
    [InlineData(0.9, "point")]
    [InlineData(1.1, "chaotic")]
    [InlineData(1.4, "chaotic")]
    [InlineData(1.5, "rounding")]
    [InlineData(1.6, "diverged")]
    public void One_absolute_weight_is_a_tent_map_chaotic_with_a_known_exponent(double rate, string end)
    {
        var columns = OrbitCells.Run($"model=weight-abs,learning_rate={rate},verify_every=8", 64);
        Assert.All(OrbitCells.Words(columns, "end"), e => Assert.Equal(end, e));
        if (end == "chaotic")
        {
            Assert.All(OrbitCells.Values(columns, "exponent"), v => Assert.Equal(Math.Log(2 * rate - 1), v, 12));
            Assert.All(OrbitCells.Values(columns, "exponent_error"), v => Assert.InRange(v, 0, 1e-12));
            Assert.Equal(8, OrbitCells.Words(columns, "verified").Count(w => w == "confirmed"));
            Assert.Equal(56, OrbitCells.Words(columns, "verified").Count(w => w == "unchecked"));
        }
    }

    [Fact]
    public void An_absolute_value_on_xor_diverges_above_the_bound_along_a_direction_that_no_target_holds()
    {
        // η·λ = 2η; w1 + w2 is multiplied by 1 − 2η whatever the pattern.
        var columns = OrbitCells.Run("model=abs,learning_rate=1.05", 64);
        Assert.All(OrbitCells.Words(columns, "end"), e => Assert.Equal("diverged", e));
        Assert.All(OrbitCells.Words(columns, "direction"), d => Assert.Equal("flipping", d));
    }

    [Fact]
    public void Cycles_are_confirmed_in_twice_the_precision_and_proved_without_rounding()
    {
        var columns = OrbitCells.Run("model=relu,slope=0.1,learning_rate=1.1,verify_every=1,steps=2048", 64);
        var ends = OrbitCells.Words(columns, "end");
        Assert.True(ends.Count(e => e == "cycle") > 30, string.Join(' ', ends));
        for (var trial = 0; trial < 64; trial++)
        {
            if (ends[trial] == "cycle")
            {
                Assert.Equal("confirmed", OrbitCells.Words(columns, "verified")[trial]);
                Assert.Equal("proved", OrbitCells.Words(columns, "proof")[trial]);
                Assert.InRange(OrbitCells.Values(columns, "multiplier")[trial], 0, 1);
                Assert.True(OrbitCells.Values(columns, "period")[trial] >= 2);
            }
        }
    }

    [Fact]
    public void A_step_below_the_bound_can_raise_the_loss_as_exact_arithmetic_says()
    {
        // Two ReLUs on XOR: the loss is continuous but its gradient jumps where a unit's z changes its sign.
        const int seed = 31;
        var random = new Random(seed);
        var problem = new OrbitProblem(new(2, 2, true, false, 0), [-1, -1, 1, -1, -1, 1, 1, 1], [0, 1, 1, 0], 0.1);
        var (formula, exact) = (new OrbitFormula<Float64>(problem), new OrbitFormula<Dyadic>(problem));
        var raised = 0;
        for (var i = 0; i < 3000; i++)
        {
            Float64[] theta = [.. Enumerable.Range(0, 6).Select(_ => new Float64(4 * random.NextDouble() - 2))];
            for (var step = 0; step < 64; step++)
            {
                Dyadic[] before = [.. theta.Select(v => Dyadic.Of(v.Value))];
                var loss = formula.Errors(theta).Value;
                formula.Step(theta);
                if (formula.Errors(theta).Value <= loss * (1 + 1e-9))
                {
                    continue;
                }

                // The trace of η times the Hessian bounds its eigenvalues: exactly below 2 before and after, yet the loss rises.
                var after = before.ToArray();
                exact.Step(after);
                Assert.True(Dyadic.Sign(exact.Errors(after) - exact.Errors(before)) > 0, $"seed {seed}, orbit {i}, step {step}");
                Assert.True(IsTraceBelow(exact, before, 2) && IsTraceBelow(exact, after, 2));
                raised++;
            }
        }

        Assert.True(raised > 10, $"{raised}");
    }

    /// <summary>Whether the trace of I − J, which is η times the Hessian, is below a bound.</summary>
    private static bool IsTraceBelow(OrbitFormula<Dyadic> formula, Dyadic[] theta, double bound)
    {
        var jacobian = new Dyadic[36];
        formula.Jacobian(theta, jacobian);
        var trace = Enumerable.Range(0, 6).Aggregate(Dyadic.Of(6), (sum, k) => sum - jacobian[7 * k]);
        return Dyadic.Sign(trace - Dyadic.Of(bound)) < 0;
    }

    [Fact]
    public void Verification_denies_what_is_not_so()
    {
        var tent = new OrbitProblem(new(1, 1, false, false, -1), [1], [1], 1.4);
        Assert.False(OrbitVerification.Returns(tent, [0.4321], 1));
        Assert.False(OrbitVerification.Returns(tent, [0.4321], 7));
        Assert.True(OrbitVerification.Separates(tent, [0.4321], Math.Log(1.8)));
        Assert.False(OrbitVerification.Separates(tent, [0.4321], Math.Log(1.8) / 5));
        Assert.False(OrbitVerification.Separates(tent, [0.4321], Math.Log(1.8) * 5));

        // Chaos so slow that two starts would take 48,000 steps to part is given up after 30,000, not waited for.
        var barely = new OrbitProblem(new(1, 1, false, false, -1), [1], [1], 1.0005);
        Assert.False(OrbitVerification.Separates(barely, [1.0004], Math.Log(1.001)));
        Assert.False(OrbitVerification.Separates(barely, [1.0004], 1e-9));

        var calm = new OrbitProblem(new(1, 1, false, false, -1), [1], [1], 0.3);
        Assert.False(OrbitVerification.Separates(calm, [0.4321], 0.1));
        Assert.True(OrbitVerification.Returns(calm, [1 + 1e-10], 1));
        Assert.False(OrbitVerification.Returns(calm, [1 + 1e-10], 2));
    }

    [Fact]
    public void Orbits_that_vanish_or_diverge_tell_where_they_point()
    {
        // Without targets all of θ shrinks by 1 − 2η = 0.4 a step; its direction never turns.
        var vanishing = OrbitCells.Run("model=abs,data=zeros,learning_rate=0.3", 32);
        Assert.All(OrbitCells.Words(vanishing, "direction"), d => Assert.Equal("settled", d));
        Assert.All(OrbitCells.Words(vanishing, "end"), e => Assert.Equal("point", e));
        Assert.All(OrbitCells.Values(vanishing, "norm"), n => Assert.InRange(n, 0, 1e-100));

        // By −0.4 it changes sign.
        var flipping = OrbitCells.Run("model=abs,data=zeros,learning_rate=0.7", 32);
        Assert.All(OrbitCells.Words(flipping, "direction"), d => Assert.Equal("flipping", d));
    }

    [Fact]
    public void What_takes_too_long_is_refused_with_what_would_work()
    {
        Refused("model=two-layer,steps=51200000", "steps", "exponents off");
        Refused("model=abs,steps=100000", "steps", "use a multiple of 512, such as 99840 or 100352.");
        Refused("model=two-layer,watch=60000", "watch", "watch fewer steps");
        Refused("model=relu,transient=100000000", "transient", "at most");
        Assert.Empty(OrbitCells.Study.Refuse(OrbitCells.Of("model=weight-abs,steps=51200000")));
    }

    [Fact]
    public void Lattice_starts_are_the_centres_of_equal_boxes_the_last_parameter_fastest()
    {
        var study = new DynamicsLatticeStudy();
        var cell = OrbitCells.Of("model=abs,lattice=4,start_width=2", study);
        var lattice = study.Description.Enumerated!(cell);
        Assert.Equal(64, lattice.Points);
        var settings = new DynamicsSettings(cell);
        var states = new double[3 * IOrbitKernel.Lanes];
        OrbitStarts.Fill(settings, 0, 0 * 16 + 2 * 4 + 3, states, 5);
        Assert.Equal([-1.5, 0.5, 1.5], new[] { states[5], states[IOrbitKernel.Lanes + 5], states[2 * IOrbitKernel.Lanes + 5] });

        // Of the weights of |w·x| with one point, those above 0 end at 1 and those below at −1.
        var columns = OrbitCells.Run("model=weight-abs,lattice=10,learning_rate=0.3", 10, study: study);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i < 5 ? -1.0 : 1), OrbitCells.Values(columns, "place").Select(v => Math.Round(v, 9)));
        var refusal = Assert.Single(study.Refuse(OrbitCells.Of("model=relu-pair,lattice=30", study)));
        Assert.Equal("lattice", refusal.Axis);
        Assert.Contains("7.29e+8 orbits", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_another_study_are_refused()
    {
        var columns = new TrialColumns([new Measurement("heat", ColumnType.Flag, "")], 4);
        columns.Begin(0, 4);
        var error = Assert.Throws<ArgumentException>(
            () => OrbitCells.Study.CreateRunner(LaneWidth.Bits128).Run(OrbitCells.Of("model=abs"), 1, columns));
        Assert.StartsWith("'heat' is no measurement of dynamics", error.Message, StringComparison.Ordinal);
    }

    private static void Refused(string kind, string axis, string reason)
    {
        var refusal = Assert.Single(OrbitCells.Study.Refuse(OrbitCells.Of(kind)));
        Assert.Equal(axis, refusal.Axis);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }
}
