namespace Farm.Numerics.Tests;

public sealed class NaturalLogarithmTests
{
    private const int Seed = 771;

    [Fact]
    public void It_is_within_an_ulp_of_the_platforms()
    {
        var random = new Random(Seed);
        double[] special = [1, Math.BitIncrement(1), Math.BitDecrement(1), double.MaxValue, 2.2250738585072014e-308, Math.Sqrt(0.5), Math.E, 2, 0.5];
        foreach (var x in special.Concat(Enumerable.Range(0, 1_000_000).Select(_ => Any(random))))
        {
            var (actual, expected) = (NaturalLogarithm.Of(x), Math.Log(x));
            Assert.True(
                Math.Abs(actual - expected) <= Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected),
                $"seed {Seed}: ln {x:R} is {actual:R}, not {expected:R}");
        }
    }

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        var random = new Random(Seed);
        var numbers = Enumerable.Range(0, 8000).Select(_ => Any(random)).ToArray();
        var expected = numbers.Select(NaturalLogarithm.Of).ToArray();
        Assert.Equal(expected, All<DoubleLanes128>(numbers));
        Assert.Equal(expected, All<DoubleLanes256>(numbers));
        Assert.Equal(expected, All<DoubleLanes512>(numbers));
    }

    private static double[] All<T>(double[] numbers)
        where T : struct, IDoubleLanes<T>
    {
        var logarithms = new double[numbers.Length];
        for (var i = 0; i < numbers.Length; i += T.Count)
        {
            T.Store(NaturalLogarithm.Of(T.Load(ref numbers[i])), ref logarithms[i]);
        }

        return logarithms;
    }

    /// <summary>Of any normal size half the time, else close to 1.</summary>
    private static double Any(Random random) => random.Next(2) == 0
        ? Math.ScaleB(1 + random.NextDouble(), random.Next(-1022, 1023))
        : 1 + (random.NextDouble() - 0.5) * Math.ScaleB(1, -random.Next(0, 50));
}
