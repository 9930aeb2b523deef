using Farm.Numerics.Gpu;

namespace Farm.Studies.Tests.Gpu;

/// <summary>The devices that tests of kernels run on: ILGPU's simulation always, and this host's own ones where there are any.</summary>
/// <remarks>Each is opened once in the process: a context compiles its kernels anew.</remarks>
internal static class Gpus
{
    /// <summary>What a theory of real devices is called with where there is none.</summary>
    public const string None = "no device: PoCL gives one on any machine (docs/GPU.md)";

    private static readonly Dictionary<string, GpuDevice> open = [];
    private static readonly IReadOnlyList<GpuFacts> real = GpuDevice.All();

    /// <summary>Words of all devices, the simulated one first; <see cref="None"/> stands for real ones where there is none.</summary>
    public static IReadOnlyList<string> AllWords => ["gpu:cpu", .. RealWords];

    /// <summary>The same, for theories.</summary>
    public static TheoryData<string> Words => [.. AllWords];

    /// <summary>Words of real devices; <see cref="None"/> where there is none.</summary>
    public static IReadOnlyList<string> RealWords => real.Count == 0 ? [None] : [.. real.Select(r => r.Word)];

    /// <summary>A device; skips a test of real ones where there is none.</summary>
    public static GpuDevice Of(string word)
    {
        Skip.If(word == None, $"SKIPPED: {None}");
        lock (open)
        {
            if (!open.TryGetValue(word, out var device))
            {
                device = GpuDevice.Open(real.FirstOrDefault(r => r.Word == word) ?? GpuDevice.Simulated());
                open.Add(word, device);
            }

            return device;
        }
    }
}

/// <summary>Tests of devices run one after another: a device is used by one thread at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GpuTests
{
    /// <summary>The collection.</summary>
    public const string Name = "devices";
}
