using ILGPU;
using ILGPU.Runtime;

namespace Farm.Numerics.Gpu;

/// <summary>Memory of a device that is used for shard after shard: it grows when more is asked for, and is never given back.</summary>
/// <param name="accelerator">Whose memory it is.</param>
public sealed class GpuBuffer<T>(Accelerator accelerator) : IDisposable
    where T : unmanaged
{
    private MemoryBuffer1D<T, Stride1D.Dense>? memory;

    /// <summary>The first numbers of it; what they are is not said when it grew.</summary>
    public ArrayView<T> View(int length)
    {
        if (memory is null || memory.Length < length)
        {
            memory?.Dispose();
            memory = accelerator.Allocate1D<T>(length);
        }

        return memory.View.BaseView.SubView(0, length);
    }

    /// <summary>Copies numbers to its beginning.</summary>
    /// <returns>Where they are on the device.</returns>
    public ArrayView<T> Put(ReadOnlySpan<T> numbers)
    {
        var view = View(numbers.Length);
        view.CopyFromCPU(accelerator.DefaultStream, numbers);
        return view;
    }

    /// <summary>Copies its first numbers to the host, after all that was started before.</summary>
    public void Get(Span<T> numbers)
    {
        View(numbers.Length).CopyToCPU(accelerator.DefaultStream, numbers);
        accelerator.DefaultStream.Synchronize();
    }

    /// <inheritdoc/>
    public void Dispose() => memory?.Dispose();
}
