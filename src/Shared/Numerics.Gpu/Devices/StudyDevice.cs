using Farm.Domain;
using Farm.Studies;
using Farm.Studies.Devices;
using ILGPU.Runtime;

namespace Farm.Numerics.Gpu;

/// <summary>A device as a node's slot uses it.</summary>
internal sealed class StudyDevice : IStudyDevice
{
    private const int NameCharacters = 100;
    private readonly GpuFacts facts;

    private StudyDevice(GpuFacts facts, string backend, bool promisesEqualBits)
    {
        this.facts = facts;
        Backend = backend;
        var name = $"{facts.Word} {new string([.. facts.Name.Where(c => !char.IsControl(c))])}";
        Name = name[..Math.Min(name.Length, NameCharacters)];
        var type = facts.Kind switch
        {
            GpuKind.Cuda => "CUDA",
            GpuKind.OpenCL => facts.IsProcessor ? "OpenCL on a processor" : "OpenCL",
            _ => "simulated",
        };
        var memory = facts.Kind == GpuKind.Simulated
            ? "the host's memory"
            : FormattableString.Invariant($"{facts.MemoryBytes / (double)(1L << 30):0.#} GiB");
        Facts = $"{facts.Name}: {type}, {memory}, "
            + $"fma {YesNo(facts.HasFma)}, fp64 {YesNo(facts.HasDouble)}, bits equal to the processor's {YesNo(promisesEqualBits)} ({Backend})";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Backend { get; }

    /// <inheritdoc/>
    public string Facts { get; }

    /// <summary>A device, which is opened once to see whether its arithmetic is the host's.</summary>
    public static StudyDevice Of(GpuFacts facts)
    {
        using var device = GpuDevice.Open(facts);
        return new StudyDevice(facts, device.Backend, device.PromisesEqualBits);
    }

    /// <inheritdoc/>
    public CellRefusal? RefusalOf(IStudy study, Cell cell) => GpuStudies.RefusalOf(study, cell, facts.HasDouble);

    /// <inheritdoc/>
    public IOpenDevice Open(StudyCatalog catalog)
    {
        try
        {
            var device = GpuDevice.Open(facts);
            return new OpenDevice(device, GpuStudies.With(catalog, device));
        }
        catch (Exception e) when (e is AcceleratorException or InvalidOperationException)
        {
            // A worker that died of it would be replaced, and die again, for ever.
            return new OpenDevice(null, DeviceFault.Studies(catalog, facts, e));
        }
    }

    private static string YesNo(bool has) => has ? "yes" : "no";

    private sealed class OpenDevice(GpuDevice? device, StudyCatalog studies) : IOpenDevice
    {
        public StudyCatalog Studies => studies;

        public void Dispose() => device?.Dispose();
    }
}
