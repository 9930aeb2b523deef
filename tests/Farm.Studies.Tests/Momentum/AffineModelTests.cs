using Farm.Numerics;

namespace Farm.Studies.Tests.Momentums;

public sealed class AffineModelTests
{
    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(0.1, 0.3)]
    [InlineData(0.1, 0.66)]
    [InlineData(0.1, 0.68)]
    [InlineData(0.1, 0.9)]
    [InlineData(0.1, 0.99)]
    [InlineData(0.5, 0.5)]
    [InlineData(1.5, 0.02)]
    public void Measured_eigenvalues_are_those_of_the_matrix(double rate, double momentum)
    {
        var columns = MomentumCells.Run(MomentumCells.Of(FormattableString.Invariant(
            $"model=affine,lattice=7,learning_rate={rate},momentum={momentum},gamma=0.5,delta=0.25")));
        var ball = new HeavyBall(rate, momentum);
        for (var i = 0; i < columns.Rows; i++)
        {
            Assert.Equal(ball.Eigenvalues.First.Real, columns.Numbers("eigen_real")[i], 1e-6);
            Assert.Equal(ball.Eigenvalues.First.Imaginary, columns.Numbers("eigen_imaginary")[i], 1e-6);
            Assert.Equal(ball.SpectralRadius, columns.Numbers("radius")[i], 1e-6);
        }

        Assert.All(columns.Ends(), end => Assert.Equal("optimum", end));
    }

    [Fact]
    public void Only_complex_eigenvalues_carry_a_start_beyond_the_optimum()
    {
        double LeastRatio(double momentum) => MomentumCells.Run(MomentumCells.Of(FormattableString.Invariant(
            $"model=affine,lattice=10,momentum={momentum},gamma=0.001"))).Numbers("least_t").Skip(50).Min();
        Assert.True(LeastRatio(0.5) >= 0);
        Assert.True(LeastRatio(0.95) < -3);
    }
}
