using System.Diagnostics;

namespace Farm.Testing.Broker;

/// <summary>Runs commands as a document prints them.</summary>
public static class Shell
{
    /// <summary>Runs commands until one fails and gives what they print.</summary>
    /// <param name="commands">The commands, for <c>sh</c>.</param>
    /// <param name="folder">Where to run them.</param>
    /// <param name="environment">Variables besides this process's own.</param>
    /// <exception cref="InvalidOperationException">One failed.</exception>
    public static async Task<string> RunAsync(
        string commands, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("sh", ["-e", "-c", commands])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"These commands failed:\n{commands}\n{await output}{await errors}");
    }
}
