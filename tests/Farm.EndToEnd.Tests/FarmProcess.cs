using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Farm.EndToEnd.Tests;

/// <summary>The built <c>farm</c>, run as its users run it.</summary>
internal sealed partial class FarmProcess : IDisposable
{
    /// <summary>How long anything may take before its test fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    private FarmProcess(string folder, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "farm.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.StandardInput.Close();
        output = process.StandardOutput.ReadToEndAsync();
        error = process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => process.HasExited;

    public int Id => process.Id;

    public static FarmProcess Start(string folder, params IReadOnlyList<string> arguments) => new(folder, arguments);

    public static Ended Run(string folder, params IReadOnlyList<string> arguments)
    {
        using var farm = Start(folder, arguments);
        return farm.Wait();
    }

    public Ended Wait()
    {
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"farm did not end within {Patience}: {error.Result}");
        }

        process.WaitForExit();
        return new Ended(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>SIGKILL: the process gets no word of it.</summary>
    public void Kill() => process.Kill();

    /// <summary>Sends a signal, such as SIGINT (2) or SIGTERM (15).</summary>
    public void Signal(int signal)
    {
        if (SendSignal(process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} could not be sent: {Marshal.GetLastPInvokeError()}");
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}

/// <summary>How a farm process ended and what it printed.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error)
{
    public Ended Expect(ExitCode code)
    {
        Assert.True(ExitCode == (int)code, $"Exit code {ExitCode}, not {(int)code}.\n{Output}\n{Error}");
        return this;
    }

    /// <summary>That the process said one clear line, without a stack trace.</summary>
    public Ended ExpectLine(string part)
    {
        Assert.Contains(part, Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", Error, StringComparison.Ordinal);
        return this;
    }
}
