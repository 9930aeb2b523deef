namespace Farm.Numerics.Gpu.Unactivated;

/// <summary><see cref="PlaneSlopes"/> and <see cref="PlaneValues{T}"/> in a thread, a line after the other.</summary>
internal readonly struct PlaneThread(NeuronThread memory)
{
    private readonly NeuronThread memory = memory;

    /// <summary>What a plane's lines say.</summary>
    public int Slopes(in NeuronGpuCell cell, GpuPlane plane)
    {
        var (zero, verdict) = (GpuDouble.Of(0), (int)SlopeVerdict.Bounded);
        for (var line = plane.From; line < plane.To; line++)
        {
            var (x, y) = (memory.Get(cell, plane.First + line), memory.Get(cell, plane.Second + line));
            var negligible = cell.Chosen == 0 ? zero : memory.Get(cell, cell.Sizes + line);
            var isNone = GpuDouble.IsLessOrEqual(GpuDouble.Abs(x) + GpuDouble.Abs(y), negligible);
            GpuDouble up = zero, all = zero, upSize = zero, size = zero;
            for (var j = 0; j < cell.Units; j++)
            {
                var z = (memory.Get(cell, plane.Second + j) * x) - (memory.Get(cell, plane.First + j) * y);
                PlaneSlopes.Add(z, memory.Get(cell, plane.Outer + j), ref up, ref all, ref upSize, ref size);
            }

            if (!isNone && PlaneSlopes.Above(up, all, size) != 0)
            {
                return (int)SlopeVerdict.Unbounded;
            }

            if (isNone || PlaneSlopes.Near(up, all, upSize, size) != 0)
            {
                verdict = (int)SlopeVerdict.Undecided;
            }
        }

        return verdict;
    }

    /// <summary>Notes the vertices of a plane's lines.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="plane">The plane.</param>
    /// <param name="limit">What lies above it need not be told apart.</param>
    /// <param name="found">What was found.</param>
    /// <returns>Whether to go on: not when a value is surely above the limit, nor when two lines do not meet.</returns>
    public bool Add(in NeuronGpuCell cell, GpuPlane plane, GpuDouble limit, ref GpuSupremum found)
    {
        if (plane.To - plane.From < PlaneVertices<GpuDouble>.MostLines)
        {
            return plane.To - plane.From < 2 || new VertexThread(memory).Add(cell, plane, limit, ref found);
        }

        var rest = cell.Units - cell.Chosen;
        for (var line = plane.From; line < plane.To; line++)
        {
            Cross(cell, plane, line, ref found, out var slope);
            Sort(cell);
            Walk(cell, rest, slope, ref found);
            var last = memory.Get(cell, cell.Sorted + rest - 2);
            if (!GpuDouble.IsLess(last, GpuDouble.Of(double.PositiveInfinity)) || GpuDouble.IsLess(limit, found.Low))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Where the other units' lines cross a line, each with what the slope rises by there.</summary>
    private void Cross(in NeuronGpuCell cell, GpuPlane plane, int line, ref GpuSupremum found, out GpuDouble slope)
    {
        var zero = GpuDouble.Of(0);
        var (x, y) = (memory.Get(cell, plane.First + line), memory.Get(cell, plane.Second + line));
        var shift = -memory.Get(cell, plane.Offsets + line) / GpuDouble.FusedMultiplyAdd(x, x, y * y);
        var (px, py) = (x * shift, y * shift);
        slope = zero;
        (found.SlopeSize, found.StartSize) = (zero, zero);
        var (row, made) = (0, 0);
        for (var j = 0; j < cell.Units; j++)
        {
            if (made < cell.Chosen && memory.Index(cell, made) == j)
            {
                made++;
                continue;
            }

            var (ax, ay) = (memory.Get(cell, plane.First + j), memory.Get(cell, plane.Second + j));
            var alpha = (ay * x) - (ax * y);
            var isOwn = GpuDouble.Bits(GpuDouble.Equal(alpha, zero)) != 0;
            var gamma = isOwn ? zero : GpuDouble.FusedMultiplyAdd(
                ax, px, GpuDouble.FusedMultiplyAdd(ay, py, memory.Get(cell, plane.Offsets + j)));
            var v = memory.Get(cell, plane.Outer + j);
            var rise = v * GpuDouble.Abs(alpha);
            slope += GpuDouble.IfLess(alpha, zero, -rise, zero);
            found.SlopeSize += GpuDouble.Abs(rise);
            found.StartSize = GpuDouble.FusedMultiplyAdd(GpuDouble.Abs(v), GpuDouble.Abs(gamma), found.StartSize);
            memory.Set(cell, cell.Sorted + row, isOwn ? GpuDouble.Of(double.PositiveInfinity) : -gamma / alpha);
            memory.Set(cell, cell.Sorted + cell.Units + row, rise);
            memory.Set(cell, cell.Sorted + 2 * cell.Units + row, alpha);
            memory.Set(cell, cell.Sorted + 3 * cell.Units + row, gamma);
            memory.Set(cell, cell.Weights + row, v);
            row++;
        }
    }

    private void Sort(in NeuronGpuCell cell)
    {
        var (times, rises) = (cell.Sorted, cell.Sorted + cell.Units);
        for (var i = 0; i < cell.Exchanges.IntLength; i += 2)
        {
            var (one, other) = (cell.Exchanges[i], cell.Exchanges[i + 1]);
            var (t, s) = (memory.Get(cell, times + one), memory.Get(cell, times + other));
            if (GpuDouble.IsLess(s, t))
            {
                var (a, b) = (memory.Get(cell, rises + one), memory.Get(cell, rises + other));
                memory.Set(cell, times + one, s);
                memory.Set(cell, times + other, t);
                memory.Set(cell, rises + one, b);
                memory.Set(cell, rises + other, a);
            }
        }
    }

    private GpuDouble Sum(in NeuronGpuCell cell, GpuDouble time, int rest)
    {
        var sum = GpuDouble.Of(0);
        for (var row = 0; row < rest; row++)
        {
            var z = GpuDouble.FusedMultiplyAdd(
                memory.Get(cell, cell.Sorted + 2 * cell.Units + row), time, memory.Get(cell, cell.Sorted + 3 * cell.Units + row));
            sum = GpuDouble.FusedMultiplyAdd(memory.Get(cell, cell.Weights + row), GpuDouble.Positive(z), sum);
        }

        return sum;
    }

    private void Walk(in NeuronGpuCell cell, int rest, GpuDouble start, ref GpuSupremum found)
    {
        var (times, rises, points, slope) = (cell.Sorted, cell.Sorted + cell.Units, rest - 1, start);
        var middle = points / 2;
        for (var row = 0; row < middle; row++)
        {
            slope += memory.Get(cell, rises + row);
        }

        var time = memory.Get(cell, times + middle);
        var at = Sum(cell, time, rest);
        found.Note(at, time);
        var (leftAt, leftTime, leftSlope) = (at, time, slope);
        for (var row = middle - 1; row >= 0; row--)
        {
            var next = memory.Get(cell, times + row);
            leftAt = GpuDouble.FusedMultiplyAdd(leftSlope, next - leftTime, leftAt);
            leftSlope -= memory.Get(cell, rises + row);
            leftTime = next;
            found.Note(leftAt, leftTime);
        }

        for (var row = middle + 1; row < points; row++)
        {
            slope += memory.Get(cell, rises + row - 1);
            var next = memory.Get(cell, times + row);
            at = GpuDouble.FusedMultiplyAdd(slope, next - time, at);
            time = next;
            found.Note(at, time);
        }
    }
}
