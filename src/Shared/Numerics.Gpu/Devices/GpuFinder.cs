using System.Globalization;
using Farm.Domain;
using Farm.Studies;
using Farm.Studies.Devices;

namespace Farm.Numerics.Gpu;

/// <summary>Finds this host's GPUs.</summary>
public sealed class GpuFinder : IDeviceFinder
{
    private const string None =
        "there is no CUDA or OpenCL device here that ILGPU can use (OpenCL must have the generic address space); PoCL 6 gives one on "
        + "any processor (docs/GPU.md), gpu:cpu is a slow simulation for tests";

    /// <inheritdoc/>
    public string? Missing => null;

    /// <inheritdoc/>
    public IReadOnlyList<(string Word, string Facts)> All
    {
        get
        {
            var devices = GpuDevice.All();
            return devices.Count == 0 ? [("gpu", "none: " + None)] : [.. devices.Select(d => (d.Word, StudyDevice.Of(d).Facts))];
        }
    }

    /// <inheritdoc/>
    public DeviceChoice Choose(string word)
    {
        if (word == "gpu:cpu")
        {
            return new([StudyDevice.Of(GpuDevice.Simulated())], null);
        }

        var all = GpuDevice.All();
        var chosen = word == "gpu" ? [.. all.Where(d => !d.IsProcessor)] : all.Where(d => d.Word == Normal(word)).ToArray();
        return chosen.Length > 0
            ? new([.. chosen.Select(StudyDevice.Of)], null)
            : new([], $"--device {word}: {WhyNone(word, all)}; use --device cpu.");
    }

    /// <inheritdoc/>
    public CellRefusal? RefusalOf(IStudy study, Cell cell) => GpuStudies.RefusalOf(study, cell, hasDouble: true);

    private static string Normal(string word) => int.TryParse(word.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        ? FormattableString.Invariant($"gpu:{n}")
        : word;

    private static string WhyNone(string word, IReadOnlyList<GpuFacts> all) =>
        all.Count == 0 ? None
        : word == "gpu" ? $"there is no GPU here, but a processor that OpenCL runs on: name it, {string.Join(", ", all.Select(d => $"{d.Word} ({d.Name})"))}"
        : $"there is no such device, but {string.Join(", ", all.Select(d => $"{d.Word} ({d.Name})"))}";
}
