using ILGPU;
using ILGPU.Runtime;

namespace Farm.Numerics.Gpu;

/// <summary>
/// A device in use by one slot: its own ILGPU context and accelerator, the kernels that were compiled for it, and whether its
/// arithmetic is that of the host to the bit. Used by one thread at a time.
/// </summary>
public sealed class GpuDevice : IDisposable
{
    /// <summary>Trials that a persistent thread computes one after another, so that the longest ones do not leave it idle.</summary>
    private const int TrialsPerThread = 4;

    /// <summary>Most trials of one launch: their results stand in the device's and in the host's memory.</summary>
    private const int MostTrials = 1 << 20;

    private readonly Context context;
    private readonly AcceleratorStream stream;

    private GpuDevice(Context context, GpuFacts facts, Device device)
    {
        this.context = context;
        Facts = facts;
        Accelerator = device.CreateAccelerator(context);
        stream = Accelerator.DefaultStream;
        PromisesEqualBits = ArithmeticProbe.Passes(this);
    }

    /// <summary>What it is.</summary>
    public GpuFacts Facts { get; }

    /// <summary>The accelerator; call <see cref="Bind"/> first on a thread that is new to it.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>
    /// Whether every operation of <see cref="ExactArithmetic"/> gave the host's bits when the device was opened, so that its
    /// trials are to have the bits of the SIMD backend.
    /// </summary>
    public bool PromisesEqualBits { get; }

    /// <summary>The backend that blocks are stored with.</summary>
    public string Backend => PromisesEqualBits ? Facts.Backend : Facts.Backend + "-near";

    /// <summary>Trials that a launch should have where there are so many: enough for every thread, several times.</summary>
    public int TrialsAtOnce => Math.Clamp(TrialsPerThread * Facts.Threads, 1, MostTrials);

    /// <summary>The devices of this host, without the simulated one.</summary>
    public static IReadOnlyList<GpuFacts> All()
    {
        using var context = GpuList.CreateContext(simulated: false);
        return [.. GpuList.Of(context).Select(d => d.Facts).Where(f => f.Kind != GpuKind.Simulated)];
    }

    /// <summary>ILGPU's simulation on this host's processor: slow, for tests.</summary>
    public static GpuFacts Simulated()
    {
        using var context = GpuList.CreateContext(simulated: true);
        return GpuList.Of(context)[^1].Facts;
    }

    /// <summary>Opens a device that was listed.</summary>
    /// <exception cref="InvalidOperationException">It is gone, or cannot be used.</exception>
    public static GpuDevice Open(GpuFacts facts)
    {
        var context = GpuList.CreateContext(facts.Kind == GpuKind.Simulated);
        try
        {
            var found = GpuList.Of(context).Where(d => d.Facts == facts).ToArray();
            return found.Length > 0
                ? new GpuDevice(context, facts, found[0].Device)
                : throw new InvalidOperationException($"Device {facts.Word} ({facts.Name}) is gone.");
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>Makes the calling thread the one that uses the device.</summary>
    public void Bind() => Accelerator.Bind();

    /// <summary>How many groups of how many threads compute trials: no more threads than trials, and than the device runs.</summary>
    /// <param name="trials">Trials, at least 1.</param>
    public KernelConfig ThreadsFor(int trials)
    {
        var size = Math.Min(Facts.Kind == GpuKind.Simulated ? 1 : 64, Accelerator.MaxNumThreadsPerGroup);
        var most = Math.Max(1, Facts.Threads / size);
        return new KernelConfig(Math.Min(most, (trials + size - 1) / size), size);
    }

    /// <summary>A buffer on the device.</summary>
    public GpuBuffer<T> Buffer<T>()
        where T : unmanaged => new(Accelerator);

    /// <summary>Waits until all that was started is done.</summary>
    /// <exception cref="AcceleratorException">The device failed.</exception>
    public void Finish() => stream.Synchronize();

    /// <summary>Gives the device back, with every buffer and kernel.</summary>
    public void Dispose()
    {
        Accelerator.Dispose();
        context.Dispose();
    }
}
