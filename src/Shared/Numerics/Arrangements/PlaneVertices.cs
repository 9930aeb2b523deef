using System.Runtime.CompilerServices;

namespace Farm.Numerics;

/// <summary>
/// Largest value of Σ v_j relu(a_j·y + β_j) where two of a plane's lines a_i·y + β_i = 0 meet, every vertex summed by itself, a
/// vertex a lane.
/// </summary>
/// <remarks>
/// For few lines: lanes do in four operations a unit what sorting takes a dozen for, and every vertex comes up once, not once
/// for each of its lines. Line i meets line i + s, for s = 1, 2, … round the ring of lines, so that both are rows of
/// neighbours, and the vertices lie one after the other: no lane is empty but in the last row.
/// </remarks>
internal sealed class PlaneVertices<T>(HighestLanes<T> highest)
    where T : struct, IDoubleLanes<T>
{
    /// <summary>Most lines of a plane.</summary>
    public const int MostLines = 40;

    private const int Parts = 8;
    private const int RingStride = 2 * MostLines + 2 * Parts;

    private readonly DoubleMemory ring = new(3 * RingStride);
    private readonly DoubleMemory xs = new(MostLines * (MostLines - 1) / 2 + Parts);
    private readonly DoubleMemory ys = new(MostLines * (MostLines - 1) / 2 + Parts);
    private readonly DoubleMemory sums = new(3 * Parts);

    /// <summary>Adds the vertices of a plane.</summary>
    /// <param name="plane">Rows of a, then that of β.</param>
    /// <param name="outer">v.</param>
    /// <param name="stride">Numbers in a row.</param>
    /// <param name="lines">The unit of the first line, and the one after that of the last.</param>
    /// <param name="units">How many units there are.</param>
    /// <returns>Whether to go on: not when a value is surely above the limit, nor when two lines do not meet.</returns>
    public bool Add(ref double plane, ref double outer, int stride, (int First, int Last) lines, int units)
    {
        Close(ref Unsafe.Add(ref plane, lines.First), stride, lines.Last - lines.First);
        if (!Meet(lines.Last - lines.First, out var vertices))
        {
            return false;
        }

        Measure(ref plane, ref outer, stride, units);
        Sum(ref plane, ref outer, stride, units, vertices);
        return !highest.IsAboveLimit;
    }

    /// <summary>The lines twice in a row.</summary>
    private void Close(ref double first, int stride, int count)
    {
        for (var row = 0; row < 3; row++)
        {
            ref var from = ref Unsafe.Add(ref first, row * stride);
            ref var to = ref Unsafe.Add(ref ring.First, row * RingStride);
            for (var turn = 0; turn <= count; turn += count)
            {
                for (var i = 0; i < count; i += T.Count)
                {
                    T.Store(T.Load(ref Unsafe.Add(ref from, i)), ref Unsafe.Add(ref to, turn + i));
                }
            }
        }
    }

    /// <summary>Where lines meet; false when two of them do not.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Meet(int count, out int vertices)
    {
        ref var first = ref ring.First;
        var parallel = 0u;
        vertices = 0;
        for (var step = 1; 2 * step <= count; step++)
        {
            var pairs = 2 * step == count ? step : count;
            for (var one = 0; one < pairs; one += T.Count)
            {
                ref var other = ref Unsafe.Add(ref first, one + step);
                var (x1, y1, b1) = Line(ref Unsafe.Add(ref first, one));
                var (x2, y2, b2) = Line(ref other);
                var determinant = (x1 * y2) - (y1 * x2);
                var lanes = pairs - one >= T.Count ? uint.MaxValue : (1u << (pairs - one)) - 1;
                parallel |= T.Bits(T.Equal(determinant, T.Of(0.0))) & lanes;
                var inverse = T.Of(1.0) / determinant;

                // What is written beyond the pairs of a step the next one overwrites.
                T.Store(((y1 * b2) - (b1 * y2)) * inverse, ref Unsafe.Add(ref xs.First, vertices + one));
                T.Store(((b1 * x2) - (x1 * b2)) * inverse, ref Unsafe.Add(ref ys.First, vertices + one));
            }

            vertices += pairs;
        }

        return parallel == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (T X, T Y, T Offset) Line(ref double line) => (
        T.Load(ref line), T.Load(ref Unsafe.Add(ref line, RingStride)), T.Load(ref Unsafe.Add(ref line, 2 * RingStride)));

    /// <summary>Σ |v_j| times the size of each coordinate's weight, and of β: in eight parts, unit j in part j mod 8.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Measure(ref double plane, ref double outer, int stride, int units)
    {
        for (var part = 0; part < Parts; part += T.Count)
        {
            var (x, y, start) = (T.Of(0.0), T.Of(0.0), T.Of(0.0));
            for (var j = part; j < units; j += Parts)
            {
                // Beyond the last unit v is 0.
                var v = T.Abs(T.Load(ref Unsafe.Add(ref outer, j)));
                ref var weights = ref Unsafe.Add(ref plane, j);
                x = T.FusedMultiplyAdd(v, T.Abs(T.Load(ref weights)), x);
                y = T.FusedMultiplyAdd(v, T.Abs(T.Load(ref Unsafe.Add(ref weights, stride))), y);
                start = T.FusedMultiplyAdd(v, T.Abs(T.Load(ref Unsafe.Add(ref weights, 2 * stride))), start);
            }

            T.Store(x, ref Unsafe.Add(ref sums.First, part));
            T.Store(y, ref Unsafe.Add(ref sums.First, Parts + part));
            T.Store(start, ref Unsafe.Add(ref sums.First, 2 * Parts + part));
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(ref double plane, ref double outer, int stride, int units, int vertices)
    {
        ref var second = ref Unsafe.Add(ref plane, stride);
        ref var offsets = ref Unsafe.Add(ref second, stride);
        var xSize = T.Of(EightParts.Sum(ref sums.First));
        var ySize = T.Of(EightParts.Sum(ref Unsafe.Add(ref sums.First, Parts)));
        var startSize = T.Of(EightParts.Sum(ref Unsafe.Add(ref sums.First, 2 * Parts)));
        var (best, least, most) = highest.Get();
        for (var vertex = 0; vertex < vertices; vertex += T.Count)
        {
            var (x, y) = (T.Load(ref Unsafe.Add(ref xs.First, vertex)), T.Load(ref Unsafe.Add(ref ys.First, vertex)));
            var at = T.Of(0.0);
            for (var j = 0; j < units; j++)
            {
                var z = T.FusedMultiplyAdd(
                    T.Of(Unsafe.Add(ref plane, j)),
                    x,
                    T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref second, j)), y, T.Of(Unsafe.Add(ref offsets, j))));
                at = T.FusedMultiplyAdd(T.Of(Unsafe.Add(ref outer, j)), T.Positive(z), at);
            }

            var size = T.FusedMultiplyAdd(xSize, T.Abs(x), T.FusedMultiplyAdd(ySize, T.Abs(y), startSize));
            HighestLanes<T>.Take(highest.First(at, vertices - vertex), size, ref best, ref least, ref most);
        }

        highest.Set(best, least, most);
    }
}
