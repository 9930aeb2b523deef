using System.CommandLine;

namespace Farm.Hosting.CommandLine;

/// <summary>The option <c>--device cpu|gpu[:n]</c>.</summary>
internal static class DeviceOption
{
    /// <summary>What a GPU needs, and how to get it.</summary>
    public const string GpuMissing =
        "a GPU needs the assembly Farm.Numerics.Gpu of a full build (-p:FarmFull=true), which belongs to a later version";

    /// <summary>The option; <c>cpu</c> by default.</summary>
    public static Option<string> Create() => new("--device")
    {
        Description = "Where to compute: cpu (a GPU belongs to a later version).",
        HelpName = "cpu|gpu[:n]",
        DefaultValueFactory = _ => "cpu",
    };

    /// <summary>Why a device cannot be had; null when it can.</summary>
    public static string? Refusal(string device) =>
        device == "gpu" || device.StartsWith("gpu:", StringComparison.Ordinal) ? $"--device {device}: {GpuMissing}; use --device cpu."
        : device != "cpu" ? $"--device: '{device}' is neither cpu nor gpu nor gpu:n."
        : null;
}
