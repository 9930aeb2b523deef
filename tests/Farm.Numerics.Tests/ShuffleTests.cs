using Xunit.Abstractions;

namespace Farm.Numerics.Tests;

public sealed class ShuffleTests(ITestOutputHelper output)
{
    [Fact]
    public void An_order_is_that_of_the_plain_algorithm_for_every_length()
    {
        var random = new Random(Seeds.New(output));
        for (var length = 0; length <= 300; length++)
        {
            var (key, trial, stream, epoch) = ((ulong)random.NextInt64(), (ulong)random.NextInt64(), (uint)random.Next(), random.Next(1000));
            var order = new int[length];
            Shuffle.Fill(order, key, trial, stream, epoch);
            Assert.Equal(Plain(length, key, trial, stream, epoch), order);
            Assert.Equal(Enumerable.Range(0, length), order.Order());
        }
    }

    [Fact]
    public void Every_order_of_four_comes_up_as_often_as_any_other()
    {
        const int Epochs = 240_000;
        var counts = new Dictionary<(int, int, int, int), int>();
        var order = new int[4];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            Shuffle.Fill(order, 20260101, 3, 7, epoch);
            var key = (order[0], order[1], order[2], order[3]);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        // 23 degrees of freedom: 49.7 is passed once in a thousand seeds, and this seed is fixed.
        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(c => Math.Pow(c - Epochs / 24.0, 2) / (Epochs / 24.0)), 0, 49.7);
    }

    [Fact]
    public void A_stream_without_draws_left_is_refused()
    {
        var order = new int[1000];
        Shuffle.Fill(order, 1, 1, 1, (1L << 32) / 250 - 1);
        Assert.Throws<OverflowException>(() => Shuffle.Fill(order, 1, 1, 1, (1L << 32) / 250 + 1));
    }

    private static int[] Plain(int length, ulong key, ulong trial, uint stream, long epoch)
    {
        var order = Enumerable.Range(0, length).ToArray();
        var first = epoch * ((length + 3) / 4);
        for (var (i, used) = (length - 1, 0); i > 0; i--, used++)
        {
            // Words come lane by lane: word w of eight draws, then word w + 1.
            var (draw, word) = (first + used / 32 * 8 + used % 8, used % 32 / 8);
            var words = Philox.Draw(key, trial, stream, (uint)draw);
            var drawn = word switch { 0 => words.Word0, 1 => words.Word1, 2 => words.Word2, _ => words.Word3 };
            var j = (int)((ulong)drawn * (ulong)(i + 1) >> 32);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
