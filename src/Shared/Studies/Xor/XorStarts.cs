using System.Numerics;
using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>
/// Draws the trials' initial parameters, a lane each. A start that is not accepted is drawn again in its lane while
/// the others are handed out, and their lanes take the next trials.
/// </summary>
/// <remarks>Random stream 0; attempt d of a trial is draw d.</remarks>
internal sealed class XorStarts<T, TModel>
    where T : struct, ILanes<T>
    where TModel : struct, IXorModel
{
    private readonly LaneMemory drawn = new(6 * T.Count);
    private readonly LaneMemory counters = new(3 * T.Count);
    private readonly int[] rows = new int[T.Count];
    private readonly int[] redraws = new int[T.Count];
    private XorSettings settings;
    private ulong key;
    private long firstTrial;
    private int next;
    private int end;
    private uint pending;
    private uint ready;

    /// <summary>Starts over, at row 0 of a run of trials.</summary>
    public void Begin(in XorSettings settings, ulong key, long firstTrial, int count)
    {
        (this.settings, this.key, this.firstTrial) = (settings, key, firstTrial);
        (next, end, pending, ready) = (0, count, 0, 0);
    }

    /// <summary>Puts the next start into a lane of a group; false when there is none.</summary>
    /// <exception cref="TrialException">A trial was redrawn too often.</exception>
    public bool Take(ref float group, int lane)
    {
        while (ready == 0)
        {
            if (!AssignTrials())
            {
                return false;
            }

            Draw();
            var accepted = IsAccepted() & pending;
            ready = accepted;
            pending &= ~accepted;
        }

        var from = BitOperations.TrailingZeroCount(ready);
        ready &= ready - 1;
        ref var to = ref Unsafe.Add(ref group, lane);
        ref var source = ref Unsafe.Add(ref drawn.First, from);
        for (var row = XorRows.Mean; row < XorRows.Start; row++)
        {
            XorGroup.Row<T>(ref to, row) = 0;
        }

        for (var parameter = 0; parameter < 6; parameter++)
        {
            var value = XorGroup.Row<T>(ref source, parameter);
            XorGroup.Row<T>(ref to, XorRows.Start + parameter) = value;
            XorGroup.Row<T>(ref to, parameter < 3 ? parameter : XorRows.OfUnit + parameter - 3) = value;
        }

        XorGroup.Row<T>(ref to, XorRows.Best) = float.PositiveInfinity;
        XorGroup.Row<T>(ref to, XorRows.Redraws) = redraws[from];
        XorGroup.Row<T>(ref to, XorRows.Trial) = BitConverter.Int32BitsToSingle(rows[from]);
        return true;
    }

    /// <summary>Gives every lane a trial and a draw; false when no lane has any.</summary>
    private bool AssignTrials()
    {
        ref var low = ref counters.First;
        for (var lane = 0; lane < T.Count; lane++)
        {
            if ((pending >> lane & 1) != 0)
            {
                redraws[lane]++;
                ThrowIfHopeless(lane);
            }
            else if (next < end)
            {
                var trial = (ulong)(firstTrial + next);
                Unsafe.Add(ref low, lane) = BitConverter.UInt32BitsToSingle((uint)trial);
                Unsafe.Add(ref low, T.Count + lane) = BitConverter.UInt32BitsToSingle((uint)(trial >> 32));
                redraws[lane] = 0;
                rows[lane] = next++;
                pending |= 1u << lane;
            }

            Unsafe.Add(ref low, 2 * T.Count + lane) = BitConverter.Int32BitsToSingle(redraws[lane]);
        }

        return pending != 0;
    }

    private void Draw()
    {
        var word0 = T.Load(ref counters.First);
        var word1 = T.Load(ref Unsafe.Add(ref counters.First, T.Count));
        var word2 = T.OfBits(0);
        var word3 = T.Load(ref Unsafe.Add(ref counters.First, 2 * T.Count));
        Philox.Draw(key, ref word0, ref word1, ref word2, ref word3);
        var sigma = T.Of(settings.Sigma);
        NormalPair.Of(word0, word1, out var x, out var y);
        Put(0, sigma * x, sigma * y);
        if (settings.Init == "mirror")
        {
            Put(3, -(sigma * x), -(sigma * y));
            return;
        }

        NormalPair.Of(word2, word3, out x, out y);
        Put(3, sigma * x, sigma * y);
    }

    private void Put(int parameter, T x, T y)
    {
        var bias = T.Of(0f);
        if (settings.Init == "sphere")
        {
            bias = T.Of(settings.Radius) * T.SquareRoot(T.FusedMultiplyAdd(x, x, y * y));
        }

        ref var to = ref XorGroup.Row<T>(ref drawn.First, parameter);
        T.Store(x, ref to);
        T.Store(y, ref XorGroup.Row<T>(ref to, 1));
        T.Store(bias, ref XorGroup.Row<T>(ref to, 2));
    }

    private uint IsAccepted()
    {
        if (settings.Init is not ("live" or "margin"))
        {
            return uint.MaxValue;
        }

        T Parameter(int parameter) => T.Load(ref XorGroup.Row<T>(ref drawn.First, parameter));

        var (wx, wy, b) = (Parameter(0), Parameter(1), Parameter(2));
        var (vx, vy, c) = (Parameter(3), Parameter(4), Parameter(5));
        var isLive = XorMargins.IsLive<T, TModel>(wx, wy, b, vx, vy, c);
        var margin = T.Of(settings.Margin);
        var keeps = settings.IsDistance
            ? T.LessOrEqual(margin, XorMargins.Distance<T, TModel>(wx, wy, b, vx, vy, c))
            : T.Less(margin, XorMargins.Activation<T, TModel>(wx, wy, b, vx, vy, c));
        return T.Bits(settings.Init == "live" ? isLive : settings.IsDistance ? isLive & keeps : keeps);
    }

    private void ThrowIfHopeless(int lane)
    {
        if (redraws[lane] > XorHopeless.MostRedraws)
        {
            throw XorHopeless.Of(settings, firstTrial + rows[lane]);
        }
    }
}
