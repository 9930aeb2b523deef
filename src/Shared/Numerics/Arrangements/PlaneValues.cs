using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>
/// Largest value of Σ v_j relu(a_j·y + β_j) at the vertices of the lines a_i·y + β_i = 0 of a plane: the breakpoints along
/// each line are sorted, and value and slope are carried from one to the next. A line a lane.
/// </summary>
/// <remarks>
/// Where few lines are left, <see cref="PlaneVertices{T}"/> does it.
/// <para>
/// On line i, t ↦ z_j = α_j t + γ_j with α_j = a_j × a_i. Passing t_j = −γ_j/α_j the slope rises by v_j|α_j|. The walk starts at
/// the middle breakpoint, whose value is summed anew, and goes both ways: far out values are large and so are their errors,
/// which must not be carried to where the supremum is decided.
/// </para>
/// </remarks>
internal sealed class PlaneValues<T>
    where T : struct, IDoubleLanes<T>
{
    private readonly HighestLanes<T> highest;
    private readonly PlaneVertices<T> vertices;
    private readonly int[]?[] exchanges;
    private readonly DoubleMemory times;
    private readonly DoubleMemory rises;
    private readonly DoubleMemory slopes;
    private readonly DoubleMemory starts;
    private readonly DoubleMemory weights;
    private readonly int[] units;

    /// <summary>Lanes' sums over all units of a line.</summary>
    private T slopeAtMinusInfinity, slopeSize, startSize;

    /// <summary>For planes of some units.</summary>
    /// <param name="capacity">Most units that there are.</param>
    public PlaneValues(int capacity)
    {
        (exchanges, units) = (new int[]?[capacity + 1], new int[capacity]);
        (times, rises) = (new DoubleMemory(capacity * T.Count), new DoubleMemory(capacity * T.Count));
        (slopes, starts) = (new DoubleMemory(capacity * T.Count), new DoubleMemory(capacity * T.Count));
        weights = new DoubleMemory(capacity);
        highest = new HighestLanes<T>();
        vertices = new PlaneVertices<T>(highest);
    }

    /// <summary>Starts a draw.</summary>
    /// <param name="limit">What lies above it need not be told apart.</param>
    public void Begin(double limit) => highest.Begin(limit);

    /// <summary>Adds the vertices of some neighbouring units' lines.</summary>
    /// <param name="plane">Rows of a, then that of β.</param>
    /// <param name="outer">v.</param>
    /// <param name="stride">Numbers in a row.</param>
    /// <param name="lines">The first unit, and the one after the last.</param>
    /// <param name="made">The units that vanish on the plane.</param>
    /// <param name="all">How many units there are.</param>
    /// <returns>Whether to go on: not when a value is surely above the limit, nor when two lines do not meet.</returns>
    public bool Add(
        ref double plane, ref double outer, int stride, (int First, int Last) lines, ReadOnlySpan<int> made, int all)
    {
        if (lines.Last - lines.First < PlaneVertices<T>.MostLines)
        {
            return lines.Last - lines.First < 2 || vertices.Add(ref plane, ref outer, stride, lines, all);
        }

        var count = 0;
        for (var unit = 0; unit < all; unit++)
        {
            if (!made.Contains(unit))
            {
                units[count++] = unit;
            }
        }

        for (var line = lines.First; line < lines.Last; line += T.Count)
        {
            if (!AddLines(ref plane, ref outer, stride, line, units.AsSpan(0, count), lines.Last))
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
        Walk(units.Length - 1, last - line);

        // Every line meets all of them but itself, which has gone to the end.
        ref var lastTime = ref Unsafe.Add(ref times.First, (units.Length - 2) * T.Count);
        var isGeneric = (T.BitsOfLess(T.Load(ref lastTime), T.Of(double.PositiveInfinity)) & lanes) == lanes;
        return isGeneric && !highest.IsAboveLimit;
    }

    /// <summary>What was found.</summary>
    /// <param name="isWhole">Whether all lines were walked.</param>
    public Supremum End(bool isWhole) => highest.End(isWhole);

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
    private void Walk(int points, int lines)
    {
        var middle = points / 2;
        var slope = slopeAtMinusInfinity;
        for (var row = 0; row < middle; row++)
        {
            slope = slope + T.Load(ref Unsafe.Add(ref rises.First, row * T.Count));
        }

        var time = T.Load(ref Unsafe.Add(ref times.First, middle * T.Count));

        // A lane that has no line stays below all others.
        var at = highest.First(Sum(time, points + 1), lines);
        var (best, least, most) = highest.Get();
        Take(at, time, ref best, ref least, ref most);
        var (leftAt, leftTime, leftSlope) = (at, time, slope);
        for (var row = middle - 1; row >= 0; row--)
        {
            var next = T.Load(ref Unsafe.Add(ref times.First, row * T.Count));
            leftAt = T.FusedMultiplyAdd(leftSlope, next - leftTime, leftAt);
            leftSlope = leftSlope - T.Load(ref Unsafe.Add(ref rises.First, row * T.Count));
            leftTime = next;
            Take(leftAt, leftTime, ref best, ref least, ref most);
        }

        for (var row = middle + 1; row < points; row++)
        {
            slope = slope + T.Load(ref Unsafe.Add(ref rises.First, (row - 1) * T.Count));
            var next = T.Load(ref Unsafe.Add(ref times.First, row * T.Count));
            at = T.FusedMultiplyAdd(slope, next - time, at);
            time = next;
            Take(at, time, ref best, ref least, ref most);
        }

        highest.Set(best, least, most);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take(T at, T time, ref T best, ref T least, ref T most) => HighestLanes<T>.Take(
        at, T.FusedMultiplyAdd(slopeSize, T.Abs(time), startSize), ref best, ref least, ref most);
}
