using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>The order of samples in an epoch, as a pure function of a key, a trial, a stream and the epoch.</summary>
/// <remarks>
/// Fisher and Yates' shuffle (Durstenfeld 1964) of 0 … n − 1: for i = n − 1, …, 1 the number at i changes places with that at
/// j = ⌊word·(i + 1)/2³²⌋. A j is more likely than another by at most a share of (i + 1)/2³², 2·10⁻⁵ for 100,000 samples.
/// The words of an epoch are those of draws epoch·⌈n/4⌉, …: no two epochs share one.
/// </remarks>
public static class Shuffle
{
    /// <summary>Words that are drawn at once: four of each lane.</summary>
    private const int WordsAtOnce = 32;

    /// <summary>Fills a span with the numbers from 0 on, in the epoch's order.</summary>
    /// <param name="order">Where they go.</param>
    /// <param name="key">A cell's stream key.</param>
    /// <param name="trial">The trial's index.</param>
    /// <param name="stream">A stream that nothing else draws from.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <exception cref="OverflowException">The stream has no more draws: after 2³² of them.</exception>
    [SkipLocalsInit]
    public static void Fill(Span<int> order, ulong key, ulong trial, uint stream, long epoch)
    {
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Span<uint> words = stackalloc uint[WordsAtOnce];
        var draws = (order.Length + 3L) / 4;
        var draw = checked((uint)(epoch * draws));
        _ = checked((uint)(draw + draws));
        var used = WordsAtOnce;
        for (var i = order.Length - 1; i > 0; i--, used++)
        {
            if (used == WordsAtOnce)
            {
                Draw(words, key, trial, stream, draw);
                draw = unchecked(draw + (WordsAtOnce / 4));
                used = 0;
            }

            var j = (int)(((ulong)words[used] * (uint)(i + 1)) >> 32);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    /// <summary>Eight draws, one a lane: first word 0 of all, then word 1, …</summary>
    [SkipLocalsInit]
    private static void Draw(Span<uint> words, ulong key, ulong trial, uint stream, uint draw)
    {
        Span<float> lanes = stackalloc float[WordsAtOnce];
        for (var lane = 0; lane < Lanes256.Count; lane++)
        {
            lanes[lane] = BitConverter.UInt32BitsToSingle(draw + (uint)lane);
        }

        var (word0, word1) = (Lanes256.OfBits((uint)trial), Lanes256.OfBits((uint)(trial >> 32)));
        var (word2, word3) = (Lanes256.OfBits(stream), Lanes256.Load(ref lanes[0]));
        Philox.Draw(key, ref word0, ref word1, ref word2, ref word3);
        Lanes256.Store(word0, ref lanes[0]);
        Lanes256.Store(word1, ref lanes[Lanes256.Count]);
        Lanes256.Store(word2, ref lanes[2 * Lanes256.Count]);
        Lanes256.Store(word3, ref lanes[3 * Lanes256.Count]);
        System.Runtime.InteropServices.MemoryMarshal.Cast<float, uint>(lanes).CopyTo(words);
    }
}
