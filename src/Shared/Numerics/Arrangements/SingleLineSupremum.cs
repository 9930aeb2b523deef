using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>The supremum for n₀ = 1: the arrangement is points on one line.</summary>
/// <remarks>
/// Sums run over eight parts, unit j in part j mod 8, so that bits do not depend on the number of lanes. Breakpoints are
/// sorted by buckets: n₁ on average.
/// </remarks>
internal sealed class SingleLineSupremum<T> : ISupremum
    where T : struct, IDoubleLanes<T>
{
    private const int Parts = 8;

    /// <summary>From how many units on a few values are summed first: cheaper than to sort, when the limit is passed.</summary>
    private const int FewestToProbe = 48;

    private static readonly double[] probes = [0, 0.5, -0.5, 1, -1, 0.2, -0.2, 2.5, -2.5];

    private readonly NeuronDraw draw;
    private readonly BreakpointSort<T> points;
    private readonly DoubleMemory parts = new(4 * Parts);
    private double slopeAtMinusInfinity;
    private double slopeSize;

    /// <summary>For one draw after the other.</summary>
    /// <param name="draw">The draw; n₀ = 1.</param>
    public SingleLineSupremum(NeuronDraw draw)
    {
        this.draw = draw;
        points = new BreakpointSort<T>(draw.Units);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SlopeVerdict Slopes()
    {
        for (var part = 0; part < Parts; part += T.Count)
        {
            var (zero, ups, downs, upSizes, downSizes) = (T.Of(0.0), T.Of(0.0), T.Of(0.0), T.Of(0.0), T.Of(0.0));
            for (var j = part; j < draw.Length; j += Parts)
            {
                var (w, v) = (T.Load(ref Unsafe.Add(ref draw.First, j)), T.Load(ref Unsafe.Add(ref draw.FirstOuter, j)));
                var (right, left, size) = (T.Positive(w), T.Positive(zero - w), T.Abs(v));
                ups = T.FusedMultiplyAdd(v, right, ups);
                downs = T.FusedMultiplyAdd(v, left, downs);
                upSizes = T.FusedMultiplyAdd(size, right, upSizes);
                downSizes = T.FusedMultiplyAdd(size, left, downSizes);
            }

            Store(ups, 0, part);
            Store(downs, 1, part);
            Store(upSizes, 2, part);
            Store(downSizes, 3, part);
        }

        var (up, down, upSize, downSize) = (Sum(0), Sum(1), Sum(2), Sum(3));
        (slopeAtMinusInfinity, slopeSize) = (-down, upSize + downSize);
        var band = slopeSize * ISupremum.Tolerance;
        return up > band || down > band ? SlopeVerdict.Unbounded
            : (up >= -band && upSize > 0) || (down >= -band && downSize > 0) ? SlopeVerdict.Undecided
            : SlopeVerdict.Bounded;
    }

    /// <inheritdoc/>
    public Supremum Values(double limit)
    {
        for (var i = 0; i < probes.Length && draw.Units >= FewestToProbe; i++)
        {
            var (value, error) = At(probes[i]);
            if (value - error > limit)
            {
                return new Supremum(value, value - error, double.PositiveInfinity, IsWhole: false);
            }
        }

        return Sort() ? Walk() : new Supremum(double.NaN, double.NegativeInfinity, double.PositiveInfinity, IsWhole: false);
    }

    private void Store(T row, int sum, int part) => T.Store(row, ref Unsafe.Add(ref parts.First, sum * Parts + part));

    private double Sum(int sum)
    {
        var total = 0.0;
        for (var part = 0; part < Parts; part++)
        {
            total += Unsafe.Add(ref parts.First, sum * Parts + part);
        }

        return total;
    }

    /// <summary>The value at a time, and how far rounding may have put it off.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (double Value, double Error) At(double time)
    {
        var t = T.Of(time);
        ref var offsets = ref Unsafe.Add(ref draw.First, draw.Stride);
        for (var part = 0; part < Parts; part += T.Count)
        {
            var (values, sizes) = (T.Of(0.0), T.Of(0.0));
            for (var j = part; j < draw.Length; j += Parts)
            {
                var z = T.FusedMultiplyAdd(
                    T.Load(ref Unsafe.Add(ref draw.First, j)), t, T.Load(ref Unsafe.Add(ref offsets, j)));
                var (on, v) = (T.Positive(z), T.Load(ref Unsafe.Add(ref draw.FirstOuter, j)));
                values = T.FusedMultiplyAdd(v, on, values);
                sizes = T.FusedMultiplyAdd(T.Abs(v), on, sizes);
            }

            Store(values, 0, part);
            Store(sizes, 1, part);
        }

        return (Sum(0), Sum(1) * ISupremum.Tolerance);
    }

    /// <summary>Breakpoints in order, each with what the slope rises by; false when a unit has none.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Sort()
    {
        var (none, zero, one) = (0u, T.Of(0.0), T.Of(1.0));
        var half = T.Of(draw.Units / 2.0);
        ref var offsets = ref Unsafe.Add(ref draw.First, draw.Stride);
        for (var j = 0; j < draw.Length; j += T.Count)
        {
            var (w, b) = (T.Load(ref Unsafe.Add(ref draw.First, j)), T.Load(ref Unsafe.Add(ref offsets, j)));
            var lanes = draw.Units - j >= T.Count ? uint.MaxValue : (1u << Math.Max(0, draw.Units - j)) - 1;
            none |= T.Bits(T.Equal(w, zero)) & lanes;
            var (time, rise) = (-b / w, T.Load(ref Unsafe.Add(ref draw.FirstOuter, j)) * T.Abs(w));

            // t/(1 + |t|), from (−1, 1) to the buckets.
            var place = T.FusedMultiplyAdd(time / (one + T.Abs(time)), half, half);
            points.Set(j, time, rise, place);
        }

        if (none != 0)
        {
            return false;
        }

        points.Sort();
        return true;
    }

    private Supremum Walk()
    {
        var times = points.Times;
        var rises = points.Rises;
        var middle = times.Length / 2;
        var startSize = StartSize();
        var (best, low, high) = (double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity);
        var slope = slopeAtMinusInfinity;
        for (var i = 0; i < middle; i++)
        {
            slope += rises[i];
        }

        var (value, _) = At(times[middle]);
        var (leftValue, leftSlope) = (value, slope);
        Note(value, times[middle]);
        for (var i = middle - 1; i >= 0; i--)
        {
            leftValue = Math.FusedMultiplyAdd(leftSlope, times[i] - times[i + 1], leftValue);
            leftSlope -= rises[i];
            Note(leftValue, times[i]);
        }

        for (var i = middle + 1; i < times.Length; i++)
        {
            slope += rises[i - 1];
            value = Math.FusedMultiplyAdd(slope, times[i] - times[i - 1], value);
            Note(value, times[i]);
        }

        return new Supremum(best, low, high, IsWhole: true);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Note(double at, double time)
        {
            var error = ISupremum.Tolerance * Math.FusedMultiplyAdd(slopeSize, Math.Abs(time), startSize);
            best = Math.Max(best, at);
            low = Math.Max(low, at - error);
            high = Math.Max(high, at + error);
        }
    }

    /// <summary>Σ |v_j b_j|.</summary>
    private double StartSize()
    {
        ref var offsets = ref Unsafe.Add(ref draw.First, draw.Stride);
        for (var part = 0; part < Parts; part += T.Count)
        {
            var sizes = T.Of(0.0);
            for (var j = part; j < draw.Length; j += Parts)
            {
                sizes = sizes + T.Abs(
                    T.Load(ref Unsafe.Add(ref offsets, j)) * T.Load(ref Unsafe.Add(ref draw.FirstOuter, j)));
            }

            Store(sizes, 0, part);
        }

        return Sum(0);
    }
}
