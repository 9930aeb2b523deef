using Xunit.Abstractions;

namespace Farm.Numerics.Tests.Hyperbolicity;

/// <summary>Borders on λ beside the roots of the update's polynomial as eigenvalues of its companion matrix.</summary>
public sealed class RootBandsTests(ITestOutputHelper output)
{
    public static TheoryData<double> Betas => [0, 1e-3, 0.1, 0.5, 0.9, 0.95, 0.98, 0.9801, 0.981, 0.99, 0.995, 0.999, 0.99999];

    [Theory]
    [MemberData(nameof(Betas))]
    public void A_count_of_eigenvalues_below_borders_is_a_count_of_roots(double beta)
    {
        var random = new Random(Seeds.New(output));
        var left = 0;
        foreach (var reading in new[] { RootReading.Dominant, RootReading.Both })
        {
            foreach (var tolerance in new[] { 0, 0.001, 0.01, 0.1, 0.5 })
            {
                var rate = Math.Pow(10, 4 * random.NextDouble() - 3);
                var rule = UpdateRule.Momentum(rate, beta) with { Reading = reading };
                var bands = new RootBands(rule, tolerance);
                for (var i = 0; i < 2000; i++)
                {
                    var a = i % 2 == 0 ? 8 * random.NextDouble() : Math.Pow(10, -8 * random.NextDouble());
                    var lambda = a / (rate * (1 - beta));
                    var roots = DenseUnit.Roots(rule, lambda).Select(r => r.Magnitude).Order().ToArray();
                    if (roots.Any(m => Math.Abs(m - (1 - tolerance)) < 1e-6 || Math.Abs(m - (1 + tolerance)) < 1e-6))
                    {
                        left++;
                        continue;
                    }

                    double[] counted = reading == RootReading.Both && beta > 0 ? roots : [roots[1]];
                    var expected = new BandCounts(
                        counted.Count(m => m < 1 - tolerance),
                        counted.Count(m => m >= 1 - tolerance && m <= 1 + tolerance),
                        counted.Count(m => m > 1 + tolerance));
                    Assert.Equal(expected, bands.Count(
                        lambda < bands.Inner ? 1 : 0, lambda < bands.Outer ? 1 : 0, lambda < bands.Edge ? 1 : 0, 1));
                }
            }
        }

        output.WriteLine($"{left} of 20000 left out: a root within 1e-6 of a border");
        Assert.True(left < 6000);
    }

    [Theory]
    [MemberData(nameof(Betas))]
    public void Flips_are_the_eigenvalues_with_a_dominant_root_near_minus_one(double beta)
    {
        var random = new Random(Seeds.New(output));
        var rule = UpdateRule.Momentum(0.3, beta);
        var (from, to) = RootBands.Flips(rule, 0.01);
        var flips = 0;
        for (var i = 0; i < 4000; i++)
        {
            // The band narrows with 1 − β: every other λ is drawn from its neighbourhood, so that some lie in it.
            var lambda = i % 2 == 0
                ? (2 * (1 + beta) + 0.1 * (random.NextDouble() - 0.5)) / (0.3 * (1 - beta))
                : from + (to - from) * (2 * random.NextDouble() - 0.5);
            var distance = (DenseUnit.Roots(rule, lambda).MaxBy(r => r.Magnitude) + 1).Magnitude;
            if (Math.Abs(distance - 0.01) > 1e-6)
            {
                Assert.Equal(distance <= 0.01, lambda >= from && lambda < to);
                flips += distance <= 0.01 ? 1 : 0;
            }
        }

        Assert.True(flips > 0);
    }

    [Fact]
    public void Gradient_descent_has_the_borders_of_one_minus_rate_times_eigenvalue()
    {
        var bands = new RootBands(UpdateRule.GradientDescent(0.5), 0.01);
        Assert.Equal((0.02, 3.98, 4.02), (Math.Round(bands.Inner, 12), Math.Round(bands.Outer, 12), Math.Round(bands.Edge, 12)));
    }

    [Fact]
    public void Momentum_of_two_roots_has_no_source()
    {
        var rule = UpdateRule.Momentum(1, 0.9) with { Reading = RootReading.Both };
        Assert.Equal(UnitType.Saddle, new RootBands(rule, 0.01).Count(0, 0, 0, 3).TypeOf(isCollapsed: false));
        Assert.Equal(UnitType.Source, new RootBands(rule with { Reading = RootReading.Dominant }, 0.01).Count(0, 0, 0, 3).TypeOf(false));
    }
}
