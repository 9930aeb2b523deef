using System.Numerics;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Farm.Numerics.Tests.Eigenvalues;

public sealed class GeneralEigenvaluesTests
{
    private const int Seed = 8181;

    [Fact]
    public void They_are_those_of_a_dense_solver()
    {
        var random = new Random(Seed);
        for (var trial = 0; trial < 400; trial++)
        {
            var n = 1 + trial % 14;
            var isSparse = trial % 3 == 0;
            double[] matrix = [.. Enumerable.Range(0, n * n).Select(_ => isSparse && random.Next(3) > 0 ? 0 : 4 * random.NextDouble() - 2)];
            var expected = new DenseMatrix(n, n, matrix).Evd().EigenValues.ToList();
            foreach (var value in GeneralEigenvalues.Of(matrix, n))
            {
                // A defective eigenvalue is only known to the root of the precision, or worse.
                var nearest = expected.MinBy(e => Complex.Abs(e - value));
                Assert.True(Complex.Abs(nearest - value) < (isSparse ? 1e-4 : 1e-8), $"seed {Seed}, {trial}: {value}, not {nearest}");
                expected.Remove(nearest);
            }
        }
    }

    [Fact]
    public void A_rotation_has_a_pair_and_a_triangle_its_diagonal()
    {
        var (cos, sin) = (Math.Cos(0.7), Math.Sin(0.7));
        var pair = GeneralEigenvalues.Of([cos, -sin, sin, cos], 2);
        Assert.Equal(cos, pair[0].Real, 14);
        Assert.Equal(sin, pair[0].Imaginary, 14);
        Assert.Equal(Complex.Conjugate(pair[0]), pair[1]);
        Assert.Equal([3, -2, 0], GeneralEigenvalues.Of([3, 5, 7, 0, -2, 1, 0, 0, 0], 3).Select(v => v.Real));
        Assert.Equal([Complex.Zero], GeneralEigenvalues.Of([0], 1));
    }

    [Fact]
    public void A_number_that_is_not_finite_is_refused() =>
        Assert.Throws<ArgumentException>(() => GeneralEigenvalues.Of([double.NaN], 1));
}
