using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Rationals;

public sealed class RationalSystemTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_solution_that_is_named_solves_and_there_are_as_many_as_the_rank_leaves()
    {
        var random = new Random(Seeds.New(output));
        for (var i = 0; i < 300; i++)
        {
            var (rows, unknowns, rank) = (random.Next(1, 6), random.Next(1, 7), random.Next(0, 5));
            var matrix = OfRank(random, rows, unknowns, rank);
            var solution = matrix.Select(r => RationalVectors.Dot(r, [.. r.Select((_, j) => (Rational)(j - 2))])).ToArray();
            var space = RationalSystem.Solve(matrix, solution, unknowns)!;

            Assert.Equal(unknowns - RationalSystem.Rank(matrix), space.Dimension);
            Assert.Equal(space.Dimension, RationalSystem.Rank(space.Directions));
            Assert.InRange(RationalSystem.Rank(matrix), 0, rank);
            var any = space.At([.. space.Directions.Select(_ => RationalTests.Draw(random))]);
            Assert.All(matrix.Zip(solution), r => Assert.Equal(r.Second, RationalVectors.Dot(r.First, any)));
        }
    }

    [Fact]
    public void Equations_that_contradict_each_other_have_no_solution() =>
        Assert.Null(RationalSystem.Solve([[1, 2], [2, 4]], [1, 3], 2));

    [Fact]
    public void A_system_without_equations_leaves_all_free() => Assert.Equal(3, RationalSystem.Kernel([], 3).Count);

    [Fact]
    public void Hilberts_matrix_has_full_rank_although_float64_cannot_tell()
    {
        List<Rational[]> hilbert = [.. Enumerable.Range(1, 14)
            .Select(i => Enumerable.Range(0, 14).Select(j => Rational.Of(1, i + j)).ToArray())];

        Assert.Equal(14, RationalSystem.Rank(hilbert));
    }

    /// <summary>A matrix of at most this rank: a product of two thin ones.</summary>
    private static List<Rational[]> OfRank(Random random, int rows, int unknowns, int rank)
    {
        List<Rational[]> right = [.. Enumerable.Range(0, rank)
            .Select(_ => Enumerable.Range(0, unknowns).Select(_ => RationalTests.Draw(random, 5)).ToArray())];
        return
        [
            .. Enumerable.Range(0, rows).Select(_ => right.Aggregate(
                new Rational[unknowns], (sum, r) => RationalVectors.PlusTimes(sum, RationalTests.Draw(random, 5), r))),
        ];
    }
}
