namespace Farm.Numerics.Tests;

/// <summary>Distribution of draws, as kernels take them: keys of neighbouring cells, trials, streams, draws.</summary>
public sealed class DrawTests
{
    private const int Count = 1 << 20;
    private const ulong Key = 0x1234_5678_9ABC_DEF0;

    [Fact]
    public void Uniform_draws_fill_the_unit_interval()
    {
        var draws = LaneFunction.MapBits<Uniform>(LaneWidth.Bits256, [0, 1, 0x8000_0000, uint.MaxValue]);
        Assert.Equal([1f / 8589934592f, 1.5f / 4294967296f, 0.5f, 1f], draws);

        // Chi-squared over 1,000 equal bins: mean 999, standard deviation 44.7.
        var bins = new int[1000];
        foreach (var u in LaneFunction.MapBits<Uniform>(LaneWidth.Bits256, Words(Key, 0, 0)))
        {
            bins[Math.Min(999, (int)(u * 1000))]++;
        }

        var expected = Count / 1000.0;
        Assert.InRange(bins.Sum(b => (b - expected) * (b - expected) / expected), 999 - 5 * 44.7, 999 + 5 * 44.7);
    }

    [Fact]
    public void Normal_draws_have_the_moments_and_tails_of_the_normal_law()
    {
        var z = Normals(Key, 0, 0);
        double Moment(int power) => z.Average(x => Math.Pow(x, power));

        // Five standard errors each.
        var error = 5 / Math.Sqrt(Count);
        Assert.InRange(Moment(1), -error, error);
        Assert.InRange(Moment(2), 1 - error * Math.Sqrt(2), 1 + error * Math.Sqrt(2));
        Assert.InRange(Moment(3), -error * Math.Sqrt(15), error * Math.Sqrt(15));
        Assert.InRange(Moment(4), 3 - error * Math.Sqrt(96), 3 + error * Math.Sqrt(96));
        foreach (var (threshold, tail) in new[] { (1.0, 0.317310508), (2.0, 0.045500264), (3.0, 0.002699796), (4.0, 6.33425e-5) })
        {
            var spread = 5 * Math.Sqrt(Count * tail);
            Assert.InRange(z.Count(x => Math.Abs(x) > threshold), Count * tail - spread, Count * tail + spread);
        }
    }

    [Fact]
    public void The_far_tail_is_reached_by_the_smallest_words()
    {
        NormalPair.Of(Lanes128.OfBits(0), Lanes128.OfBits(0), out var first, out _);
        var lanes = new float[Lanes128.Count];
        Lanes128.Store(first, ref lanes[0]);
        Assert.Equal(Math.Sqrt(66 * Math.Log(2)), lanes[0], 5);
    }

    [Fact]
    public void Normal_draws_stay_within_their_stated_error()
    {
        var (a, b) = (Words(Key, 3, 0), Words(Key, 3, 1));
        var u = LaneFunction.MapBits<Uniform>(LaneWidth.Bits256, a);
        var worst = 0.0;
        var lanes = new float[Lanes256.Count];
        for (var i = 0; i < 100_000; i++)
        {
            NormalPair.Of(Lanes256.OfBits(a[i]), Lanes256.OfBits(b[i]), out var first, out _);
            Lanes256.Store(first, ref lanes[0]);
            var radius = Math.Sqrt(-2 * Math.Log(u[i]));
            if (radius > 0)
            {
                var exact = radius * double.CosPi(b[i] / 2147483648.0);
                worst = Math.Max(worst, Math.Abs(lanes[0] - exact) / Math.ScaleB(1, Math.ILogB(radius) - 23));
            }
        }

        Assert.InRange(worst, 0.5, 3);
    }

    [Theory]
    [InlineData("word")]
    [InlineData("trial")]
    [InlineData("stream")]
    [InlineData("draw")]
    [InlineData("cell")]
    public void Neighbouring_draws_are_independent(string neighbour)
    {
        var z = Normals(Key, 0, 0);
        var other = neighbour switch
        {
            "word" => Normals(Key, 0, 0, words: 2),
            "trial" => [.. z.Skip(1), z[0]],
            "stream" => Normals(Key, 1, 0),
            "draw" => Normals(Key, 0, 1),
            _ => Normals(Key + 1, 0, 0),
        };

        // Five standard errors of a correlation; of the values and of their squares.
        var error = 5 / Math.Sqrt(Count);
        Assert.InRange(z.Zip(other, (x, y) => (double)x * y).Average(), -error, error);
        Assert.InRange(z.Zip(other, (x, y) => (x * x - 1.0) * (y * y - 1.0) / 2).Average(), -error, error);
    }

    private static float[] Normals(ulong key, uint stream, uint draw, int words = 0)
    {
        var (a, b) = (Words(key, stream, draw, words), Words(key, stream, draw, words + 1));
        var z = new float[Count];
        var (left, right) = (new float[Lanes256.Count], new float[Lanes256.Count]);
        for (var i = 0; i < Count; i += Lanes256.Count)
        {
            for (var lane = 0; lane < Lanes256.Count; lane++)
            {
                left[lane] = BitConverter.UInt32BitsToSingle(a[i + lane]);
                right[lane] = BitConverter.UInt32BitsToSingle(b[i + lane]);
            }

            NormalPair.Of(Lanes256.Load(ref left[0]), Lanes256.Load(ref right[0]), out var first, out _);
            Lanes256.Store(first, ref z[i]);
        }

        return z;
    }

    /// <summary>One of the four words of trials 0, 1, ….</summary>
    private static uint[] Words(ulong key, uint stream, uint draw, int word = 0)
    {
        var result = new uint[Count];
        var trials = new float[Lanes256.Count];
        for (var i = 0; i < Count; i += Lanes256.Count)
        {
            for (var lane = 0; lane < Lanes256.Count; lane++)
            {
                trials[lane] = BitConverter.Int32BitsToSingle(i + lane);
            }

            var (w0, w1) = (Lanes256.Load(ref trials[0]), Lanes256.OfBits(0));
            var (w2, w3) = (Lanes256.OfBits(stream), Lanes256.OfBits(draw));
            Philox.Draw(key, ref w0, ref w1, ref w2, ref w3);
            Lanes256.Store(word switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 }, ref trials[0]);
            for (var lane = 0; lane < Lanes256.Count; lane++)
            {
                result[i + lane] = BitConverter.SingleToUInt32Bits(trials[lane]);
            }
        }

        return result;
    }

    private readonly struct Uniform : ILaneFunction
    {
        public static T Of<T>(T x)
            where T : struct, ILanes<T> => UniformDraw.Of(x);
    }
}
