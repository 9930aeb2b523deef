using MathNet.Numerics.LinearAlgebra;

namespace Farm.Numerics.Tests.Orbits;

public sealed class OrbitKernelTests
{
    private const int Seed = 20261128;

    public static TheoryData<string> Names => OrbitCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_of_every_kernel_is_the_plain_formulas(string name)
    {
        var problem = OrbitCases.All[name];
        var formula = new OrbitFormula<Float64>(problem);
        var states = OrbitCases.States(problem, new Random(Seed));
        var kernel = OrbitKernels.Create(LaneWidth.Bits256, problem);
        for (var step = 0; step < 40; step++)
        {
            var before = states.ToArray();
            if (step % 2 == 0)
            {
                kernel.Advance(states, 1);
            }
            else
            {
                // With tangents the formulas may be others: a stride of theirs beside as many plain steps.
                kernel.Begin();
                kernel.Advance(states, IOrbitKernel.Stride, new double[kernel.Exponents * IOrbitKernel.Lanes]);
            }

            for (var lane = 0; lane < IOrbitKernel.Lanes; lane++)
            {
                var theta = OrbitCases.Lane(before, lane);
                for (var i = 0; i < (step % 2 == 0 ? 1 : IOrbitKernel.Stride); i++)
                {
                    formula.Step(theta);
                }

                AssertClose(theta, OrbitCases.Lane(states, lane), step % 2 == 0 ? 1e-14 : 1e-8, $"{name}, step {step}, lane {lane}");
            }

            states = OrbitCases.States(problem, new Random(Seed + step));
        }
    }

    [Fact]
    public void Every_width_gives_the_same_bits() => Assert.Single(OrbitDigest.All().Distinct());

