using System.ComponentModel;
using System.Diagnostics;

namespace Farm.EndToEnd.Tests.Networks;

/// <summary>A system's tool, run to its end.</summary>
internal static class Tool
{
    /// <summary>Runs it and gives what it printed.</summary>
    /// <exception cref="IOException">It fails, or is not there.</exception>
    public static string Run(string name, params IReadOnlyList<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(name, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new IOException($"{name} {string.Join(' ', arguments)}: {error.Result.Trim()}");
        }
        catch (Win32Exception missing)
        {
            throw new IOException($"{name}: {missing.Message}", missing);
        }
    }
}
