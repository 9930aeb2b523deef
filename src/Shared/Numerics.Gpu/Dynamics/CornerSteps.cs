namespace Farm.Numerics.Gpu.Dynamics;

/// <summary><see cref="CornerAbsKernel{T, TTargets}"/> in a thread: the same operations in the same order.</summary>
/// <remarks>Constants are those of <see cref="UnitSteps"/>, then 1 − 4r and the four pulls.</remarks>
internal readonly struct CornerSteps<TTargets> : IOrbitSteps
    where TTargets : struct, ICornerTargets
{
    private const int Keep = UnitSteps.Constants;

    /// <summary>The constants of a problem.</summary>
    public static double[] Constants(OrbitProblem problem) =>
    [
        .. UnitKernel<DoubleLanes128>.Numbers(problem),
        1 - 4 * problem.Factor,
        .. problem.Targets.Select(y => problem.Factor * y),
    ];

    /// <inheritdoc/>
    public static void Begin(in OrbitGpuMemory memory, int orbit) => UnitSteps.Begin(memory, orbit);

    /// <inheritdoc/>
    public static void Advance(in OrbitGpuMemory memory, int orbit, int steps, int block) =>
        UnitSteps.Advance(memory, orbit, steps, block);

    /// <inheritdoc/>
    public static void Advance(in OrbitGpuMemory memory, int orbit, int steps)
    {
        var u = memory.Get(memory.States, 0, orbit);
        var v = memory.Get(memory.States, 1, orbit);
        var b = memory.Get(memory.States, 2, orbit);
        for (var step = 0; step < steps; step++)
        {
            Next(memory, ref u, ref v, ref b);
        }

        memory.Set(memory.States, 0, orbit, u);
        memory.Set(memory.States, 1, orbit, v);
        memory.Set(memory.States, 2, orbit, b);
    }

    private static void Next(in OrbitGpuMemory memory, ref GpuDouble u, ref GpuDouble v, ref GpuDouble b)
    {
        var a = memory.Constant(Keep);
        var across = u - v;
        var t1 = Pull(b + across, memory.Constant(Keep + 2));
        var t2 = Pull(b - across, memory.Constant(Keep + 3));
        var (turn, lift) = (t1 - t2, t1 + t2);
        if (!TTargets.HasOuter)
        {
            u = GpuDouble.FusedMultiplyAdd(a, u, turn);
            v = GpuDouble.FusedMultiplyAdd(a, v, -turn);
            b = GpuDouble.FusedMultiplyAdd(a, b, lift);
            return;
        }

        var along = u + v;
        var t0 = Pull(b - along, memory.Constant(Keep + 1));
        var t3 = Pull(b + along, memory.Constant(Keep + 4));
        var push = t3 - t0;
        u = GpuDouble.FusedMultiplyAdd(a, u, push + turn);
        v = GpuDouble.FusedMultiplyAdd(a, v, push - turn);
        b = GpuDouble.FusedMultiplyAdd(a, b, lift + (t3 + t0));
    }

    private static GpuDouble Pull(GpuDouble z, GpuDouble pull) =>
        GpuDouble.IfLess(GpuDouble.Of(0), z, pull, GpuDouble.IfLess(z, GpuDouble.Of(0), -pull, GpuDouble.Of(0)));
}
