using System.Diagnostics;
using System.Runtime.CompilerServices;
using Farm.Numerics;

namespace Farm.Coordinator.Devices;

/// <summary>
/// This core's ceiling: float32 fused multiply-adds as fast as it can issue them, from registers alone.
/// </summary>
internal static class FmaPeak
{
    private const int Rounds = 200_000;
    private const int Accumulators = 12;

    /// <summary>
    /// Floating-point operations a second of one thread, the best of repeated loops in the time given.
    /// </summary>
    public static double Measure(LaneWidth width, TimeSpan time) => width switch
    {
        LaneWidth.Bits512 => Measure<Lanes512>(time),
        LaneWidth.Bits256 => Measure<Lanes256>(time),
        _ => Measure<Lanes128>(time),
    };

    private static double Measure<TLanes>(TimeSpan time)
        where TLanes : struct, ILanes<TLanes>
    {
        Loop<TLanes>(Rounds);
        var start = Stopwatch.GetTimestamp();
        var best = double.MaxValue;
        do
        {
            var before = Stopwatch.GetTimestamp();
            Loop<TLanes>(Rounds);
            best = Math.Min(best, Stopwatch.GetElapsedTime(before).TotalSeconds);
        }
        while (Stopwatch.GetElapsedTime(start) < time);

        const int OperationsEach = 2;
        return (double)Rounds * Accumulators * TLanes.Count * OperationsEach / best;
    }

    /// <summary>
    /// Twelve independent chains: enough to hide the latency of two units, few enough for the 16 registers of AVX2.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static TLanes Loop<TLanes>(int rounds)
        where TLanes : struct, ILanes<TLanes>
    {
        var (x, y) = (TLanes.Of(0.999f), TLanes.Of(1e-6f));
        TLanes a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var round = 0; round < rounds; round++)
        {
            a = TLanes.FusedMultiplyAdd(a, x, y);
            b = TLanes.FusedMultiplyAdd(b, x, y);
            c = TLanes.FusedMultiplyAdd(c, x, y);
            d = TLanes.FusedMultiplyAdd(d, x, y);
            e = TLanes.FusedMultiplyAdd(e, x, y);
            f = TLanes.FusedMultiplyAdd(f, x, y);
            g = TLanes.FusedMultiplyAdd(g, x, y);
            h = TLanes.FusedMultiplyAdd(h, x, y);
            i = TLanes.FusedMultiplyAdd(i, x, y);
            j = TLanes.FusedMultiplyAdd(j, x, y);
            k = TLanes.FusedMultiplyAdd(k, x, y);
            l = TLanes.FusedMultiplyAdd(l, x, y);
        }

        return a + b + c + d + e + f + g + h + i + j + k + l;
    }
}
