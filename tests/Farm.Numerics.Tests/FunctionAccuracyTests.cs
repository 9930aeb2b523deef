namespace Farm.Numerics.Tests;

public sealed class FunctionAccuracyTests
{
    [Fact]
    public void The_logarithm_is_within_one_ulp_over_all_mantissas()
    {
        // Every float32 of [½, 1), where the result crosses 0, and every seventh of five other octaves.
        var worst = 0.0;
        foreach (var (exponent, step) in new[] { (-1, 1), (-2, 7), (-3, 7), (-9, 7), (-20, 7), (-33, 7) })
        {
            var first = BitConverter.SingleToUInt32Bits(MathF.ScaleB(1, exponent));
            var inputs = Enumerable.Range(0, (1 << 23) / step).Select(i => first + (uint)(i * step)).ToArray();
            var actual = LaneFunction.MapBits<Log>(LaneWidth.Bits256, inputs);
            for (var i = 0; i < inputs.Length; i++)
            {
                var exact = Math.Log(BitConverter.UInt32BitsToSingle(inputs[i]));
                worst = Math.Max(worst, LaneFunction.UlpError(actual[i], exact));
            }
        }

        Assert.InRange(worst, 0.5, 1.0);
        Assert.Equal(0f, LaneFunction.Map<Log>(LaneWidth.Bits256, [1f])[0]);
    }

    [Fact]
    public void Sine_and_cosine_are_within_their_stated_error()
    {
        var words = Enumerable.Range(0, 1 << 22).Select(i => (uint)i * 1021u + 3u).ToArray();
        var sin = LaneFunction.MapBits<Sin>(LaneWidth.Bits256, words);
        var cos = LaneFunction.MapBits<Cos>(LaneWidth.Bits256, words);
        double worstSin = 0, worstCos = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var (s, c) = double.SinCosPi(words[i] / 2147483648.0);
            worstSin = Math.Max(worstSin, LaneFunction.UlpError(sin[i], s));
            worstCos = Math.Max(worstCos, LaneFunction.UlpError(cos[i], c));
        }

        Assert.InRange(worstSin, 0.5, 3.0);
        Assert.InRange(worstCos, 0.5, 3.0);
    }

    [Fact]
    public void The_exponential_is_within_its_stated_error()
    {
        var inputs = Enumerable.Range(0, 1 << 21).Select(i => -87f * i / (1 << 21))
            .Concat(Enumerable.Range(0, 1 << 20).Select(i => -MathF.ScaleB(1 + (float)i / (1 << 20), -(i % 24)))).ToArray();
        var actual = LaneFunction.Map<Exp>(LaneWidth.Bits256, inputs);
        var worst = inputs.Zip(actual).Max(p => LaneFunction.UlpError(p.Second, Math.Exp(p.First)));

        Assert.InRange(worst, 0.5, 1.1);
        Assert.Equal(
            [1f, 1f, 0f, 0f, float.NaN],
            LaneFunction.Map<Exp>(LaneWidth.Bits256, [0f, -0f, -87.5f, float.NegativeInfinity, float.NaN]));
    }

    [Fact]
    public void Quarter_turns_are_exact()
    {
        uint[] words = [0, 0x4000_0000, 0x8000_0000, 0xC000_0000];
        Assert.Equal([0f, 1f, 0f, -1f], LaneFunction.MapBits<Sin>(LaneWidth.Bits128, words));
        Assert.Equal([1f, 0f, -1f, 0f], LaneFunction.MapBits<Cos>(LaneWidth.Bits128, words));
    }

    [Fact]
    public void Directions_are_within_four_ulp()
    {
        var random = new Random(7);
        var worst = 0.0;
        for (var i = 0; i < 500_000; i++)
        {
            var x = (float)((random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-20, 20)));
            var y = (float)((random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-20, 20)));
            var exact = Math.Atan2(y, x) * (180 / Math.PI);
            worst = Math.Max(worst, LaneFunction.UlpError(Degrees(x, y), exact));
        }

        Assert.InRange(worst, 0.5, 4.0);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, 45)]
    [InlineData(0, 2, 90)]
    [InlineData(-1, 0, 180)]
    [InlineData(-3, -3, -135)]
    [InlineData(0, -1, -90)]
    [InlineData(0, 0, float.NaN)]
    [InlineData(float.NaN, 1, float.NaN)]
    public void Directions_of_the_axes_are_exact(float x, float y, float degrees) => Assert.Equal(degrees, Degrees(x, y));

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        var words = Enumerable.Range(0, 1 << 16).Select(i => unchecked((uint)i * 2654435761u)).ToArray();
        var units = words.Select(w => (w + 0.5f) / 4294967296f).ToArray();
        var log = LaneFunction.Bits(LaneFunction.Map<Log>(LaneWidth.Bits128, units));
        var exp = LaneFunction.Bits(LaneFunction.Map<Exp>(LaneWidth.Bits128, [.. units.Select(u => -90 * u)]));
        var sin = LaneFunction.Bits(LaneFunction.MapBits<Sin>(LaneWidth.Bits128, words));
        var normal = LaneFunction.Bits(LaneFunction.MapBits<Normal>(LaneWidth.Bits128, words));
        foreach (var width in LaneFunction.Widths)
        {
            Assert.Equal(log, LaneFunction.Bits(LaneFunction.Map<Log>(width, units)));
            Assert.Equal(exp, LaneFunction.Bits(LaneFunction.Map<Exp>(width, [.. units.Select(u => -90 * u)])));
            Assert.Equal(sin, LaneFunction.Bits(LaneFunction.MapBits<Sin>(width, words)));
            Assert.Equal(normal, LaneFunction.Bits(LaneFunction.MapBits<Normal>(width, words)));
        }
    }

    private static float Degrees(float x, float y)
    {
        var lanes = new float[Lanes128.Count];
        Lanes128.Store(DegreesOfVector.Of(Lanes128.Of(x), Lanes128.Of(y)), ref lanes[0]);
        return lanes[0];
    }

    private readonly struct Log : ILaneFunction
    {
        public static T Of<T>(T x)
            where T : struct, ILanes<T> => LogOfUnit.Of(x);
    }

    private readonly struct Exp : ILaneFunction
    {
        public static T Of<T>(T x)
            where T : struct, ILanes<T> => ExpOf.NotAboveZero(x);
    }

    private readonly struct Sin : ILaneFunction
    {
        public static T Of<T>(T x)
            where T : struct, ILanes<T>
        {
            SinCosOfTurn.Of(x, out var sin, out _);
            return sin;
        }
    }

    private readonly struct Cos : ILaneFunction
    {
        public static T Of<T>(T x)
            where T : struct, ILanes<T>
        {
            SinCosOfTurn.Of(x, out _, out var cos);
            return cos;
        }
    }

    private readonly struct Normal : ILaneFunction
    {
        public static T Of<T>(T x)
            where T : struct, ILanes<T>
        {
            NormalPair.Of(x, x << 7, out var first, out var second);
            return first + second;
        }
    }
}
