using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>
/// Largest value of Σ v_j relu(a_j·y + β_j) at the vertices of the lines a_i·y + β_i = 0 of a plane: the breakpoints along
/// each line are sorted, and value and slope are carried from one to the next. A line a lane.
/// </summary>
/// <remarks>
/// Where few lines are left, each vertex is summed by itself instead, a vertex a lane: lanes do in one addition a unit what
/// sorting takes a dozen operations for, and every vertex comes up once, not once for each of its lines.
/// <para>
/// On line i, t ↦ z_j = α_j t + γ_j with α_j = a_j × a_i. Passing t_j = −γ_j/α_j the slope rises by v_j|α_j|. The walk starts at
/// the middle breakpoint, whose value is summed anew, and goes both ways: far out values are large and so are their errors,
/// which must not be carried to where the supremum is decided.
/// </para>
/// </remarks>
/// <param name="capacity">Most units that a plane has beside those that made it.</param>
internal sealed class PlaneValues<T>(int capacity)
    where T : struct, IDoubleLanes<T>
{
    /// <summary>From how many lines of a plane on they are sorted.</summary>
    private const int FewestToSort = 40;

    private readonly int[]?[] exchanges = new int[]?[capacity + 1];
    private readonly DoubleMemory times = new(capacity * T.Count);
    private readonly DoubleMemory rises = new(capacity * T.Count);
    private readonly DoubleMemory slopes = new(capacity * T.Count);
    private readonly DoubleMemory starts = new(capacity * T.Count);
    private readonly DoubleMemory weights = new(capacity);

    /// <summary>Lanes' sums over all units of a line.</summary>
    private T slopeAtMinusInfinity, slopeSize, startSize;

    /// <summary>Lanes' largest value of all lines so far, and its bounds.</summary>
    private T value, low, high;

    private double limit;

    /// <summary>Starts a draw.</summary>
    /// <param name="limit">What lies above it need not be told apart.</param>
    public void Begin(double limit)
    {
        this.limit = limit;
        value = T.Of(double.NegativeInfinity);
        (low, high) = (value, value);
    }

    /// <summary>Adds the vertices of all lines from a unit's on; see <see cref="AddLines"/>.</summary>
    public bool Add(ref double plane, ref double outer, int stride, int first, ReadOnlySpan<int> units, int last)
    {
        if (last - first < FewestToSort)
        {
            return AddVertices(ref plane, ref outer, stride, first, last);
        }

        for (var line = first; line < last; line += T.Count)
        {
            if (!AddLines(ref plane, ref outer, stride, line, units, last))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Walks the lines of some neighbouring units, a line a lane.</summary>
    /// <param name="plane">Rows of a, then that of β.</param>
    /// <param name="outer">v.</param>
    /// <param name="stride">Numbers in a row.</param>
    /// <param name="line">The unit of the first lane's line.</param>
    /// <param name="units">The units that do not vanish on the plane, in order, those of all lines among them.</param>
    /// <param name="last">The unit after the last; lanes from it on have no line, but numbers that are none.</param>
    /// <returns>Whether to go on: not when a value is surely above the limit, nor when two lines do not meet.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool AddLines(ref double plane, ref double outer, int stride, int line, ReadOnlySpan<int> units, int last)
    {
        var lanes = last - line >= T.Count ? (1u << T.Count) - 1 : (1u << (last - line)) - 1;
        Cross(ref plane, ref outer, stride, line, units);
        Sort(units.Length);
        Walk(units.Length - 1);

        // Every line meets all of them but itself, which has gone to the end.
        ref var lastTime = ref Unsafe.Add(ref times.First, (units.Length - 2) * T.Count);
        var isGeneric = (T.BitsOfLess(T.Load(ref lastTime), T.Of(double.PositiveInfinity)) & lanes) == lanes;
        return isGeneric && T.BitsOfLess(T.Of(limit), low) == 0;
    }

    /// <summary>Sums every vertex of two lines from a unit's on, a vertex a lane.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool AddVertices(ref double plane, ref double outer, int stride, int first, int last)
    {
        ref var second = ref Unsafe.Add(ref plane, stride);
        ref var offsets = ref Unsafe.Add(ref second, stride);
        var (xSize, ySize, startSum) = (0.0, 0.0, 0.0);
        for (var j = 0; j < last; j++)
        {
            var v = Math.Abs(Unsafe.Add(ref outer, j));
            xSize = Math.FusedMultiplyAdd(v, Math.Abs(Unsafe.Add(ref plane, j)), xSize);
            ySize = Math.FusedMultiplyAdd(v, Math.Abs(Unsafe.Add(ref second, j)), ySize);
            startSum = Math.FusedMultiplyAdd(v, Math.Abs(Unsafe.Add(ref offsets, j)), startSum);
        }

        slopeSize = T.Of(1.0);
        startSize = T.Of(startSum);
        var (best, least, most) = (value, low, high);
        for (var one = first; one < last - 1; one++)
        {
            var (x1, y1) = (T.Of(Unsafe.Add(ref plane, one)), T.Of(Unsafe.Add(ref second, one)));
            var b1 = T.Of(Unsafe.Add(ref offsets, one));
            for (var other = one + 1; other < last; other += T.Count)
            {
                var (x2, y2) = (T.Load(ref Unsafe.Add(ref plane, other)), T.Load(ref Unsafe.Add(ref second, other)));
                var b2 = T.Load(ref Unsafe.Add(ref offsets, other));
                var determinant = (x1 * y2) - (y1 * x2);
                var lanes = last - other >= T.Count ? uint.MaxValue : (1u << (last - other)) - 1;
                if ((T.Bits(T.Equal(determinant, T.Of(0.0))) & lanes) != 0)
                {
                    return false;
                }

                var inverse = T.Of(1.0) / determinant;
                var (x, y) = (((y1 * b2) - (b1 * y2)) * inverse, ((b1 * x2) - (x1 * b2)) * inverse);
                var at = T.Of(0.0);
                for (var j = 0; j < last; j++)
                {
                    var z = T.FusedMultiplyAdd(
                        T.Of(Unsafe.Add(ref plane, j)),
                        x,
                        T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref second, j)), y, T.Of(Unsafe.Add(ref offsets, j))));
                    at = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref outer, j)), T.Positive(z), at);
                }

                var size = T.FusedMultiplyAdd(T.Of(xSize), T.Abs(x), T.Of(ySize) * T.Abs(y));
                Note(at, size, ref best, ref least, ref most);
            }

            if (T.BitsOfLess(T.Of(limit), least) != 0)
            {
                (value, low, high) = (best, least, most);
                return false;
            }
        }

        (value, low, high) = (best, least, most);
        return true;
    }

    /// <summary>What was found.</summary>
    /// <param name="isWhole">Whether all lines were walked.</param>
    public Supremum End(bool isWhole) => new(Largest(value), Largest(low), Largest(high), isWhole);

    private static double Largest(T row)
    {
        Span<double> numbers = stackalloc double[8];
        T.Store(row, ref numbers[0]);
        var largest = double.NegativeInfinity;
        for (var lane = 0; lane < T.Count; lane++)
        {
            largest = Math.Max(largest, numbers[lane]);
        }

        return largest;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cross(ref double plane, ref double outer, int stride, int line, ReadOnlySpan<int> units)
    {
        ref var second = ref Unsafe.Add(ref plane, stride);
        ref var offsets = ref Unsafe.Add(ref second, stride);
        var (x, y) = (T.Load(ref Unsafe.Add(ref plane, line)), T.Load(ref Unsafe.Add(ref second, line)));
        var shift = -T.Load(ref Unsafe.Add(ref offsets, line)) / T.FusedMultiplyAdd(x, x, y * y);
        var (px, py) = (x * shift, y * shift);
        var (zero, never, slope, slopeSum, startSum) =
            (T.Of(0.0), T.Of(double.PositiveInfinity), T.Of(0.0), T.Of(0.0), T.Of(0.0));
        for (var row = 0; row < units.Length; row++)
        {
            var j = units[row];
            var (ax, ay) = (T.Of(Unsafe.Add(ref plane, j)), T.Of(Unsafe.Add(ref second, j)));
            var alpha = (ay * x) - (ax * y);
            var isOwn = T.Equal(alpha, zero);
            var gamma = T.Select(
                isOwn, zero, T.FusedMultiplyAdd(ax, px, T.FusedMultiplyAdd(ay, py, T.Of(Unsafe.Add(ref offsets, j)))));
            var v = T.Of(Unsafe.Add(ref outer, j));
            Unsafe.Add(ref weights.First, row) = Unsafe.Add(ref outer, j);
            var rise = v * T.Abs(alpha);
            slope = slope + (T.IfLess(alpha, zero, -rise, zero));
            slopeSum = slopeSum + T.Abs(rise);
            startSum = T.FusedMultiplyAdd(T.Abs(v), T.Abs(gamma), startSum);
            T.Store(T.Select(isOwn, never, -gamma / alpha), ref Unsafe.Add(ref times.First, row * T.Count));
            T.Store(rise, ref Unsafe.Add(ref rises.First, row * T.Count));
            T.Store(alpha, ref Unsafe.Add(ref slopes.First, row * T.Count));
            T.Store(gamma, ref Unsafe.Add(ref starts.First, row * T.Count));
        }

        (slopeAtMinusInfinity, slopeSize, startSize) = (slope, slopeSum, startSum);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sort(int rows)
    {
        var pairs = exchanges[rows] ??= SortingNetwork.Exchanges(rows);
        for (var i = 0; i < pairs.Length; i += 2)
        {
            ref var firstTime = ref Unsafe.Add(ref times.First, pairs[i] * T.Count);
            ref var secondTime = ref Unsafe.Add(ref times.First, pairs[i + 1] * T.Count);
            ref var firstRise = ref Unsafe.Add(ref rises.First, pairs[i] * T.Count);
            ref var secondRise = ref Unsafe.Add(ref rises.First, pairs[i + 1] * T.Count);
            var (t, s) = (T.Load(ref firstTime), T.Load(ref secondTime));
            var (a, b) = (T.Load(ref firstRise), T.Load(ref secondRise));
            T.Store(T.IfLess(s, t, s, t), ref firstTime);
            T.Store(T.IfLess(s, t, t, s), ref secondTime);
            T.Store(T.IfLess(s, t, b, a), ref firstRise);
            T.Store(T.IfLess(s, t, a, b), ref secondRise);
        }
    }

    /// <summary>Value at a time, summed over all units but the one that is the lane's own.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private T Sum(T time, int rows)
    {
        var sum = T.Of(0.0);
        for (var row = 0; row < rows; row++)
        {
            var z = T.FusedMultiplyAdd(
                T.Load(ref Unsafe.Add(ref slopes.First, row * T.Count)),
                time,
                T.Load(ref Unsafe.Add(ref starts.First, row * T.Count)));
            sum = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref weights.First, row)), T.Positive(z), sum);
        }

        return sum;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Walk(int points)
    {
        var middle = points / 2;
        var slope = slopeAtMinusInfinity;
        for (var row = 0; row < middle; row++)
        {
            slope = slope + T.Load(ref Unsafe.Add(ref rises.First, row * T.Count));
        }

        var time = T.Load(ref Unsafe.Add(ref times.First, middle * T.Count));
        var at = Sum(time, points + 1);
        var (best, least, most) = (value, low, high);
        Note(at, time, ref best, ref least, ref most);
        var (leftAt, leftTime, leftSlope) = (at, time, slope);
        for (var row = middle - 1; row >= 0; row--)
        {
            var next = T.Load(ref Unsafe.Add(ref times.First, row * T.Count));
            leftAt = T.FusedMultiplyAdd(leftSlope, next - leftTime, leftAt);
            leftSlope = leftSlope - T.Load(ref Unsafe.Add(ref rises.First, row * T.Count));
            leftTime = next;
            Note(leftAt, leftTime, ref best, ref least, ref most);
        }

        for (var row = middle + 1; row < points; row++)
        {
            slope = slope + T.Load(ref Unsafe.Add(ref rises.First, (row - 1) * T.Count));
            var next = T.Load(ref Unsafe.Add(ref times.First, row * T.Count));
            at = T.FusedMultiplyAdd(slope, next - time, at);
            time = next;
            Note(at, time, ref best, ref least, ref most);
        }

        (value, low, high) = (best, least, most);
    }

    /// <summary>Takes a value; one that is no number is passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Note(T at, T time, ref T best, ref T least, ref T most)
    {
        var error = T.Of(ISupremum.Tolerance) * T.FusedMultiplyAdd(slopeSize, T.Abs(time), startSize);
        var (below, above) = (at - error, at + error);
        best = T.IfLess(best, at, at, best);
        least = T.IfLess(least, below, below, least);
        most = T.IfLess(most, above, above, most);
    }
}
