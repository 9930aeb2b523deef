using System.CommandLine;

namespace Farm.Hosting.CommandLine;

/// <summary>The option <c>--device cpu|gpu[:n]</c>.</summary>
internal static class DeviceOption
{
    /// <summary>The default: this host's processors.</summary>
    public const string Cpu = "cpu";

    /// <summary>What a GPU needs, and how to get it.</summary>
    public const string GpuMissing =
        "a GPU needs the assembly Farm.Numerics.Gpu, which a full build has: build with -p:FarmFull=true (README.md)";

    /// <summary>The option; <c>cpu</c> by default.</summary>
    public static Option<string> Create() => new("--device")
    {
        Description = "Where to compute: cpu, gpu (all of this host's), gpu:n (one of 'farm devices'), or gpu:cpu, a slow simulation for tests.",
        HelpName = "cpu|gpu[:n]",
        DefaultValueFactory = _ => Cpu,
    };

    /// <summary>Whether a device is a GPU.</summary>
    public static bool IsGpu(string device) => device == "gpu" || device.StartsWith("gpu:", StringComparison.Ordinal);

    /// <summary>Why a word names no device; null when it does.</summary>
    public static string? Refusal(string device) =>
        device == Cpu || device is "gpu" or "gpu:cpu"
        || (IsGpu(device) && device.Length > 4 && device.AsSpan(4).IndexOfAnyExceptInRange('0', '9') < 0)
            ? null
            : $"--device: '{device}' is neither cpu nor gpu nor gpu:n nor gpu:cpu.";
}