    [Theory]
    [MemberData(nameof(Names))]
    public void Growth_is_that_of_qr_along_the_orbit(string name)
    {
        const int steps = 32;
        var problem = OrbitCases.All[name];
        var formula = new OrbitFormula<Float64>(problem);
        var kernel = OrbitKernels.Create(LaneWidth.Bits512, problem);
        var (n, m) = (problem.Model.Parameters, kernel.Exponents);
        var states = OrbitCases.States(problem, new Random(Seed));
        var start = states.ToArray();
        var growth = new double[m * IOrbitKernel.Lanes];
        kernel.Begin();
        kernel.Advance(states, 16, growth);
        kernel.Advance(states, steps - 16, growth);
        var directions = new double[n * m * IOrbitKernel.Lanes];
        TangentStart.Fill(directions, m, n);
        for (var lane = 1; lane < IOrbitKernel.Lanes; lane++)
        {
            var theta = OrbitCases.Lane(start, lane);
            var q = Matrix<double>.Build.Dense(n, m, (row, k) => directions[(k * n + row) * IOrbitKernel.Lanes]).GramSchmidt().Q;
            var sums = new double[m];
            for (var step = 0; step < steps; step++)
            {
                var jacobian = new Float64[n * n];
                formula.Jacobian(theta, jacobian);
                var turned = Matrix<double>.Build.Dense(n, n, (row, column) => jacobian[row * n + column].Value) * q;
                var qr = turned.GramSchmidt();
                q = qr.Q;
                for (var k = 0; k < m; k++)
                {
                    sums[k] += Math.Log(Math.Abs(qr.R[k, k]));
                }

                formula.Step(theta);
            }

            for (var k = 0; k < m; k++)
            {
                // Rounding differs, so that a chaotic orbit comes to another side of a kink some time, and one that ends on it at once.
                Assert.True(
                    Math.Abs(sums[k] - growth[k * IOrbitKernel.Lanes + lane]) <= 1e-4 * steps,
                    $"{name}, lane {lane}, exponent {k}: {growth[k * IOrbitKernel.Lanes + lane]}, not {sums[k]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_jacobian_is_the_finite_difference_of_the_step(string name)
    {
        var problem = OrbitCases.All[name];
        var formula = new OrbitFormula<Float64>(problem);
        var n = problem.Model.Parameters;
        var states = OrbitCases.States(problem, new Random(Seed));
        for (var lane = 1; lane < IOrbitKernel.Lanes; lane++)
        {
            var theta = OrbitCases.Lane(states, lane);
            var jacobian = new Float64[n * n];
            formula.Jacobian(theta, jacobian);
            for (var column = 0; column < n; column++)
            {
                const double step = 1e-6;
                var (above, below) = (theta.ToArray(), theta.ToArray());
                (above[column], below[column]) = (new(theta[column].Value + step), new(theta[column].Value - step));
                if (formula.Pattern(above) != formula.Pattern(below))
                {
                    continue;
                }

                formula.Step(above);
                formula.Step(below);
                for (var row = 0; row < n; row++)
                {
                    var difference = (above[row].Value - below[row].Value) / (2 * step);
                    Assert.Equal(difference, jacobian[row * n + column].Value, 1e-7);
                }
            }
        }
    }

    [Fact]
    public void A_singular_jacobian_counts_as_minus_infinity()
    {
        // η·h = 1 exactly: one step leads to the optimum, and the derivative is 0.
        var weight = new OrbitProblem(new(1, 1, false, false, 1), [1], [1], 0.5);
        Assert.All(Growth(weight, 16, 1), g => Assert.Equal(double.NegativeInfinity, g));

        // All three directions of abs at η = ½.
        var abs = new OrbitProblem(new(2, 1, true, false, -1), [-1, -1, 1, -1, -1, 1, 1, 1], [0, 1, 1, 0], 0.5);
        Assert.All(Growth(abs, 16, 3), g => Assert.False(double.IsFinite(g)));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.99)]
    [InlineData(1.2)]
    [InlineData(1.49)]
    public void One_weight_has_the_exponent_of_its_closed_form(double rate)
    {
        // h = 2: linear models multiply the distance to the optimum by 1 − 2η, |w| models reflect it as well.
        foreach (var slope in new[] { 1.0, -1.0 })
        {
            var problem = new OrbitProblem(new(1, 1, false, false, slope), [1], [1], rate);
            Assert.All(Growth(problem, 1024, 1), g => Assert.Equal(Math.Log(Math.Abs(1 - 2 * rate)), g / 1024, 12));
        }
    }

    [Fact]
    public void Gradient_descent_of_an_absolute_value_is_a_tent_map_with_exponent_log_two()
    {
        // r = |w| goes to |3 − 2r| at η = 1.5: slope 2 everywhere, [0, 3] onto itself.
        var problem = new OrbitProblem(new(1, 1, false, false, -1), [1], [1], 1.5);
        var formula = new OrbitFormula<Dyadic>(problem);
        Dyadic[] w = [Dyadic.Of(0.7123456789)];
        for (var step = 0; step < 40; step++)
        {
            var r = Math.Abs(Dyadic.ToDouble(w[0]));
            formula.Step(w);
            Assert.Equal(Math.Abs(3 - 2 * r), Math.Abs(Dyadic.ToDouble(w[0])), 12);
        }

        Assert.All(Growth(problem, 16, 1), g => Assert.Equal(Math.Log(2), g / 16, 14));
    }

    [Fact]
    public void At_slope_two_float64_loses_a_bit_a_step_and_every_orbit_is_caught()
    {
        // What the study calls rounding: no float64 orbit of this chaotic map is chaotic for longer than its bits last.
        var problem = new OrbitProblem(new(1, 1, false, false, -1), [1], [1], 1.5);
        var states = OrbitCases.States(problem, new Random(Seed));
        OrbitKernels.Create(LaneWidth.Bits256, problem).Advance(states, 64);
        Assert.All(states, w => Assert.Contains(Math.Abs(w), (double[])[0, 1, 3]));
    }

    private static double[] Growth(OrbitProblem problem, int steps, int exponents)
    {
        var kernel = OrbitKernels.Create(LaneWidth.Bits512, problem);
        var states = OrbitCases.States(problem, new Random(Seed));
        var growth = new double[exponents * IOrbitKernel.Lanes];
        kernel.Begin();
        kernel.Advance(states, steps, growth);

        // Lane 0 begins on a kink, where the convention holds and not the formula.
        return [.. growth.Where((_, i) => i % IOrbitKernel.Lanes > 0)];
    }

    private static void AssertClose(Float64[] expected, Float64[] actual, double tolerance, string what)
    {
        var size = 1 + expected.Max(v => Math.Abs(v.Value));
        Assert.True(
            expected.Zip(actual).All(p => Math.Abs(p.First.Value - p.Second.Value) <= tolerance * size),
            $"seed {Seed}, {what}: ({string.Join(", ", actual)}), not ({string.Join(", ", expected)})");
    }
}
