using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Farm.Coordinator.Actors;
using Farm.Coordinator.Devices;
using Farm.Coordinator.Terminal;
using Farm.Numerics;

namespace Farm.Coordinator.Verbs;

/// <summary><c>farm devices</c>: what this host can run, and how slow where it lacks something.</summary>
internal static class DevicesVerb
{
    public static VerbCommand Create(FarmHost host) =>
        new VerbCommand(
            "devices",
            "Describe what this host can run: processor, cores, SIMD widths, fused multiply-add, GPU.",
            new Example("devices", "this host's devices"),
            new Example("bench xor", "how fast they are"))
        .Does(_ => Show(host));

    private static ExitCode Show(FarmHost host)
    {
        var table = new TextTable("device", "what");
        table.Add("processor", LocalFarm.Processor);
        table.Add("cores", Invariant.Text(Environment.ProcessorCount));
        table.Add("memory", Invariant.Bytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        table.Add("simd", Simd());
        table.Add("fma", Fma());
        if (host.Devices.Missing is { } missing)
        {
            table.Add("gpu", "none: " + missing);
        }

        foreach (var (word, facts) in host.Devices.All)
        {
            table.Add(word, facts);
        }

        table.Add("runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        table.WriteTo(host.Output);
        return ExitCode.Good;
    }

    private static string Simd()
    {
        var widths = new List<string>();
        foreach (var (width, has) in new[]
        {
            (128, Vector128.IsHardwareAccelerated), (256, Vector256.IsHardwareAccelerated), (512, Vector512.IsHardwareAccelerated),
        })
        {
            if (has)
            {
                widths.Add(Invariant.Text(width));
            }
        }

        var used = (int)LaneWidths.Widest;
        return widths.Count == 0
            ? "none: every lane is computed alone, many times slower; results do not change"
            : Invariant.Text($"{string.Join(", ", widths)} bits; kernels use {used} ({used / 32} lanes of float32)");
    }

    private static string Fma()
    {
        var slowness = FusedMultiplyAdd.SlownessMeasured();
        return FusedMultiplyAdd.IsInHardware
            ? Invariant.Text($"yes, in hardware ({slowness:0.0} times the time of a multiplication and an addition)")
            : Invariant.Text($"no: by software, {slowness:0} times slower than a multiplication and an addition; results do not change");
    }
}
