using Farm.Studies.Dynamics;
using ILGPU;

namespace Farm.Numerics.Gpu.Dynamics;

/// <summary>
/// Takes orbits on, one a thread; a thread that is done with its orbit, or whose orbit has escaped, takes the next one that
/// nobody has.
/// </summary>
internal static class OrbitGpuKernel<TSteps>
    where TSteps : struct, IOrbitSteps
{
    /// <summary>Goes on by some steps.</summary>
    /// <param name="memory">The batch.</param>
    /// <param name="next">One number: orbits that were taken so far.</param>
    /// <param name="done">Steps before these.</param>
    /// <param name="steps">How many.</param>
    public static void Advance(OrbitGpuMemory memory, ArrayView<int> next, long done, int steps)
    {
        for (var orbit = Atomic.Add(ref next[0], 1); orbit < memory.Count; orbit = Atomic.Add(ref next[0], 1))
        {
            for (var made = 0; made < steps && memory.Escapes[orbit] < 0; made += OrbitFindings.Chunk)
            {
                OrbitLook.Remember(memory, orbit);
                TSteps.Advance(memory, orbit, IntrinsicMath.Min(OrbitFindings.Chunk, steps - made));
                OrbitLook.Look(memory, orbit, done + made);
            }
        }
    }

    /// <summary>Goes on by some steps, and keeps the state after each.</summary>
    /// <param name="memory">The batch.</param>
    /// <param name="next">One number: orbits that were taken so far.</param>
    /// <param name="done">Steps before these.</param>
    /// <param name="steps">How many.</param>
    /// <param name="watched">Where states go, step after step.</param>
    public static void Watch(OrbitGpuMemory memory, ArrayView<int> next, long done, int steps, ArrayView<double> watched)
    {
        for (var orbit = Atomic.Add(ref next[0], 1); orbit < memory.Count; orbit = Atomic.Add(ref next[0], 1))
        {
            for (var made = 0; made < steps && memory.Escapes[orbit] < 0; made++)
            {
                OrbitLook.Remember(memory, orbit);
                TSteps.Advance(memory, orbit, 1);
                OrbitLook.Look(memory, orbit, done + made);
                for (var k = 0; k < memory.Parameters; k++)
                {
                    memory.Set(watched, made * memory.Parameters + k, orbit, memory.Get(memory.States, k, orbit));
                }
            }
        }
    }

    /// <summary>Goes on by some steps with tangents.</summary>
    /// <param name="memory">The batch.</param>
    /// <param name="next">One number: orbits that were taken so far.</param>
    /// <param name="done">Steps before these.</param>
    /// <param name="steps">How many.</param>
    /// <param name="block">The block whose growth it is.</param>
    /// <param name="begins">1 where tangents begin.</param>
    public static void Measure(OrbitGpuMemory memory, ArrayView<int> next, long done, int steps, int block, int begins)
    {
        for (var orbit = Atomic.Add(ref next[0], 1); orbit < memory.Count; orbit = Atomic.Add(ref next[0], 1))
        {
            if (begins != 0)
            {
                TSteps.Begin(memory, orbit);
            }

            for (var made = 0; made < steps && memory.Escapes[orbit] < 0; made += OrbitFindings.Chunk)
            {
                OrbitLook.Remember(memory, orbit);
                TSteps.Advance(memory, orbit, IntrinsicMath.Min(OrbitFindings.Chunk, steps - made), block);
                OrbitLook.Look(memory, orbit, done + made);
            }
        }
    }

    /// <summary>Looks for each orbit's period.</summary>
    /// <param name="memory">The batch.</param>
    /// <param name="next">One number: orbits that were taken so far.</param>
    /// <param name="most">The longest.</param>
    /// <param name="end">Where the states go that it begins with.</param>
    /// <param name="periods">Where periods go; 0 for none.</param>
    public static void Periods(
        OrbitGpuMemory memory, ArrayView<int> next, int most, ArrayView<double> end, ArrayView<int> periods)
    {
        for (var orbit = Atomic.Add(ref next[0], 1); orbit < memory.Count; orbit = Atomic.Add(ref next[0], 1))
        {
            for (var k = 0; k < memory.Parameters; k++)
            {
                memory.Set(end, k, orbit, memory.Get(memory.States, k, orbit));
            }

            var found = 0;
            for (var period = 1; period <= most && found == 0 && memory.Escapes[orbit] < 0; period++)
            {
                TSteps.Advance(memory, orbit, 1);
                found = OrbitLook.IsBack(memory, orbit, end) ? period : 0;
            }

            periods[orbit] = found;
        }
    }
}
