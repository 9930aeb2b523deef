using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Farm.Numerics.Gpu;

/// <summary>Finds this host's devices, in the same order each time.</summary>
internal static class GpuList
{
    /// <summary>CL_FP_FMA of OpenCL's floating-point configurations.</summary>
    private const long FusesInHardware = 1 << 5;

    /// <summary>The simulated device's number.</summary>
    private const int Simulated = -1;

    /// <summary>Groups that a unit of an OpenCL GPU has at a time, so that one waits while others compute: OpenCL does not tell.</summary>
    private const int GroupsOfUnit = 4;

    /// <summary>A context that knows kernels' exact arithmetic and a kind of devices, and their facts.</summary>
    /// <remarks>
    /// Mathematics as it is written: neither ILGPU's fast mode nor its 32-bit one. What a driver's compiler would contract
    /// is kept apart by <see cref="ExactArithmetic"/>.
    /// </remarks>
    public static Context CreateContext(bool simulated)
    {
        var context = Context.Create(builder =>
        {
            builder.Math(MathMode.Default).Optimize(OptimizationLevel.O1).Inlining(InliningMode.Aggressive);
            _ = simulated ? builder.CPU() : builder.Cuda().OpenCL();
        });
        ExactIntrinsics.Register(context);
        return context;
    }

    /// <summary>The devices of a context: CUDA's first, then OpenCL's that are none of those, processors last.</summary>
    public static IReadOnlyList<(GpuFacts Facts, Device Device)> Of(Context context)
    {
        var all = context.Devices.ToArray();
        var hasCuda = all.OfType<CudaDevice>().Any();
        var ordered = all.OfType<CudaDevice>().Cast<Device>()
            .Concat(all.OfType<CLDevice>().Where(d => !(hasCuda && d.Vendor == CLDeviceVendor.Nvidia)).OrderBy(IsProcessor))
            .Concat(all.OfType<CPUDevice>().Take(1));
        return [.. ordered.Select((d, i) => (FactsOf(d, d is CPUDevice ? Simulated : i), d))];
    }

    private static GpuFacts FactsOf(Device device, int number) => device switch
    {
        CudaDevice cuda => Facts(cuda, number, GpuKind.Cuda, isProcessor: false, hasFma: true, hasDouble: true),
        CLDevice open => Facts(
            open,
            number,
            GpuKind.OpenCL,
            IsProcessor(open),
            (open.GetDeviceInfo<long>(CLDeviceInfoType.CL_DEVICE_SINGLE_FP_CONFIG) & FusesInHardware) != 0,
            open.Capabilities.Float64),
        _ => Facts(
            device, number, GpuKind.Simulated, isProcessor: true, System.Runtime.Intrinsics.X86.Fma.IsSupported, hasDouble: true),
    };

    private static GpuFacts Facts(Device device, int number, GpuKind kind, bool isProcessor, bool hasFma, bool hasDouble) => new(
        number,
        kind == GpuKind.Simulated ? "ILGPU's simulation on this processor" : device.Name.Trim(),
        kind,
        isProcessor,
        device.MemorySize,
        device.MaxNumThreads * (kind == GpuKind.OpenCL && !isProcessor ? GroupsOfUnit : 1),
        hasFma,
        hasDouble);

    private static bool IsProcessor(CLDevice device) => device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_CPU);
}
