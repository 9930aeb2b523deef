using System.Numerics;
using Xunit.Abstractions;

namespace Farm.Numerics.Tests.SingleRelus;

public sealed class HeavyBallTests(ITestOutputHelper output)
{
    [Fact]
    public void Eigenvalues_are_roots_of_the_matrix_that_a_step_is()
    {
        var random = new Random(Seeds.New(output));
        for (var round = 0; round < 2000; round++)
        {
            var ball = new HeavyBall(2 * random.NextDouble() + 1e-6, random.NextDouble());
            double[,] a = { { ball.Momentum, 1 - ball.Momentum }, { -ball.Rate * ball.Momentum, 1 - ball.Rate * (1 - ball.Momentum) } };
            foreach (var root in (Complex[])[ball.Eigenvalues.First, ball.Eigenvalues.Second])
            {
                Assert.True(Complex.Abs((a[0, 0] - root) * (a[1, 1] - root) - a[0, 1] * a[1, 0]) < 1e-14);
            }

            Assert.Equal(Math.Max(Complex.Abs(ball.Eigenvalues.First), Complex.Abs(ball.Eigenvalues.Second)), ball.SpectralRadius, 1e-13);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.01)]
    [InlineData(1.5)]
    public void Eigenvalues_turn_complex_where_the_closed_form_says(double rate)
    {
        var turn = HeavyBall.TurningMomentum(rate);
        Assert.False(new HeavyBall(rate, turn - 1e-9).IsOscillating);
        Assert.True(new HeavyBall(rate, turn + 1e-9).IsOscillating);
        Assert.True(new HeavyBall(rate, 0.999999).IsOscillating);
        Assert.Equal(Math.Sqrt(turn), new HeavyBall(rate, turn).SpectralRadius, 7);
    }

    [Fact]
    public void At_a_step_of_a_tenth_they_turn_at_two_thirds_not_at_seven_tenths() =>
        Assert.Equal(0.6694214876, HeavyBall.TurningMomentum(0.1), 10);
}
