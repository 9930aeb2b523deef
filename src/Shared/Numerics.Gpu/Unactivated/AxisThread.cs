namespace Farm.Numerics.Gpu.Unactivated;

/// <summary><see cref="AxisSlopes{T}"/> in a thread.</summary>
internal readonly struct AxisThread(NeuronThread memory)
{
    private readonly NeuronThread memory = memory;

    /// <summary>Whether some slope along an axis is above 0, beyond rounding.</summary>
    public bool HaveOneAbove0(in NeuronGpuCell cell)
    {
        for (var axis = 0; axis < cell.Inputs; axis++)
        {
            var weights = cell.First + axis * cell.Units;
            GpuEightParts upward = default, whole = default, sizes = default;
            for (var part = 0; part < GpuEightParts.Count; part++)
            {
                GpuDouble up = GpuDouble.Of(0), all = up, size = up;
                for (var j = part; j < cell.Units; j += GpuEightParts.Count)
                {
                    var (w, v) = (memory.Get(cell, weights + j), memory.Get(cell, j));
                    up = GpuDouble.FusedMultiplyAdd(v, GpuDouble.Positive(w), up);
                    var term = v * w;
                    all += term;
                    size += GpuDouble.Abs(term);
                }

                upward.Add(part, up);
                whole.Add(part, all);
                sizes.Add(part, size);
            }

            var band = GpuDouble.Of(ISupremum.Tolerance) * sizes.Sum;
            if (GpuDouble.IsLess(band, upward.Sum) || GpuDouble.IsLess(band, upward.Sum - whole.Sum))
            {
                return true;
            }
        }

        return false;
    }
}
