using Farm.Studies.Dynamics;
using ILGPU;

namespace Farm.Numerics.Gpu.Dynamics;

/// <summary>Where a batch's orbits begin, as kernels take it.</summary>
/// <remarks>Public, as ILGPU wants what a kernel is launched with.</remarks>
public readonly struct OrbitGpuStart
{
    /// <summary>Key of the cell's random streams.</summary>
    public ulong Key { get; init; }

    /// <summary>Trial of the first orbit.</summary>
    public long First { get; init; }

    /// <summary>Half the cube's side, or the standard deviation.</summary>
    public double Width { get; init; }

    /// <summary>1 where weights are normal and biases 0.</summary>
    public int Normal { get; init; }

    /// <summary>Points along a side of the lattice; 0 where starts are drawn.</summary>
    public int Lattice { get; init; }
}

/// <summary><see cref="OrbitStarts"/> in threads: the same operations in the same order.</summary>
internal static class OrbitGpuStarts
{
    /// <summary>Fills the states of all orbits and clears what was noted of them.</summary>
    /// <param name="memory">The batch.</param>
    /// <param name="start">Where they begin.</param>
    /// <param name="next">One number: orbits that were taken so far.</param>
    public static void Fill(OrbitGpuMemory memory, OrbitGpuStart start, ArrayView<int> next)
    {
        for (var orbit = Atomic.Add(ref next[0], 1); orbit < memory.Count; orbit = Atomic.Add(ref next[0], 1))
        {
            memory.Escapes[orbit] = -1;
            memory.HasCollapsed[orbit] = 0;
            for (var row = 0; row < (DynamicsSettings.Blocks + 1) * memory.Exponents; row++)
            {
                memory.Set(memory.Growth, row, orbit, GpuDouble.Of(0));
            }

            var point = start.First + orbit;
            for (var k = memory.Parameters - 1; k >= 0; k--)
            {
                memory.Set(memory.States, k, orbit, GpuDouble.Of(start.Width) * (
                    start.Lattice > 0 ? Centre(start.Lattice, ref point)
                    : start.Normal == 0 ? GpuDouble.Of(2) * Unit(start, orbit, k) - GpuDouble.Of(1)
                    : IsBias(memory, k) ? GpuDouble.Of(0)
                    : NormalOf(start, orbit, k)));
            }
        }
    }

    private static GpuDouble Centre(int side, ref long point)
    {
        var part = point % side;
        point /= side;
        return (GpuDouble.Of(2 * part + 1) / GpuDouble.Of(side)) - GpuDouble.Of(1);
    }

    private static GpuDouble Unit(in OrbitGpuStart start, int orbit, int draw)
    {
        var words = Philox.Draw(start.Key, (ulong)(start.First + orbit), OrbitStarts.Stream, (uint)draw);
        var number = GpuDouble.Of(words.Word0 >> 5) * GpuDouble.Of(67108864) + GpuDouble.Of(words.Word1 >> 6);
        return (number + GpuDouble.Of(0.5)) / GpuDouble.Of(9007199254740992);
    }

    private static GpuDouble NormalOf(in OrbitGpuStart start, int orbit, int draw)
    {
        var words = Philox.Draw(start.Key, (ulong)(start.First + orbit), OrbitStarts.Stream, (uint)draw);
        NormalPair.Of(GpuFloat.OfBits(words.Word0), GpuFloat.OfBits(words.Word1), out var normal, out _);
        return GpuDouble.Of(normal.Value);
    }

    private static bool IsBias(in OrbitGpuMemory memory, int parameter)
    {
        var perUnit = memory.Inputs + memory.Biases;
        return parameter < memory.Units * perUnit
            ? memory.Biases != 0 && parameter % perUnit == memory.Inputs
            : parameter == memory.Parameters - 1;
    }
}
