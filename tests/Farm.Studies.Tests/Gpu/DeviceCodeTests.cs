using System.Text.RegularExpressions;
using Farm.Numerics.Gpu;
using Farm.Numerics.Gpu.Dynamics;
using Farm.Numerics.Gpu.Momentum;
using Farm.Numerics.Gpu.Networks;
using Farm.Numerics.Gpu.Unactivated;
using Farm.Numerics.Gpu.Xor;
using Farm.Studies.Xor;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Farm.Studies.Tests.Gpu;

/// <summary>
/// What ILGPU makes of the kernels, read without any device: no operation that a driver's compiler may contract, and none that
/// is inexact by the language's own rules.
/// </summary>
public sealed partial class DeviceCodeTests
{
    public static TheoryData<string> Kernels => 
    [
        "xor", "xor of one unit", "momentum", "affine", "starts", "weights", "units", "nets", "periods", "neurons",
        "networks", "networks in shared memory",
    ];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Ptx_rounds_every_operation_by_name_and_flushes_nothing(string kernel)
    {
        using var context = GpuList.CreateContext(simulated: true);
        using var backend = new PTXBackend(
            context, new CudaCapabilityContext(CudaArchitecture.SM_80), CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, null);
        var code = ((PTXCompiledKernel)Compile(backend, kernel)).PTXAssembly;

        Assert.Contains("add.rn.f", code, StringComparison.Ordinal);
        Assert.Empty(Contractible().Matches(code).Select(m => m.Value));
        Assert.DoesNotContain(".ftz", code, StringComparison.Ordinal);
        Assert.DoesNotContain(".approx", code, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void OpenCL_has_no_product_that_could_be_fused_with_a_sum(string kernel)
    {
        using var context = GpuList.CreateContext(simulated: true);
        var all = typeof(CLCapabilityContext).GetConstructors().Single();
        var capabilities = (CLCapabilityContext)all.Invoke([.. all.GetParameters().Select(_ => (object)true)]);
        using var backend = new CLBackend(context, capabilities, CLDeviceVendor.Other, new CLCVersion(3, 0));
        var code = ((CLCompiledKernel)Compile(backend, kernel)).Source;

        Assert.Matches(@"\bfma\s*\(", code);
        Assert.DoesNotContain("native_", code, StringComparison.Ordinal);
        var floats = FloatVariable().Matches(code).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.NotEmpty(floats);
        Assert.Empty(OfFloats(Product(), floats, code));
        Assert.Empty(OfFloats(Comparison(), floats, Exact().Replace(code, "0")));
    }

    /// <summary>What a rule finds that has a variable of a float's type.</summary>
    private static IEnumerable<string> OfFloats(Regex rule, HashSet<string> floats, string code) => rule.Matches(code)
        .Where(m => floats.Contains(m.Groups[1].Value) || floats.Contains(m.Groups[2].Value))
        .Select(m => m.Value);

    private static CompiledKernel Compile(Backend backend, string kernel)
    {
        Delegate method = kernel switch
        {
            "xor" => XorGpuKernel<ReluModel<TwoUnits>, AdamOnGpu>.Train,
            "xor of one unit" => XorGpuKernel<LeakyModel<OneUnit>, HeavyBallOnGpu>.Train,
            "momentum" => MomentumGpuKernel<Farm.Numerics.ReluTarget>.Follow,
            "starts" => OrbitGpuStarts.Fill,
            "weights" => OrbitGpuKernel<WeightSteps>.Measure,
            "units" => OrbitGpuKernel<UnitSteps>.Measure,
            "nets" => OrbitGpuKernel<NetSteps>.Measure,
            "periods" => OrbitGpuKernel<UnitSteps>.Periods,
            "neurons" => NeuronGpuKernel.Decide,
            "networks" => NetworkGpuKernel<GlobalPlace>.Train,
            "networks in shared memory" => NetworkGpuKernel<SharedPlace>.Train,
            _ => AffineGpuKernel.Follow,
        };
        return backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method.Method), default);
    }

    [GeneratedRegex(@"\b(add|sub|mul|div|sqrt)(\.(?!rn)[a-z]+)*\.f(32|64)\b")]
    private static partial Regex Contractible();

    [GeneratedRegex(@"\b(?:float|double)\s+(\w+)\b")]
    private static partial Regex FloatVariable();

    [GeneratedRegex(@"\b(\w+)\s*\*\s*(?:\(\w+\)\s*)?(\w+)\b")]
    private static partial Regex Product();

    [GeneratedRegex(@"\b(\w+)\s*(?:<|<=|>|>=|==|!=)\s*(?:\(\w+\)\s*)?(\w+)\b")]
    private static partial Regex Comparison();

    /// <summary>A comparison that is one of <see cref="ExactArithmetic"/>.</summary>
    [GeneratedRegex(@"-\([^()]*\)")]
    private static partial Regex Exact();
}
