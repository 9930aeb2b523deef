using MathNet.Numerics;
using Xunit.Abstractions;

namespace Farm.Numerics.Tests;

public sealed class NormalLawTests(ITestOutputHelper output)
{
    private const double Promised = 1e-9;

    public static TheoryData<LaneWidth> Widths => [.. LaneFunction.Widths];

    [Fact]
    public void Law_and_density_keep_their_promise_against_series_of_thousands_of_bits()
    {
        for (var x = 0.0; x <= NormalLaw.Reach; x += 0.75)
        {
            var (tail, density) = ExactNormal.At(x);
            var results = Map(LaneWidth.Bits128, [x, -x]);
            AssertNear(x, density, results[0].Density);
            AssertNear(-x, density, results[1].Density);
            AssertNear(x, 1 - tail, results[0].Law);
            AssertNear(-x, tail, results[1].Law);
            AssertNear(-x, tail, Reference(-x), 1e-12);
        }
    }

    [Fact]
    public void Law_and_density_keep_their_promise_on_a_dense_grid()
    {
        const int points = 1_500_001;
        var inputs = new double[points];
        for (var i = 0; i < points; i++)
        {
            inputs[i] = -NormalLaw.Reach + 2 * NormalLaw.Reach * i / (points - 1);
        }

        var (worstLaw, worstDensity) = (0.0, 0.0);
        foreach (var (t, result) in inputs.Zip(Map(LaneWidths.Widest, inputs)))
        {
            var (law, density) = (Reference(t), Math.Exp(-t * t / 2) / Math.Sqrt(Math.Tau));
            worstLaw = Math.Max(worstLaw, Math.Abs(result.Law / law - 1));
            worstDensity = Math.Max(worstDensity, Math.Abs(result.Density / density - 1));
        }

        output.WriteLine($"largest relative errors: law {worstLaw:E2}, density {worstDensity:E2}");
        Assert.InRange(worstLaw, 0, Promised);
        Assert.InRange(worstDensity, 0, Promised);
    }

    [Fact]
    public void Beyond_its_reach_there_are_limits()
    {
        double[] far = [37.51, 1e3, 1e10, 1e200, double.MaxValue, double.PositiveInfinity];
        Assert.All(Map(LaneWidths.Widest, far), r => Assert.Equal((1.0, 0.0), r));
        Assert.All(Map(LaneWidths.Widest, [.. far.Select(t => -t)]), r => Assert.Equal((0.0, 0.0), r));
        Assert.All(Map(LaneWidths.Widest, [double.NaN]), r => Assert.True(double.IsNaN(r.Law) && double.IsNaN(r.Density)));
    }

    [Fact]
    public void No_result_is_subnormal_and_the_law_never_falls_by_more_than_its_error()
    {
        var inputs = Enumerable.Range(0, 200_001).Select(i => -40 + i * 80.0 / 200_000).ToArray();
        var last = 0.0;
        foreach (var (law, density) in Map(LaneWidths.Widest, inputs))
        {
            Assert.False(double.IsSubnormal(law) || double.IsSubnormal(density));
            Assert.True(law >= last * (1 - 2 * Promised));
            last = law;
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_bits_are_the_same_at_every_width(LaneWidth width)
    {
        var random = new Random(Seeds.New(output));
        double[] inputs =
        [
            0, -0.0, 1e-300, double.Epsilon, NormalLaw.Reach, -NormalLaw.Reach, double.NegativeInfinity,
            .. Enumerable.Range(0, 20_000).Select(_ => (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-30, 8))),
        ];
        Assert.Equal(Bits(Map(LaneWidth.Bits128, inputs)), Bits(Map(width, inputs)));
    }

    /// <summary>Digest for other instruction sets, see <see cref="InstructionSetTests"/>.</summary>
    internal static IEnumerable<string> Digests()
    {
        var inputs = Enumerable.Range(-50_000, 100_001).Select(i => i * 8e-4).ToArray();
        foreach (var width in LaneFunction.Widths)
        {
            var hash = 14695981039346656037UL;
            foreach (var bits in Bits(Map(width, inputs)))
            {
                hash = unchecked((hash ^ bits) * 1099511628211UL);
            }

            yield return hash.ToString("X16");
        }
    }

    private static double Reference(double t) => SpecialFunctions.Erfc(-t / Math.Sqrt(2)) / 2;

    private static void AssertNear(double t, double exact, double actual, double error = Promised) => Assert.True(
        Math.Abs(actual - exact) <= error * exact, $"at {t}: {actual:R}, expected {exact:R}, off by {actual / exact - 1:E2}");

    private static IEnumerable<ulong> Bits(IEnumerable<(double Law, double Density)> results) =>
        results.SelectMany(r => new[] { BitConverter.DoubleToUInt64Bits(r.Law), BitConverter.DoubleToUInt64Bits(r.Density) });

    private static (double Law, double Density)[] Map(LaneWidth width, double[] inputs) => width switch
    {
        LaneWidth.Bits128 => Map<DoubleLanes128>(inputs),
        LaneWidth.Bits256 => Map<DoubleLanes256>(inputs),
        _ => Map<DoubleLanes512>(inputs),
    };

    private static (double Law, double Density)[] Map<T>(double[] inputs)
        where T : struct, IDoubleLanes<T>
    {
        var padded = new double[inputs.Length + T.Count];
        var (laws, densities) = (new double[padded.Length], new double[padded.Length]);
        inputs.CopyTo(padded, 0);
        for (var i = 0; i < inputs.Length; i += T.Count)
        {
            T.Store(NormalLaw.Of(T.Load(ref padded[i]), out var density), ref laws[i]);
            T.Store(density, ref densities[i]);
        }

        return [.. laws.Zip(densities).Take(inputs.Length)];
    }
}
