using System.Runtime.InteropServices;

namespace Farm.Coordinator.Devices;

/// <summary>This host's processor.</summary>
internal static class Processor
{
    private const string Unknown = "unknown processor";

    /// <summary>Its model as the system names it, such as <c>AMD EPYC 9R14</c>.</summary>
    public static string Model()
    {
        try
        {
            foreach (var line in File.ReadLines("/proc/cpuinfo"))
            {
                if (line.StartsWith("model name", StringComparison.Ordinal))
                {
                    return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No such file on other systems.
        }

        var named = Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return string.IsNullOrEmpty(named) ? $"{Unknown} ({RuntimeInformation.ProcessArchitecture})" : named;
    }
}
