using Xunit.Abstractions;

namespace Farm.Numerics.Tests.SingleRelus;

public sealed class SingleReluTests(ITestOutputHelper output)
{
    [Fact]
    public void Closed_forms_are_the_integrals_that_they_stand_for()
    {
        var random = new Random(Seeds.New(output));
        var worst = 0.0;
        for (var round = 0; round < 3000; round++)
        {
            var (gamma, delta) = (Math.Pow(10, 4 * random.NextDouble() - 3), random.Next(3) == 0 ? 0 : 2 * random.NextDouble() - 1);
            var (w, b) = (4 * random.NextDouble() - 2, 4 * random.NextDouble() - 2);
            var isRelu = round % 2 == 0;
            var (lossHere, gradientHere) = (Loss(isRelu, gamma, delta, w, b), Gradient(isRelu, gamma, delta, w, b));
            var loss = SlowRelu.Loss(isRelu, gamma, delta, w, b);
            var gradient = SlowRelu.Gradient(isRelu, gamma, delta, w, b);
            var scale = (1 + gamma + Math.Abs(delta)) * 4;
            var off = Math.Max(
                Math.Abs(lossHere - loss) / (scale * scale),
                Math.Max(Math.Abs(gradientHere.W - gradient.W), Math.Abs(gradientHere.B - gradient.B)) / scale);
            worst = Math.Max(worst, off);
            Assert.True(off < 2e-9, $"target {(isRelu ? "relu" : "linear")}, γ {gamma}, Δ {delta}, w {w}, b {b}: off by {off:E2}");
        }

        output.WriteLine($"largest deviation {worst:E2} of the scale");
    }

    [Fact]
    public void The_gradient_is_the_slope_of_the_loss_over_all_inputs()
    {
        var random = new Random(Seeds.New(output));
        for (var round = 0; round < 500; round++)
        {
            var (gamma, delta) = (0.1 + 2 * random.NextDouble(), 2 * random.NextDouble() - 1);
            var (w, b, isRelu) = (4 * random.NextDouble() - 2, 4 * random.NextDouble() - 2, round % 2 == 0);
            if (Math.Abs(w) < 0.05)
            {
                continue;
            }

            const double h = 1e-4;
            var slopeW = (SlowRelu.Loss(isRelu, gamma, delta, w + h, b) - SlowRelu.Loss(isRelu, gamma, delta, w - h, b)) / (2 * h);
            var slopeB = (SlowRelu.Loss(isRelu, gamma, delta, w, b + h) - SlowRelu.Loss(isRelu, gamma, delta, w, b - h)) / (2 * h);
            var gradient = Gradient(isRelu, gamma, delta, w, b);
            Assert.Equal(slopeW, gradient.W, 1e-5);
            Assert.Equal(slopeB, gradient.B, 1e-5);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_vanish_at_the_optimum_and_in_the_dead_limit(bool isRelu)
    {
        foreach (var (gamma, delta) in new[] { (1.0, 0.0), (0.001, 0.0), (0.5, 0.25), (2, -1) })
        {
            var there = Gradient(isRelu, gamma, delta, gamma, delta);
            Assert.Equal(0, there.W, 1e-15);
            Assert.Equal(0, there.B, 1e-15);
            Assert.Equal((0, 0), Gradient(isRelu, gamma, delta, 0, -1));
            Assert.Equal((0, 0), Gradient(isRelu, gamma, delta, 0, 0));
            Assert.Equal((0, 0), Gradient(isRelu, gamma, delta, 1e-3, -1));
            Assert.True(isRelu ? Loss(isRelu, gamma, delta, gamma, delta) < 1e-15 : Loss(isRelu, gamma, delta, gamma, delta) > 0);
        }
    }

    [Fact]
    public void Without_weight_the_unit_is_on_or_off_by_the_sign_of_its_bias()
    {
        // On: the affine model, whose gradient is (w − γ, b − Δ); the sign of the zero does not matter.
        Assert.Equal((-0.5, 0.75), Gradient(isRelu: false, 0.5, 0.25, 0, 1));
        Assert.Equal((-0.5, 0.75), Gradient(isRelu: false, 0.5, 0.25, -0.0, 1));
        var slow = SlowRelu.Gradient(isRelu: true, 0.5, 0.25, 1e-9, 1);
        foreach (var zero in (double[])[0, -0.0])
        {
            var limit = Gradient(isRelu: true, 0.5, 0.25, zero, 1);
            Assert.Equal(slow.W, limit.W, 1e-7);
            Assert.Equal(slow.B, limit.B, 1e-7);
        }
    }

    [Fact]
    public void A_target_without_slope_is_a_constant_or_nothing()
    {
        foreach (var (delta, w, b) in new[] { (0.7, 1.0, 0.3), (0.7, -1.0, 0.3), (-0.7, 1.0, 0.3), (0.0, -0.5, 0.2) })
        {
            var slow = SlowRelu.Gradient(isRelu: true, 1e-12, delta, w, b);
            var here = Gradient(isRelu: true, 0, delta, w, b);
            Assert.Equal(slow.W, here.W, 1e-8);
            Assert.Equal(slow.B, here.B, 1e-8);
            Assert.Equal(SlowRelu.Loss(isRelu: true, 1e-12, delta, w, b), Loss(isRelu: true, 0, delta, w, b), 1e-8);
        }
    }

    [Fact]
    public void The_bits_are_the_same_at_every_width()
    {
        var random = new Random(Seeds.New(output));
        for (var round = 0; round < 300; round++)
        {
            var problem = new SingleReluProblem(random.NextDouble(), random.NextDouble() - 0.5);
            var (w, b, isRelu) = (random.NextDouble() - 0.5, random.NextDouble() - 0.5, round % 2 == 0);
            var here = Gradient<DoubleLanes128>(isRelu, problem, w, b);
            Assert.Equal(here, Gradient<DoubleLanes256>(isRelu, problem, w, b));
            Assert.Equal(here, Gradient<DoubleLanes512>(isRelu, problem, w, b));
        }
    }

    private static (double W, double B) Gradient(bool isRelu, double gamma, double delta, double w, double b) =>
        Gradient<DoubleLanes128>(isRelu, new SingleReluProblem(gamma, delta), w, b);

    private static (double W, double B) Gradient<T>(bool isRelu, SingleReluProblem problem, double w, double b)
        where T : struct, IDoubleLanes<T>
    {
        T ofW, ofB;
        if (isRelu)
        {
            ReluTarget.Gradient(problem, T.Of(w), T.Of(b), out ofW, out ofB);
        }
        else
        {
            LinearTarget.Gradient(problem, T.Of(w), T.Of(b), out ofW, out ofB);
        }

        return (First(ofW), First(ofB));
    }

    private static double Loss(bool isRelu, double gamma, double delta, double w, double b)
    {
        var problem = new SingleReluProblem(gamma, delta);
        var (lanesW, lanesB) = (DoubleLanes128.Of(w), DoubleLanes128.Of(b));
        return First(isRelu ? ReluTarget.Loss(problem, lanesW, lanesB) : LinearTarget.Loss(problem, lanesW, lanesB));
    }

    private static double First<T>(T lanes)
        where T : struct, IDoubleLanes<T>
    {
        var numbers = new double[8];
        T.Store(lanes, ref numbers[0]);
        return numbers[0];
    }
}
