using ILGPU;
using ILGPU.Runtime;

namespace Farm.Numerics.Gpu.Dynamics;

/// <summary>The compiled kernels of one kind of problem, with its constants.</summary>
internal sealed class OrbitGpuKernels
{
    /// <summary>Goes on by some steps; see <see cref="OrbitGpuKernel{TSteps}.Advance"/>.</summary>
    public required Action<KernelConfig, OrbitGpuMemory, ArrayView<int>, long, int> Advance { get; init; }

    /// <summary>See <see cref="OrbitGpuKernel{TSteps}.Watch"/>.</summary>
    public required Action<KernelConfig, OrbitGpuMemory, ArrayView<int>, long, int, ArrayView<double>> Watch { get; init; }

    /// <summary>See <see cref="OrbitGpuKernel{TSteps}.Measure"/>.</summary>
    public required Action<KernelConfig, OrbitGpuMemory, ArrayView<int>, long, int, int, int> Measure { get; init; }

    /// <summary>See <see cref="OrbitGpuKernel{TSteps}.Periods"/>.</summary>
    public required Action<KernelConfig, OrbitGpuMemory, ArrayView<int>, int, ArrayView<double>, ArrayView<int>> Periods { get; init; }

    /// <summary>What <see cref="OrbitKernels.Create"/> chooses for a problem: kernels, its constants, how many exponents.</summary>
    public static (string Kind, double[] Constants, int Exponents) Choose(OrbitProblem problem)
    {
        var parameters = problem.Model.Parameters;
        return problem.Model is { Inputs: 1, Units: 1, HasBias: false, IsDeep: false } ? ("weight", WeightSteps.Constants(problem), 1)
            : !UnitKernel<DoubleLanes128>.Is(problem) ? ("net", NetSteps.Constants(problem), Math.Min(parameters, 3))
            : CornerAbsKernel<DoubleLanes128, InnerTargets>.Is(problem) ? ("inner", CornerSteps<InnerTargets>.Constants(problem), 3)
            : CornerAbsKernel<DoubleLanes128, FourTargets>.Is(problem) ? ("four", CornerSteps<FourTargets>.Constants(problem), 3)
            : ("unit", UnitKernel<DoubleLanes128>.Numbers(problem), 3);
    }

    /// <summary>Compiles the kernels of a kind.</summary>
    public static OrbitGpuKernels Of(string kind, GpuDevice device) => kind switch
    {
        "weight" => Of<WeightSteps>(device),
        "net" => Of<NetSteps>(device),
        "inner" => Of<CornerSteps<InnerTargets>>(device),
        "four" => Of<CornerSteps<FourTargets>>(device),
        "unit" => Of<UnitSteps>(device),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kernels."),
    };

    private static OrbitGpuKernels Of<TSteps>(GpuDevice device)
        where TSteps : struct, IOrbitSteps => new()
        {
            Advance = device.Accelerator.LoadStreamKernel<OrbitGpuMemory, ArrayView<int>, long, int>(
                OrbitGpuKernel<TSteps>.Advance),
            Watch = device.Accelerator.LoadStreamKernel<OrbitGpuMemory, ArrayView<int>, long, int, ArrayView<double>>(
                OrbitGpuKernel<TSteps>.Watch),
            Measure = device.Accelerator.LoadStreamKernel<OrbitGpuMemory, ArrayView<int>, long, int, int, int>(
                OrbitGpuKernel<TSteps>.Measure),
            Periods = device.Accelerator.LoadStreamKernel<OrbitGpuMemory, ArrayView<int>, int, ArrayView<double>, ArrayView<int>>(
                OrbitGpuKernel<TSteps>.Periods),
        };
}
