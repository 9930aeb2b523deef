namespace Farm.Numerics.Gpu.Unactivated;

/// <summary><see cref="PlaneVertices{T}"/> in a thread, a vertex after the other.</summary>
internal readonly struct VertexThread(NeuronThread memory)
{
    private readonly NeuronThread memory = memory;

    /// <summary>Notes the vertices of a plane.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="plane">The plane.</param>
    /// <param name="limit">What lies above it need not be told apart.</param>
    /// <param name="found">What was found; it stays as it was when two lines do not meet.</param>
    /// <returns>Whether to go on: not when a value is surely above the limit, nor when two lines do not meet.</returns>
    public bool Add(in NeuronGpuCell cell, GpuPlane plane, GpuDouble limit, ref GpuSupremum found)
    {
        Measure(cell, plane, out var xSize, out var ySize, out var startSize);
        var (noted, lines) = (found, plane.To - plane.From);
        noted.SlopeSize = xSize;
        for (var step = 1; 2 * step <= lines; step++)
        {
            for (var one = 0; one < (2 * step == lines ? step : lines); one++)
            {
                if (!Meet(cell, plane, plane.From + one, plane.From + (one + step) % lines, out var x, out var y))
                {
                    return false;
                }

                noted.StartSize = GpuDouble.FusedMultiplyAdd(ySize, GpuDouble.Abs(y), startSize);
                noted.Note(ValueAt(cell, plane, x, y), x);
            }
        }

        found = noted;
        return !GpuDouble.IsLess(limit, found.Low);
    }

    /// <summary>Where two lines meet; false when they do not.</summary>
    private bool Meet(in NeuronGpuCell cell, GpuPlane plane, int one, int other, out GpuDouble x, out GpuDouble y)
    {
        var (x1, y1) = (memory.Get(cell, plane.First + one), memory.Get(cell, plane.Second + one));
        var (x2, y2) = (memory.Get(cell, plane.First + other), memory.Get(cell, plane.Second + other));
        var (b1, b2) = (memory.Get(cell, plane.Offsets + one), memory.Get(cell, plane.Offsets + other));
        var determinant = (x1 * y2) - (y1 * x2);
        var inverse = GpuDouble.Of(1) / determinant;
        (x, y) = (((y1 * b2) - (b1 * y2)) * inverse, ((b1 * x2) - (x1 * b2)) * inverse);
        return GpuDouble.Bits(GpuDouble.Equal(determinant, GpuDouble.Of(0))) == 0;
    }

    /// <summary>Σ |v_j| times the size of each coordinate's weight, and of β.</summary>
    private void Measure(in NeuronGpuCell cell, GpuPlane plane, out GpuDouble xSize, out GpuDouble ySize, out GpuDouble startSize)
    {
        GpuEightParts xs = default, ys = default, starts = default;
        for (var part = 0; part < GpuEightParts.Count; part++)
        {
            GpuDouble x = GpuDouble.Of(0), y = x, start = x;
            for (var j = part; j < cell.Units; j += GpuEightParts.Count)
            {
                var v = GpuDouble.Abs(memory.Get(cell, plane.Outer + j));
                x = GpuDouble.FusedMultiplyAdd(v, GpuDouble.Abs(memory.Get(cell, plane.First + j)), x);
                y = GpuDouble.FusedMultiplyAdd(v, GpuDouble.Abs(memory.Get(cell, plane.Second + j)), y);
                start = GpuDouble.FusedMultiplyAdd(v, GpuDouble.Abs(memory.Get(cell, plane.Offsets + j)), start);
            }

            xs.Add(part, x);
            ys.Add(part, y);
            starts.Add(part, start);
        }

        (xSize, ySize, startSize) = (xs.Sum, ys.Sum, starts.Sum);
    }

    private GpuDouble ValueAt(in NeuronGpuCell cell, GpuPlane plane, GpuDouble x, GpuDouble y)
    {
        var at = GpuDouble.Of(0);
        for (var j = 0; j < cell.Units; j++)
        {
            var z = GpuDouble.FusedMultiplyAdd(
                memory.Get(cell, plane.First + j),
                x,
                GpuDouble.FusedMultiplyAdd(memory.Get(cell, plane.Second + j), y, memory.Get(cell, plane.Offsets + j)));
            at = GpuDouble.FusedMultiplyAdd(memory.Get(cell, plane.Outer + j), GpuDouble.Positive(z), at);
        }

        return at;
    }
}
