using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>Slopes of Σ v_j relu(a_j·y) in a plane, both ways along the lines a_i·y = 0, a line a lane.</summary>
internal static class PlaneSlopes
{
    /// <summary>What the lines of some neighbouring units say.</summary>
    /// <param name="plane">Rows of a: first coordinates, then second ones.</param>
    /// <param name="outer">v.</param>
    /// <param name="negligible">Up to which size a unit's coefficients count as 0, so that it has no line.</param>
    /// <param name="stride">Numbers in a row.</param>
    /// <param name="lines">The first unit whose line is wanted, and the one after the last.</param>
    /// <param name="units">Number of units.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static SlopeVerdict Of<T>(
        ref double plane, ref double outer, ref double negligible, int stride, (int From, int To) lines, int units)
        where T : struct, IDoubleLanes<T>
    {
        ref var second = ref Unsafe.Add(ref plane, stride);
        var near = 0u;
        for (var line = lines.From; line < lines.To; line += T.Count)
        {
            var (x, y) = (T.Load(ref Unsafe.Add(ref plane, line)), T.Load(ref Unsafe.Add(ref second, line)));
            var lanes = lines.To - line >= T.Count ? uint.MaxValue : (1u << (lines.To - line)) - 1;
            var none = lanes & T.BitsOfLessOrEqual(T.Abs(x) + T.Abs(y), T.Load(ref Unsafe.Add(ref negligible, line)));
            var (up, all, upSize, size) = (T.Of(0.0), T.Of(0.0), T.Of(0.0), T.Of(0.0));
            for (var j = 0; j < units; j++)
            {
                // Both products are rounded before they are subtracted, so that a line's own unit has exactly 0.
                var z = (T.Of(Unsafe.Add(ref second, j)) * x) - (T.Of(Unsafe.Add(ref plane, j)) * y);
                Add(z, T.Of(Unsafe.Add(ref outer, j)), ref up, ref all, ref upSize, ref size);
            }

            if ((Above(up, all, size) & ~none & lanes) != 0)
            {
                return SlopeVerdict.Unbounded;
            }

            near |= none | (lanes & Near(up, all, upSize, size));
        }

        return near != 0 ? SlopeVerdict.Undecided : SlopeVerdict.Bounded;
    }

    /// <summary>Adds a unit to the sums of lines: of what is on, of all, and of the sizes of both.</summary>
    /// <param name="z">The unit along the lines.</param>
    /// <param name="v">What it counts.</param>
    /// <param name="up">Σ v relu(z).</param>
    /// <param name="all">Σ v z.</param>
    /// <param name="upSize">Σ |v| relu(z).</param>
    /// <param name="size">Σ |v z|.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<T>(T z, T v, ref T up, ref T all, ref T upSize, ref T size)
        where T : struct, IDoubleLanes<T>
    {
        var (on, weight) = (T.Positive(z), T.Abs(v));
        up = T.FusedMultiplyAdd(v, on, up);
        all = T.FusedMultiplyAdd(v, z, all);
        upSize = T.FusedMultiplyAdd(weight, on, upSize);
        size = T.FusedMultiplyAdd(weight, T.Abs(z), size);
    }

    /// <summary>Lines whose slope is above 0 one way or the other, beyond rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Above<T>(T up, T all, T size)
        where T : struct, IDoubleLanes<T>
    {
        var band = size * T.Of(ISupremum.Tolerance);
        return T.BitsOfLess(band, up) | T.BitsOfLess(band, up - all);
    }

    /// <summary>Lines of which a slope, none being above 0, is so close to it that rounding may decide its sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Near<T>(T up, T all, T upSize, T size)
        where T : struct, IDoubleLanes<T>
    {
        // The other way, units are on whose z is below 0. Where none is, that is 0 exactly: the sums were the same.
        var (zero, below) = (T.Of(0.0), -(size * T.Of(ISupremum.Tolerance)));
        return (T.BitsOfLessOrEqual(below, up) & T.BitsOfLess(zero, upSize))
            | (T.BitsOfLessOrEqual(below, up - all) & T.BitsOfLess(zero, size - upSize));
    }
}
