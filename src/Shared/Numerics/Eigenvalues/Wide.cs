using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Farm.Numerics;

/// <summary>Eight float64 at a time, whatever the hardware's width: so a sum's order, and its bits, are those of any host.</summary>
internal static class Wide
{
    /// <summary>Numbers of a vector.</summary>
    public const int Count = 8;

    /// <summary>The least multiple of <see cref="Count"/> that holds a number of elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Padded(int count) => (count + Count - 1) & ~(Count - 1);

    /// <summary>Aligned zeros.</summary>
    public static LaneMemory Allocate(int count) => new(2 * Math.Max(1, count));

    /// <summary>Aligned memory as float64.</summary>
    public static Span<double> Numbers(this LaneMemory memory) => MemoryMarshal.Cast<float, double>(memory.Span);

    /// <summary>Reads eight numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(ref double first, nint index) =>
        Vector512.LoadUnsafe(ref Unsafe.Add(ref first, index));

    /// <summary>Writes eight numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> value, ref double first, nint index) =>
        value.StoreUnsafe(ref Unsafe.Add(ref first, index));

    /// <summary>a·b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Fused(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);

    /// <summary>The eight numbers added by halves: (0+4)+(2+6), (1+5)+(3+7).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> value)
    {
        var four = value.GetLower() + value.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }

    /// <summary>Scalar product of two padded rows.</summary>
    public static double Dot(ref double left, ref double right, nint from, nint to)
    {
        var sum = Vector512<double>.Zero;
        for (var i = from; i < to; i += Count)
        {
            sum = Fused(Load(ref left, i), Load(ref right, i), sum);
        }

        return Sum(sum);
    }
}
