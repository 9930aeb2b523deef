using System.Numerics;

namespace Farm.Numerics.Tests.Arrangements;

/// <summary>Lemmas 3.1 to 3.6 and 6.1 to 6.3 of stably-unactivated-neurons.md on small arrangements, region by region.</summary>
public sealed class ArrangementRegionsTests
{
    private static readonly int[] fewAndMore = [6, 10, 14];
    private static readonly int[] upToSixteen = [4, 8, 12, 16];

    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 1, 2 }, { 1, 6 }, { 2, 1 }, { 2, 2 }, { 2, 3 }, { 2, 4 }, { 2, 9 }, { 3, 2 }, { 3, 3 }, { 3, 4 }, { 3, 7 },
        { 4, 4 }, { 4, 5 }, { 4, 7 }, { 5, 6 }, { 5, 8 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Lemmas_3_1_to_3_3_count_the_regions_and_the_bounded_ones(int inputs, int units)
    {
        foreach (var regions in Arrangements(inputs, units, 5))
        {
            Assert.Equal(Enumerable.Range(0, inputs + 1).Sum(i => Choose(units, i)), regions.All.Count);
            Assert.Equal(Choose(units - 1, inputs), regions.Bounded.Count());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Lemma_3_4_with_one_unit_more_than_inputs_only_the_simplex_negated_is_no_codeword(int inputs)
    {
        foreach (var regions in Arrangements(inputs, inputs + 1, 10))
        {
            var simplex = Assert.Single(regions.Bounded);
            var missing = Enumerable.Range(0, 1 << (inputs + 1)).Select(c => (ulong)c).Where(c => !regions.All.Contains(c));
            Assert.Equal(simplex ^ regions.Ones, Assert.Single(missing));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Corollary_3_5_across_a_face_of_dimension_k_of_the_simplex_as_many_signs_change_as_hyperplanes_meet(int inputs)
    {
        foreach (var regions in Arrangements(inputs, inputs + 1, 60))
        {
            var simplex = regions.Bounded.Single();
            if (!regions.All.Contains(regions.Ones))
            {
                continue;
            }

            // The all-positive region meets the simplex in a face of dimension k behind n0 − k hyperplanes.
            var k = inputs - BitOperations.PopCount(simplex ^ regions.Ones);
            Assert.InRange(k, 0, inputs);
            Assert.Equal(inputs - k, inputs + 1 - BitOperations.PopCount(simplex));
            if (k > 0)
            {
                var alone = Enumerable.Range(0, inputs + 1).Where(unit => regions.All.Contains(1UL << unit)).ToList();
                var isFacet = k == inputs - 1 && inputs + 1 - BitOperations.PopCount(simplex) == 1;
                Assert.Equal(isFacet ? inputs : inputs + 1, alone.Count);
            }
        }
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 4)]
    [InlineData(2, 9)]
    [InlineData(3, 6)]
    [InlineData(3, 9)]
    [InlineData(4, 8)]
    public void Lemma_3_6_no_bounded_region_has_its_negated_codeword_beside_it(int inputs, int units)
    {
        foreach (var regions in Arrangements(inputs, units, 10))
        {
            Assert.NotEmpty(regions.Bounded);
            Assert.DoesNotContain(regions.Bounded, code => regions.All.Contains(code ^ regions.Ones));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lemma_6_1_bounded_regions_outnumber_the_others_more_and_more(int inputs)
    {
        var shares = fewAndMore.Select(units =>
        {
            var regions = Arrangements(inputs, units, 1).Single();
            return (double)regions.Bounded.Count() / regions.All.Count;
        }).ToArray();
        Assert.Equal(shares.Order(), shares);
        Assert.True(shares[^1] > 0.5, $"{shares[^1]}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lemma_6_2_regions_have_twice_as_many_facets_as_inputs_at_most_on_average_and_ever_nearer(int inputs)
    {
        var means = upToSixteen.Select(units =>
        {
            var regions = Arrangements(inputs, units, 1).Single();

            // Each hyperplane is cut into as many facets as the others leave regions in it, and each facet has two sides.
            var facets = regions.All.Sum(code => (long)regions.Facets(code));
            Assert.Equal(2 * units * Enumerable.Range(0, inputs).Sum(i => Choose(units - 1, i)), facets);
            return (double)facets / regions.All.Count;
        }).ToArray();
        Assert.Equal(means.Order(), means);
        Assert.True(means[^1] < 2 * inputs && means[^1] > 1.6 * inputs, $"{means[^1]}");
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 10)]
    [InlineData(3, 9)]
    public void Corollary_6_3_on_average_no_more_axes_are_met_than_twice_the_inputs(int inputs, int units)
    {
        var mean = Arrangements(inputs, units, 150).Average(regions => regions.Axes);
        Assert.InRange(mean, 0, 2 * inputs);
    }

    [Fact]
    public void Codewords_are_those_that_a_cloud_of_points_meets()
    {
        var random = new Random(3);
        for (var i = 0; i < 5; i++)
        {
            var draw = Draws.Of(random, 2, 5);
            var regions = new ArrangementRegions(draw);
            for (var point = 0; point < 20_000; point++)
            {
                var (size, turn) = (Math.Exp(8 * random.NextDouble() - 3), 2 * Math.PI * random.NextDouble());
                double[] x = [size * Math.Cos(turn), size * Math.Sin(turn)];
                var code = Enumerable.Range(0, 5).Aggregate(
                    0UL, (bits, unit) => bits | (BruteForce.Preactivation(draw, unit, x) > 0 ? 1UL << unit : 0));
                Assert.Contains(code, regions.All);
            }
        }
    }

    private static IEnumerable<ArrangementRegions> Arrangements(int inputs, int units, int count)
    {
        var random = new Random(100 * inputs + units);
        return Enumerable.Range(0, count).Select(_ => new ArrangementRegions(Draws.Of(random, inputs, units)));
    }

    private static int Choose(int n, int k) => k < 0 || k > n ? 0 : (int)Enumerable.Range(0, k).Aggregate(1L, (c, i) => c * (n - i) / (i + 1));
}
