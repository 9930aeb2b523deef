using System.Diagnostics;

namespace Farm.Bench;

/// <summary>A whole process, timed from outside.</summary>
internal static class Processes
{
    /// <summary>The built farm, where its own project builds it: a copy beside this program is not compiled ahead.</summary>
    public static string Farm { get; } = Built("Coordinator", "farm.dll");

    /// <summary>The built node, likewise.</summary>
    public static string FarmNode { get; } = Built("Node", "farm-node.dll");

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It did not end with 0.</exception>
    public static Finished Run(string folder, string program, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        var (peak, processor) = (0L, TimeSpan.Zero);
        while (!process.WaitForExit(20))
        {
            peak = Math.Max(peak, PeakBytes(process.Id));
            processor = ProcessorTime(process) ?? processor;
        }

        var elapsed = watch.Elapsed;
        return process.ExitCode == 0
            ? new Finished(output.Result, elapsed, processor, peak)
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error.Result}");
    }

    /// <summary>Compiles a peer with gcc, or g++, for this core.</summary>
    /// <param name="folder">Where the program goes.</param>
    /// <param name="source">A file of <c>peers</c>.</param>
    /// <param name="options">Besides -O3 -march=native.</param>
    /// <returns>The program.</returns>
    public static string Compile(string folder, string source, params IReadOnlyList<string> options)
    {
        var (peer, compiler) = (
            Path.Combine(folder, Path.GetFileNameWithoutExtension(source)), Path.GetExtension(source) == ".cpp" ? "g++" : "gcc");
        Run(
            folder, compiler,
            ["-O3", "-march=native", .. options, "-o", peer, Path.Combine(AppContext.BaseDirectory, "peers", source), "-lm"]);
        return peer;
    }

    /// <summary>Runs a verb of the built farm.</summary>
    public static Finished RunFarm(string folder, params IReadOnlyList<string> arguments) =>
        Run(folder, "dotnet", [Farm, .. arguments]);

    // Beside this program's project in a default build, beside this program's output in a full one.
    private static string Built(string room, string file) => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
#if FARM_FULL
        "../..", $"Farm.{room}", "release",
#else
        "../../../../src", room, "bin/Release/net10.0",
#endif
        file));

    // To within the last look: an ended process says no more.
    private static TimeSpan? ProcessorTime(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // The kernel's own high-water mark, so that no peak falls between two looks.
    private static long PeakBytes(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.AsSpan(6, line.Length - 6 - 2), provider: null);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

/// <summary>A process that ended well.</summary>
internal sealed record Finished(string Output, TimeSpan Elapsed, TimeSpan Processor, long PeakBytes);
