namespace Farm.Numerics;

/// <summary>Chooses the kernel of a problem and a width.</summary>
public static class OrbitKernels
{
    /// <summary>A new kernel.</summary>
    public static IOrbitKernel Create(LaneWidth width, OrbitProblem problem) => width switch
    {
        LaneWidth.Bits128 => Create<DoubleLanes128>(problem),
        LaneWidth.Bits256 => Create<DoubleLanes256>(problem),
        LaneWidth.Bits512 => Create<DoubleLanes512>(problem),
        _ => throw new ArgumentOutOfRangeException(nameof(width), width, "No such SIMD width."),
    };

    private static IOrbitKernel Create<T>(OrbitProblem problem)
        where T : struct, IDoubleLanes<T>
    {
        if (problem.Model is { Inputs: 1, Units: 1, HasBias: false, IsDeep: false })
        {
            return new WeightKernel<T>(problem);
        }

        if (!UnitKernel<T>.Is(problem))
        {
            return new NetKernel<T>(problem);
        }

        var unit = new UnitKernel<T>(problem);
        return CornerAbsKernel<T, InnerTargets>.Is(problem) ? new CornerAbsKernel<T, InnerTargets>(problem, unit)
            : CornerAbsKernel<T, FourTargets>.Is(problem) ? new CornerAbsKernel<T, FourTargets>(problem, unit)
            : unit;
    }
}
