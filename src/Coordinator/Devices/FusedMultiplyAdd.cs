using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Farm.Coordinator.Devices;

/// <summary>
/// How this host multiplies and adds with one rounding. Kernels depend on it for equal bits everywhere; a processor
/// without it computes the same by software, far slower.
/// </summary>
internal static class FusedMultiplyAdd
{
    private const int Rounds = 400_000;
    private const int Repeats = 5;

    /// <summary>Whether the hardware has it and the runtime uses it.</summary>
    public static bool IsInHardware => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>
    /// Time of a fused multiply-add in terms of a multiplication and an addition; measured now, in about 10 ms.
    /// </summary>
    public static double SlownessMeasured()
    {
        Fused(Rounds);
        Separate(Rounds);
        var (fused, separate) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < Repeats; i++)
        {
            fused = Math.Min(fused, Seconds(Fused));
            separate = Math.Min(separate, Seconds(Separate));
        }

        return fused / separate;
    }

    private static double Seconds(Func<int, float> loop)
    {
        var start = Stopwatch.GetTimestamp();
        loop(Rounds);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Fused(int rounds)
    {
        var (a, b, x, y) = (new Vector4(1), new Vector4(2), new Vector4(0.999f), new Vector4(1e-6f));
        for (var i = 0; i < rounds; i++)
        {
            a = Vector4.FusedMultiplyAdd(a, x, y);
            b = Vector4.FusedMultiplyAdd(b, x, y);
        }

        return Vector4.Dot(a, b);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Separate(int rounds)
    {
        var (a, b, x, y) = (new Vector4(1), new Vector4(2), new Vector4(0.999f), new Vector4(1e-6f));
        for (var i = 0; i < rounds; i++)
        {
            a = (a * x) + y;
            b = (b * x) + y;
        }

        return Vector4.Dot(a, b);
    }
}
