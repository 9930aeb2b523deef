using System.Runtime.InteropServices;

namespace Farm.Node;

/// <summary>What this host says of itself.</summary>
public static class HostFacts
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>
    /// The processor's model, such as <c>AMD EPYC 9B14</c>; its architecture where the system names no model.
    /// </summary>
    public static string Processor { get; } = ReadProcessor() ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string? ReadProcessor()
    {
        if (!File.Exists(CpuInfo))
        {
            return null;
        }

        var line = File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
