namespace Farm.Numerics.Tests;

public sealed class PhiloxTests
{
    public static TheoryData<LaneWidth> Widths => [.. LaneFunction.Widths];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Gives_the_published_known_answers(LaneWidth width)
    {
        // Random123, kat_vectors: philox4x32 10.
        Assert.Equal([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8], Draw(width, 0, [0, 0, 0, 0]));
        Assert.Equal(
            [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
            Draw(width, ulong.MaxValue, [uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue]));
        Assert.Equal(
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
            Draw(width, 0x299f31d0_a4093822, [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Equals_the_plain_scalar_algorithm_in_every_lane(LaneWidth width)
    {
        var random = new Random(20260101);
        for (var i = 0; i < 200; i++)
        {
            var key = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            var counter = new uint[4];
            for (var word = 0; word < 4; word++)
            {
                counter[word] = (uint)random.NextInt64(0, 1L << 32);
            }

            Assert.Equal(Scalar(key, counter), Draw(width, key, counter));
        }
    }

    private static uint[] Draw(LaneWidth width, ulong key, uint[] counter) => width switch
    {
        LaneWidth.Bits128 => Draw<Lanes128>(key, counter),
        LaneWidth.Bits256 => Draw<Lanes256>(key, counter),
        _ => Draw<Lanes512>(key, counter),
    };

    /// <summary>The counter's words in the last lane only; the others count something else.</summary>
    private static uint[] Draw<T>(ulong key, uint[] counter)
        where T : struct, ILanes<T>
    {
        var words = new T[4];
        var numbers = new float[T.Count];
        for (var i = 0; i < 4; i++)
        {
            for (var lane = 0; lane < T.Count; lane++)
            {
                var other = unchecked(counter[i] + (uint)(T.Count - 1 - lane) * 77u);
                numbers[lane] = BitConverter.UInt32BitsToSingle(other);
            }

            words[i] = T.Load(ref numbers[0]);
        }

        Philox.Draw(key, ref words[0], ref words[1], ref words[2], ref words[3]);
        return [.. words.Select(w =>
        {
            T.Store(w, ref numbers[0]);
            return BitConverter.SingleToUInt32Bits(numbers[^1]);
        })];
    }

    private static uint[] Scalar(ulong key, uint[] counter)
    {
        var c = (uint[])counter.Clone();
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < 10; round++)
        {
            var (p0, p1) = (0xD2511F53UL * c[0], 0xCD9E8D57UL * c[2]);
            c = [(uint)(p1 >> 32) ^ c[1] ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c[3] ^ k1, (uint)p0];
            unchecked
            {
                k0 += 0x9E3779B9;
                k1 += 0xBB67AE85;
            }
        }

        return c;
    }
}
