namespace Farm.Numerics.Gpu.Dynamics;

/// <summary><see cref="WeightKernel{T}"/> in a thread: the same operations in the same order.</summary>
/// <remarks>Constants: A and B above 0, below it, at it.</remarks>
internal readonly struct WeightSteps : IOrbitSteps
{
    /// <summary>The constants of a problem.</summary>
    public static double[] Constants(OrbitProblem problem)
    {
        var sides = new[] { 1, -1, 0 }.Select(sign => WeightKernel<DoubleLanes128>.Side(problem, sign));
        return [.. sides.SelectMany(s => new[] { s.A, s.B })];
    }

    /// <inheritdoc/>
    public static void Advance(in OrbitGpuMemory memory, int orbit, int steps)
    {
        var w = memory.Get(memory.States, 0, orbit);
        for (var step = 0; step < steps; step++)
        {
            w = GpuDouble.FusedMultiplyAdd(Side(memory, w, 0), w, Side(memory, w, 1));
        }

        memory.Set(memory.States, 0, orbit, w);
    }

    /// <inheritdoc/>
    public static void Begin(in OrbitGpuMemory memory, int orbit)
    {
        // A product needs no direction.
    }

    /// <inheritdoc/>
    public static void Advance(in OrbitGpuMemory memory, int orbit, int steps, int block)
    {
        var w = memory.Get(memory.States, 0, orbit);
        var (product, exponent) = (GpuDouble.Of(1), GpuDouble.Of(0));
        for (var step = 1; step <= steps; step++)
        {
            var a = Side(memory, w, 0);
            product *= a;
            w = GpuDouble.FusedMultiplyAdd(a, w, Side(memory, w, 1));
            if (step % IOrbitKernel.Stride == 0)
            {
                exponent += Growth.TakeExponent(ref product);
            }
        }

        memory.Set(memory.States, 0, orbit, w);
        memory.Set(memory.Growth, block, orbit, memory.Get(memory.Growth, block, orbit) + Growth.Logarithm(product, exponent));
    }

    private static GpuDouble Side(in OrbitGpuMemory memory, GpuDouble w, int which) => GpuDouble.IfLess(
        GpuDouble.Of(0),
        w,
        memory.Constant(which),
        GpuDouble.IfLess(w, GpuDouble.Of(0), memory.Constant(2 + which), memory.Constant(4 + which)));
}
