namespace Farm.Numerics.Gpu.Unactivated;

/// <summary>A plane in a thread: <see cref="PlaneSlopes"/> and <see cref="PlaneValues{T}"/>, a line after the other.</summary>
internal readonly struct PlaneThread(NeuronThread memory)
{
    /// <summary>From how many lines of a plane on they are sorted.</summary>
    private const int FewestToSort = 40;

    private readonly NeuronThread memory = memory;

    /// <summary>What the lines from a unit on say.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="plane">Row of the plane's first coordinate.</param>
    /// <param name="outer">Row of v.</param>
    /// <param name="first">First unit whose line is wanted.</param>
    /// <param name="hasSizes">Whether coefficients that are small count as 0.</param>
    public int Slopes(in NeuronGpuCell cell, int plane, int outer, int first, bool hasSizes)
    {
        var (second, zero, verdict) = (plane + cell.Units, GpuDouble.Of(0), (int)SlopeVerdict.Bounded);
        for (var line = first; line < cell.Units; line++)
        {
            var (x, y) = (memory.Get(cell, plane + line), memory.Get(cell, second + line));
            var negligible = hasSizes ? memory.Get(cell, cell.Sizes + line) : zero;
            var isNone = GpuDouble.IsLessOrEqual(GpuDouble.Abs(x) + GpuDouble.Abs(y), negligible);
            GpuDouble up = zero, all = zero, upSize = zero, size = zero;
            for (var j = 0; j < cell.Units; j++)
            {
                var z = (memory.Get(cell, second + j) * x) - (memory.Get(cell, plane + j) * y);
                var v = memory.Get(cell, outer + j);
                var (on, weight) = (GpuDouble.Positive(z), GpuDouble.Abs(v));
                up = GpuDouble.FusedMultiplyAdd(v, on, up);
                all = GpuDouble.FusedMultiplyAdd(v, z, all);
                upSize = GpuDouble.FusedMultiplyAdd(weight, on, upSize);
                size = GpuDouble.FusedMultiplyAdd(weight, GpuDouble.Abs(z), size);
            }

            var (down, downSize) = (up - all, size - upSize);
            var band = size * GpuDouble.Of(ISupremum.Tolerance);
            if ((GpuDouble.IsLess(band, up) || GpuDouble.IsLess(band, down)) && !isNone)
            {
                return (int)SlopeVerdict.Unbounded;
            }

            if (isNone
                || (GpuDouble.IsLessOrEqual(-band, up) && GpuDouble.IsLess(zero, upSize))
                || (GpuDouble.IsLessOrEqual(-band, down) && GpuDouble.IsLess(zero, downSize)))
            {
                verdict = (int)SlopeVerdict.Undecided;
            }
        }

        return verdict;
    }

    /// <summary>Notes the vertices of all lines from a unit's on; whether to go on.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="plane">Row of the plane's first coordinate.</param>
    /// <param name="first">First unit whose line is wanted.</param>
    /// <param name="rest">How many units do not vanish on the plane; they stand in the thread's whole numbers.</param>
    /// <param name="limit">What lies above it need not be told apart.</param>
    /// <param name="found">What was found.</param>
    public bool Add(in NeuronGpuCell cell, int plane, int first, int rest, GpuDouble limit, ref GpuSupremum found)
    {
        if (cell.Units - first < FewestToSort)
        {
            return AddVertices(cell, plane, first, limit, ref found);
        }

        for (var line = first; line < cell.Units; line++)
        {
            Cross(cell, plane, line, rest, ref found, out var slope);
            Sort(cell, rest);
            Walk(cell, rest, slope, ref found);
            var last = memory.Get(cell, cell.Sorted + rest - 2);
            if (!GpuDouble.IsLess(last, GpuDouble.Of(double.PositiveInfinity)) || GpuDouble.IsLess(limit, found.Low))
            {
                return false;
            }
        }

        return true;
    }

    private bool AddVertices(in NeuronGpuCell cell, int plane, int first, GpuDouble limit, ref GpuSupremum found)
    {
        var (second, offsets) = (plane + cell.Units, plane + 2 * cell.Units);
        GpuDouble xSize = GpuDouble.Of(0), ySize = xSize, startSum = xSize;
        for (var j = 0; j < cell.Units; j++)
        {
            var v = GpuDouble.Abs(memory.Get(cell, j));
            xSize = GpuDouble.FusedMultiplyAdd(v, GpuDouble.Abs(memory.Get(cell, plane + j)), xSize);
            ySize = GpuDouble.FusedMultiplyAdd(v, GpuDouble.Abs(memory.Get(cell, second + j)), ySize);
            startSum = GpuDouble.FusedMultiplyAdd(v, GpuDouble.Abs(memory.Get(cell, offsets + j)), startSum);
        }

        var noted = found;
        (noted.SlopeSize, noted.StartSize) = (GpuDouble.Of(1), startSum);
        for (var one = first; one < cell.Units - 1; one++)
        {
            var (x1, y1, b1) = (memory.Get(cell, plane + one), memory.Get(cell, second + one), memory.Get(cell, offsets + one));
            for (var other = one + 1; other < cell.Units; other++)
            {
                var (x2, y2) = (memory.Get(cell, plane + other), memory.Get(cell, second + other));
                var b2 = memory.Get(cell, offsets + other);
                var determinant = (x1 * y2) - (y1 * x2);
                if (GpuDouble.Bits(GpuDouble.Equal(determinant, GpuDouble.Of(0))) != 0)
                {
                    return false;
                }

                var inverse = GpuDouble.Of(1) / determinant;
                var (x, y) = (((y1 * b2) - (b1 * y2)) * inverse, ((b1 * x2) - (x1 * b2)) * inverse);
                var size = GpuDouble.FusedMultiplyAdd(xSize, GpuDouble.Abs(x), ySize * GpuDouble.Abs(y));
                noted.Note(ValueAt(cell, plane, x, y), size);
            }

            if (GpuDouble.IsLess(limit, noted.Low))
            {
                found = noted;
                return false;
            }
        }

        found = noted;
        return true;
    }

    private GpuDouble ValueAt(in NeuronGpuCell cell, int plane, GpuDouble x, GpuDouble y)
    {
        var (second, offsets, at) = (plane + cell.Units, plane + 2 * cell.Units, GpuDouble.Of(0));
        for (var j = 0; j < cell.Units; j++)
        {
            var z = GpuDouble.FusedMultiplyAdd(
                memory.Get(cell, plane + j),
                x,
                GpuDouble.FusedMultiplyAdd(memory.Get(cell, second + j), y, memory.Get(cell, offsets + j)));
            at = GpuDouble.FusedMultiplyAdd(memory.Get(cell, j), GpuDouble.Positive(z), at);
        }

        return at;
    }

    /// <summary>Where the other units' lines cross a line, each with what the slope rises by there.</summary>
    private void Cross(in NeuronGpuCell cell, int plane, int line, int rest, ref GpuSupremum found, out GpuDouble slope)
    {
        var (second, offsets, zero) = (plane + cell.Units, plane + 2 * cell.Units, GpuDouble.Of(0));
        var (x, y) = (memory.Get(cell, plane + line), memory.Get(cell, second + line));
        var shift = -memory.Get(cell, offsets + line) / GpuDouble.FusedMultiplyAdd(x, x, y * y);
        var (px, py) = (x * shift, y * shift);
        slope = zero;
        (found.SlopeSize, found.StartSize) = (zero, zero);
        for (var row = 0; row < rest; row++)
        {
            var j = memory.Index(cell, cell.Inputs + row);
            var (ax, ay) = (memory.Get(cell, plane + j), memory.Get(cell, second + j));
            var alpha = (ay * x) - (ax * y);
            var isOwn = GpuDouble.Bits(GpuDouble.Equal(alpha, zero)) != 0;
            var gamma = isOwn ? zero : GpuDouble.FusedMultiplyAdd(
                ax, px, GpuDouble.FusedMultiplyAdd(ay, py, memory.Get(cell, offsets + j)));
            var v = memory.Get(cell, j);
            var rise = v * GpuDouble.Abs(alpha);
            slope += GpuDouble.IfLess(alpha, zero, -rise, zero);
            found.SlopeSize += GpuDouble.Abs(rise);
            found.StartSize = GpuDouble.FusedMultiplyAdd(GpuDouble.Abs(v), GpuDouble.Abs(gamma), found.StartSize);
            memory.Set(cell, cell.Sorted + row, isOwn ? GpuDouble.Of(double.PositiveInfinity) : -gamma / alpha);
            memory.Set(cell, cell.Sorted + cell.Units + row, rise);
            memory.Set(cell, cell.Sorted + 2 * cell.Units + row, alpha);
            memory.Set(cell, cell.Sorted + 3 * cell.Units + row, gamma);
        }
    }

    private void Sort(in NeuronGpuCell cell, int rest)
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
            sum = GpuDouble.FusedMultiplyAdd(memory.Get(cell, memory.Index(cell, cell.Inputs + row)), GpuDouble.Positive(z), sum);
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
