using Farm.Studies.Dynamics;
using ILGPU;

namespace Farm.Numerics.Gpu.Dynamics;

/// <summary>Looks at states as <see cref="OrbitBatch"/> does, in a thread.</summary>
internal static class OrbitLook
{
    /// <summary>Keeps the state as it is.</summary>
    public static void Remember(in OrbitGpuMemory memory, int orbit)
    {
        for (var k = 0; k < memory.Parameters; k++)
        {
            memory.Set(memory.Before, k, orbit, memory.Get(memory.States, k, orbit));
        }
    }

    /// <summary>Notes an orbit whose norm is beyond all bounds, or has all but vanished.</summary>
    /// <param name="memory">The batch.</param>
    /// <param name="orbit">The orbit.</param>
    /// <param name="done">Steps before the state that was remembered.</param>
    public static void Look(in OrbitGpuMemory memory, int orbit, long done)
    {
        var norm = Norm(memory, orbit);
        if (!GpuDouble.IsLess(norm, GpuDouble.Of(OrbitFindings.Escaped)))
        {
            memory.Escapes[orbit] = done;
            for (var k = 0; k < memory.Parameters; k++)
            {
                memory.Set(memory.States, k, orbit, GpuDouble.Of(0));
            }
        }
        else if (GpuDouble.IsLess(norm, GpuDouble.Of(OrbitFindings.Collapsed))
            && GpuDouble.IsLess(GpuDouble.Of(0), norm)
            && memory.HasCollapsed[orbit] == 0)
        {
            memory.HasCollapsed[orbit] = 1;
            for (var k = 0; k < memory.Parameters; k++)
            {
                memory.Set(memory.Collapsed, k, orbit, memory.Get(memory.States, k, orbit));
            }
        }
    }

    /// <summary>Whether the state is back where it was.</summary>
    public static bool IsBack(in OrbitGpuMemory memory, int orbit, ArrayView<double> end)
    {
        var (distance, size) = (GpuDouble.Of(0), GpuDouble.Of(1));
        for (var k = 0; k < memory.Parameters; k++)
        {
            var was = memory.Get(end, k, orbit);
            distance = Larger(distance, GpuDouble.Abs(memory.Get(memory.States, k, orbit) - was));
            size = Larger(size, GpuDouble.Of(1) + GpuDouble.Abs(was));
        }

        return GpuDouble.IsLessOrEqual(distance, GpuDouble.Of(OrbitFindings.Return) * size);
    }

    /// <summary><see cref="OrbitDirections.Norm"/>.</summary>
    private static GpuDouble Norm(in OrbitGpuMemory memory, int orbit)
    {
        var largest = GpuDouble.Of(0);
        for (var k = 0; k < memory.Parameters; k++)
        {
            largest = Larger(largest, GpuDouble.Abs(memory.Get(memory.States, k, orbit)));
        }

        // Neither 0 nor infinite nor no number.
        if (!GpuDouble.IsLess(GpuDouble.Of(0), largest) || !GpuDouble.IsLessOrEqual(largest, GpuDouble.Of(double.MaxValue)))
        {
            return largest;
        }

        var sum = GpuDouble.Of(0);
        for (var k = 0; k < memory.Parameters; k++)
        {
            var part = memory.Get(memory.States, k, orbit) / largest;
            sum += part * part;
        }

        return largest * GpuDouble.SquareRoot(sum);
    }

    /// <summary><see cref="Math.Max(double, double)"/> of numbers that are not below 0: no number where either is none.</summary>
    private static GpuDouble Larger(GpuDouble most, GpuDouble other) =>
        GpuDouble.IsLessOrEqual(other, most) || !GpuDouble.IsLessOrEqual(most, GpuDouble.Of(double.PositiveInfinity)) ? most : other;
}
