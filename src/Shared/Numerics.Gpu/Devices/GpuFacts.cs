namespace Farm.Numerics.Gpu;

/// <summary>What ILGPU reaches a device by.</summary>
public enum GpuKind
{
    /// <summary>ILGPU's own simulation on this host's processor: for tests, and slow.</summary>
    Simulated,

    /// <summary>OpenCL.</summary>
    OpenCL,

    /// <summary>CUDA.</summary>
    Cuda,
}

/// <summary>A device that kernels can run on.</summary>
/// <param name="Number">Its number in <c>--device gpu:n</c>, from 0; −1 for the simulated one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">How it is reached.</param>
/// <param name="IsProcessor">Whether it is a processor: <c>--device gpu</c> takes such a one only when its number is named.</param>
/// <param name="MemoryBytes">Its memory, in bytes.</param>
/// <param name="Threads">Threads that it runs at a time at most.</param>
/// <param name="HasFma">Whether it fuses a float32's multiplication and addition in hardware.</param>
/// <param name="HasDouble">Whether it has float64.</param>
public sealed record GpuFacts(
    int Number, string Name, GpuKind Kind, bool IsProcessor, long MemoryBytes, int Threads, bool HasFma, bool HasDouble)
{
    /// <summary>What <c>--device</c> calls it.</summary>
    public string Word => Number < 0 ? "gpu:cpu" : FormattableString.Invariant($"gpu:{Number}");

    /// <summary>The name of its backend where its bits are equal.</summary>
    public string Backend => Kind switch
    {
        GpuKind.Cuda => "ilgpu-cuda",
        GpuKind.OpenCL => "ilgpu-opencl",
        _ => "ilgpu-cpu",
    };
}
