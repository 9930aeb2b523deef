using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>A law that is symmetric about 0.</summary>
public enum SymmetricLaw
{
    /// <summary>Uniform on (−1, 1): (k + ½)·2⁻³¹ for a signed 32-bit word k, so that x and −x are equally likely exactly.</summary>
    Uniform,

    /// <summary>Standard normal, float32 made float64: <see cref="NormalPair"/>, at most 6.76 in size.</summary>
    Normal,
}

/// <summary>Draws of a symmetric law, some for each of a run of trials, as a pure function of key, trial and stream.</summary>
/// <remarks>
/// Number e of a trial with m numbers is made of word ⌊e/q⌋ of draw e mod q, where q = ⌈m/4⌉ is how many draws of four words the
/// trial takes; of normals, words 0 and 1 make two, words 2 and 3 the next two. Not thread-safe.
/// </remarks>
public interface ISymmetricDraws
{
    /// <summary>Trials that are drawn at once at most.</summary>
    int MostTrials { get; }

    /// <summary>Draws for a run of trials.</summary>
    /// <param name="key">A cell's stream key.</param>
    /// <param name="stream">A stream that nothing else draws from.</param>
    /// <param name="firstTrial">The first trial.</param>
    /// <param name="trials">How many, at most <see cref="MostTrials"/>.</param>
    void Draw(ulong key, uint stream, long firstTrial, int trials);

    /// <summary>One trial's numbers.</summary>
    /// <param name="trial">Its place in the run.</param>
    /// <param name="numbers">Where they go; eight more than there are may be overwritten.</param>
    void Read(int trial, ref double numbers);
}

