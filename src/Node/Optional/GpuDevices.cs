using Farm.Domain;
using Farm.Hosting.CommandLine;
using Farm.Studies;
using Farm.Studies.Devices;

namespace Farm.Node.Optional;

/// <summary>The devices of this host, as far as this build can use them: the one place that names the optional assembly.</summary>
public static class GpuDevices
{
    /// <summary>What finds them.</summary>
    public static IDeviceFinder Finder { get; } =
#if FARM_FULL
        new Farm.Numerics.Gpu.GpuFinder();
#else
        new NoDevices();
#endif

}

/// <summary>The answer of a default build, which has no devices beside processors.</summary>
public sealed class NoDevices : IDeviceFinder
{
    /// <inheritdoc/>
    public string? Missing => DeviceOption.GpuMissing;

    /// <inheritdoc/>
    public IReadOnlyList<(string Word, string Facts)> All => [];

    /// <inheritdoc/>
    public DeviceChoice Choose(string word) => new([], $"--device {word}: {Missing}; use --device cpu.");

    /// <inheritdoc/>
    public CellRefusal? RefusalOf(IStudy study, Cell cell) => null;
}
