using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Rationals;

public sealed class RealRootsTests(ITestOutputHelper output)
{
    [Fact]
    public void Roots_that_a_polynomial_is_made_of_are_found_with_their_multiplicity()
    {
        var random = new Random(Seeds.New(output));
        for (var i = 0; i < 200; i++)
        {
            List<Rational> roots = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => RationalTests.Draw(random, 4))];
            var polynomial = roots.Aggregate(Polynomial.Of(RationalTests.Draw(random, 4).Squared() + 1), Times);
            var found = RealRoots.Of(polynomial);

            Assert.Equal(roots.Order(), found.SelectMany(r => Enumerable.Repeat(r.Exact!.Value, r.Multiplicity)));
        }
    }

    [Fact]
    public void Irrational_roots_are_the_nearest_float64()
    {
        var golden = RealRoots.Of(Polynomial.Of(-1, -1, 1));
        Assert.Equal([(1 - Math.Sqrt(5)) / 2, (1 + Math.Sqrt(5)) / 2], golden.Select(r => r.Value));
        Assert.All(golden, r => Assert.Null(r.Exact));

        var both = RealRoots.Of(Times(Polynomial.Of(-2, 0, 1), 3));
        Assert.Equal([-Math.Sqrt(2), Math.Sqrt(2), 3], both.Select(r => r.Value));
        Assert.Empty(RealRoots.Of(Polynomial.Of(1, 0, 1)));
        Assert.Empty(RealRoots.Of(Polynomial.Of(7)));
    }

    [Fact]
    public void A_spectrum_is_that_of_the_solver_in_float64()
    {
        var random = new Random(Seeds.New(output));
        for (var i = 0; i < 60; i++)
        {
            var (n, rank) = (random.Next(1, 7), random.Next(1, 7));
            List<Rational[]> rows = [.. Enumerable.Range(0, rank)
                .Select(_ => Enumerable.Range(0, n).Select(_ => (Rational)random.Next(-3, 4)).ToArray())];
            List<Rational[]> gram = [.. Enumerable.Range(0, n).Select(a =>
                Enumerable.Range(0, n).Select(b => rows.Aggregate(Rational.Zero, (s, r) => s + r[a] * r[b])).ToArray())];
            var exact = SymmetricSpectrum.Of(gram);
            var near = SymmetricEigenvalues.Of([.. gram.SelectMany(r => r).Select(c => c.ToDouble())], n);

            Assert.Equal(n, exact.Count);
            Assert.All(exact.Zip(near), p => Assert.InRange(p.First.Value - p.Second, -1e-11, 1e-11));
            Assert.Equal(n - RationalSystem.Rank(gram), exact.Count(r => r.Exact == Rational.Zero));
        }
    }

    [Fact]
    public void A_matrix_that_is_not_symmetric_is_refused() =>
        Assert.Throws<ArgumentException>(() => SymmetricSpectrum.Of([[1, 2], [3, 4]]));

    /// <summary>The polynomial times (x − root).</summary>
    private static Polynomial Times(Polynomial polynomial, Rational root) => Polynomial.Of(
    [
        .. Enumerable.Range(0, polynomial.Degree + 2).Select(i =>
            (i > 0 ? polynomial.Coefficients[i - 1] : 0) - (i <= polynomial.Degree ? root * polynomial.Coefficients[i] : 0)),
    ]);
}