/// <inheritdoc/>
/// <typeparam name="TSingle">Lanes of the words.</typeparam>
/// <typeparam name="T">Lanes of the numbers, of the same width.</typeparam>
internal sealed class SymmetricDraws<TSingle, T> : ISymmetricDraws
    where TSingle : struct, ILanes<TSingle>
    where T : struct, IDoubleLanes<T>
{
    /// <summary>Draws of four words in a run: 16 kB of words, so that they stay in the first cache.</summary>
    private const int MostDraws = 1024;

    /// <summary>From how many draws on a trial has rows of lanes of its own, so that its counters need no memory.</summary>
    private const int FewestOfTheirOwn = 96;

    private const int WordsOfDraw = 4;
    private const int Slack = 16;

    private readonly SymmetricLaw law;
    private readonly int draws;
    private readonly int plane;
    private readonly LaneMemory words;
    private readonly LaneMemory counters = new(TSingle.Count);

    /// <summary>Draws of so many numbers a trial.</summary>
    public SymmetricDraws(SymmetricLaw law, int numbers)
    {
        this.law = law;
        draws = (numbers + WordsOfDraw - 1) / WordsOfDraw;
        MostTrials = Math.Max(1, MostDraws / draws);
        plane = (MostTrials * draws + Slack - 1) / Slack * Slack + Slack;
        words = new LaneMemory(WordsOfDraw * plane);
        for (var lane = 0; lane < TSingle.Count; lane++)
        {
            Unsafe.Add(ref Unsafe.As<float, int>(ref counters.First), lane) = lane;
        }
    }

    /// <inheritdoc/>
    public int MostTrials { get; }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Draw(ulong key, uint stream, long firstTrial, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trials, MostTrials);
        if (draws >= FewestOfTheirOwn)
        {
            for (var trial = 0; trial < trials; trial++)
            {
                DrawOne(key, stream, (ulong)(firstTrial + trial), trial * draws);
            }

            return;
        }

        Count((ulong)firstTrial, trials);
        for (var at = 0; at < trials * draws; at += TSingle.Count)
        {
            var (word0, word1) = (TSingle.Load(ref Word(0, at)), TSingle.Load(ref Word(1, at)));
            var (word2, word3) = (TSingle.OfBits(stream), TSingle.Load(ref Word(3, at)));
            Philox.Draw(key, ref word0, ref word1, ref word2, ref word3);
            Store(at, word0, word1, word2, word3);
        }
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(int trial, ref double numbers)
    {
        for (var word = 0; word < WordsOfDraw; word++)
        {
            // What is written beyond a word's numbers the next word overwrites.
            ref var from = ref Unsafe.Add(ref words.First, word * plane + trial * draws);
            ref var to = ref Unsafe.Add(ref numbers, word * draws);
            if (law == SymmetricLaw.Normal)
            {
                for (var i = 0; i < draws; i++)
                {
                    Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
                }

                continue;
            }

            var (unit, half) = (T.Of(1.0 / 2147483648), T.Of(0.5 / 2147483648));
            for (var i = 0; i < draws; i += T.Count)
            {
                var integers = T.LoadIntegers(ref Unsafe.As<float, int>(ref Unsafe.Add(ref from, i)));
                T.Store(T.FusedMultiplyAdd(integers, unit, half), ref Unsafe.Add(ref to, i));
            }
        }
    }

    /// <summary>One trial's words; what is written beyond them the next trial overwrites.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DrawOne(ulong key, uint stream, ulong trial, int first)
    {
        var (low, high) = (TSingle.OfBits((uint)trial), TSingle.OfBits((uint)(trial >> 32)));
        var number = TSingle.Load(ref counters.First);
        for (var draw = 0; draw < draws; draw += TSingle.Count)
        {
            var (word0, word1, word2, word3) = (low, high, TSingle.OfBits(stream), number);
            Philox.Draw(key, ref word0, ref word1, ref word2, ref word3);
            Store(first + draw, word0, word1, word2, word3);
            number = TSingle.AddBits(number, TSingle.OfBits((uint)TSingle.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float Word(int word, int at) => ref Unsafe.Add(ref words.First, word * plane + at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(int at, TSingle word0, TSingle word1, TSingle word2, TSingle word3)
    {
        if (law == SymmetricLaw.Normal)
        {
            NormalPair.Of(word0, word1, out var normal0, out var normal1);
            NormalPair.Of(word2, word3, out var normal2, out var normal3);
            (word0, word1, word2, word3) = (normal0, normal1, normal2, normal3);
        }

        TSingle.Store(word0, ref Word(0, at));
        TSingle.Store(word1, ref Word(1, at));
        TSingle.Store(word2, ref Word(2, at));
        TSingle.Store(word3, ref Word(3, at));
    }

    /// <summary>Counters: trial low and high in the planes of words 0 and 1, the draw's number in that of word 3.</summary>
    private void Count(ulong firstTrial, int trials)
    {
        ref var low = ref Unsafe.As<float, uint>(ref words.First);
        ref var high = ref Unsafe.Add(ref low, plane);
        ref var number = ref Unsafe.Add(ref low, 3 * plane);
        var at = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            var index = firstTrial + (ulong)trial;
            for (var draw = 0; draw < draws; draw++, at++)
            {
                Unsafe.Add(ref low, at) = (uint)index;
                Unsafe.Add(ref high, at) = (uint)(index >> 32);
                Unsafe.Add(ref number, at) = (uint)draw;
            }
        }
    }
}

/// <summary>Makes draws of a width.</summary>
public static class SymmetricDraws
{
    /// <summary>Draws of so many numbers a trial.</summary>
    /// <param name="width">SIMD width; results do not depend on it.</param>
    /// <param name="law">Their law.</param>
    /// <param name="numbers">How many a trial, at least 1.</param>
    public static ISymmetricDraws Of(LaneWidth width, SymmetricLaw law, int numbers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numbers, 1);
        return width switch
        {
            LaneWidth.Bits128 => new SymmetricDraws<Lanes128, DoubleLanes128>(law, numbers),
            LaneWidth.Bits256 => new SymmetricDraws<Lanes256, DoubleLanes256>(law, numbers),
            LaneWidth.Bits512 => new SymmetricDraws<Lanes512, DoubleLanes512>(law, numbers),
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "No such SIMD width."),
        };
    }
}
