using ILGPU;

namespace Farm.Numerics.Gpu.Unactivated;

/// <summary><see cref="SingleLineSupremum{T}"/> in a thread: the same sums in eight parts, the same walk.</summary>
internal readonly struct LineThread(NeuronThread memory)
{
    private const int Parts = 8;
    private const int FewestToProbe = 48;
    private const int Probes = 9;

    private readonly NeuronThread memory = memory;

    /// <summary>What the slopes say; and the slope at −∞ and the slopes' size.</summary>
    public int Slopes(in NeuronGpuCell cell, out GpuDouble slope, out GpuDouble size)
    {
        GpuDouble zero = GpuDouble.Of(0), up = zero, down = zero, upSize = zero, downSize = zero;
        for (var part = 0; part < Parts; part++)
        {
            GpuDouble ups = zero, downs = zero, upSizes = zero, downSizes = zero;
            for (var j = part; j < cell.Units; j += Parts)
            {
                var (w, v) = (memory.Get(cell, cell.First + j), memory.Get(cell, j));
                var (right, left, weight) = (GpuDouble.Positive(w), GpuDouble.Positive(zero - w), GpuDouble.Abs(v));
                ups = GpuDouble.FusedMultiplyAdd(v, right, ups);
                downs = GpuDouble.FusedMultiplyAdd(v, left, downs);
                upSizes = GpuDouble.FusedMultiplyAdd(weight, right, upSizes);
                downSizes = GpuDouble.FusedMultiplyAdd(weight, left, downSizes);
            }

            (up, down, upSize, downSize) = (up + ups, down + downs, upSize + upSizes, downSize + downSizes);
        }

        (slope, size) = (-down, upSize + downSize);
        var band = size * GpuDouble.Of(ISupremum.Tolerance);
        return GpuDouble.IsLess(band, up) || GpuDouble.IsLess(band, down) ? (int)SlopeVerdict.Unbounded
            : (GpuDouble.IsLessOrEqual(-band, up) && GpuDouble.IsLess(zero, upSize))
            || (GpuDouble.IsLessOrEqual(-band, down) && GpuDouble.IsLess(zero, downSize)) ? (int)SlopeVerdict.Undecided
            : (int)SlopeVerdict.Bounded;
    }

    /// <summary>The supremum.</summary>
    public void Values(in NeuronGpuCell cell, GpuDouble limit, GpuDouble slope, GpuDouble slopeSize, ref GpuSupremum found)
    {
        for (var i = 0; i < Probes && cell.Units >= FewestToProbe; i++)
        {
            var value = At(cell, Probe(i), out var error);
            if (GpuDouble.IsLess(limit, value - error))
            {
                (found.Value, found.Low, found.High) = (value, value - error, GpuDouble.Of(double.PositiveInfinity));
                found.IsWhole = 0;
                return;
            }
        }

        for (var j = 0; j < cell.Units; j++)
        {
            var w = memory.Get(cell, cell.First + j);
            if (GpuDouble.Bits(GpuDouble.Equal(w, GpuDouble.Of(0))) != 0)
            {
                (found.Value, found.High) = (GpuDouble.Of(double.NaN), GpuDouble.Of(double.PositiveInfinity));
                found.IsWhole = 0;
                return;
            }

            memory.Set(cell, cell.Sorted + j, -memory.Get(cell, cell.Offsets + j) / w);
            memory.Set(cell, cell.Sorted + cell.Units + j, memory.Get(cell, j) * GpuDouble.Abs(w));
        }

        var times = Sort(cell);
        found.SlopeSize = slopeSize;
        found.StartSize = StartSize(cell);
        Walk(cell, times, slope, ref found);
    }

    private static GpuDouble Probe(int index) => GpuDouble.Of(
        index == 0 ? 0 : index == 1 ? 0.5 : index == 2 ? -0.5 : index == 3 ? 1 : index == 4 ? -1
        : index == 5 ? 0.2 : index == 6 ? -0.2 : index == 7 ? 2.5 : -2.5);

    private GpuDouble At(in NeuronGpuCell cell, GpuDouble time, out GpuDouble error)
    {
        GpuDouble zero = GpuDouble.Of(0), value = zero, size = zero;
        for (var part = 0; part < Parts; part++)
        {
            GpuDouble values = zero, sizes = zero;
            for (var j = part; j < cell.Units; j += Parts)
            {
                var z = GpuDouble.FusedMultiplyAdd(memory.Get(cell, cell.First + j), time, memory.Get(cell, cell.Offsets + j));
                var (on, v) = (GpuDouble.Positive(z), memory.Get(cell, j));
                values = GpuDouble.FusedMultiplyAdd(v, on, values);
                sizes = GpuDouble.FusedMultiplyAdd(GpuDouble.Abs(v), on, sizes);
            }

            (value, size) = (value + values, size + sizes);
        }

        error = size * GpuDouble.Of(ISupremum.Tolerance);
        return value;
    }

    /// <summary>Merges runs of times, each with its rise; equal times stay in the order of their units.</summary>
    /// <returns>The row of the first time; the rises' follow after as many rows as units.</returns>
    private int Sort(in NeuronGpuCell cell)
    {
        var (from, to) = (cell.Sorted, cell.Sorted + 2 * cell.Units);
        for (var run = 1; run < cell.Units; run *= 2)
        {
            for (var first = 0; first < cell.Units; first += 2 * run)
            {
                var (left, right) = (first, IntrinsicMath.Min(first + run, cell.Units));
                var (middle, end) = (right, IntrinsicMath.Min(first + 2 * run, cell.Units));
                for (var at = first; at < end; at++)
                {
                    var isLeft = left < middle
                        && (right >= end || !GpuDouble.IsLess(memory.Get(cell, from + right), memory.Get(cell, from + left)));
                    var taken = isLeft ? left++ : right++;
                    memory.Set(cell, to + at, memory.Get(cell, from + taken));
                    memory.Set(cell, to + cell.Units + at, memory.Get(cell, from + cell.Units + taken));
                }
            }

            (from, to) = (to, from);
        }

        return from;
    }

    private void Walk(in NeuronGpuCell cell, int times, GpuDouble start, ref GpuSupremum found)
    {
        var (middle, rises, slope) = (cell.Units / 2, times + cell.Units, start);
        for (var i = 0; i < middle; i++)
        {
            slope += memory.Get(cell, rises + i);
        }

        var value = At(cell, memory.Get(cell, times + middle), out _);
        var (leftValue, leftSlope) = (value, slope);
        found.Note(value, memory.Get(cell, times + middle));
        for (var i = middle - 1; i >= 0; i--)
        {
            var time = memory.Get(cell, times + i);
            leftValue = GpuDouble.FusedMultiplyAdd(leftSlope, time - memory.Get(cell, times + i + 1), leftValue);
            leftSlope -= memory.Get(cell, rises + i);
            found.Note(leftValue, time);
        }

        for (var i = middle + 1; i < cell.Units; i++)
        {
            var time = memory.Get(cell, times + i);
            slope += memory.Get(cell, rises + i - 1);
            value = GpuDouble.FusedMultiplyAdd(slope, time - memory.Get(cell, times + i - 1), value);
            found.Note(value, time);
        }
    }

    private GpuDouble StartSize(in NeuronGpuCell cell)
    {
        var (zero, total) = (GpuDouble.Of(0), GpuDouble.Of(0));
        for (var part = 0; part < Parts; part++)
        {
            var sizes = zero;
            for (var j = part; j < cell.Units; j += Parts)
            {
                sizes += GpuDouble.Abs(memory.Get(cell, cell.Offsets + j) * memory.Get(cell, j));
            }

            total += sizes;
        }

        return total;
    }
}
