using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Farm.EndToEnd.Tests;

/// <summary>The built <c>farm</c> or <c>farm-node</c>, run as their users run them.</summary>
internal sealed partial class FarmProcess : IDisposable
{
    /// <summary>How long anything may take before its test fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    private FarmProcess(Launch launch)
    {
        process = Process.Start(launch.ToStartInfo()) ?? throw new InvalidOperationException($"{launch.Program} did not start.");
        process.StandardInput.Close();
        output = process.StandardOutput.ReadToEndAsync();
        error = process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => process.HasExited;

    public int Id => process.Id;

    /// <summary>When it ended, if it has.</summary>
    public DateTime EndedAt => process.ExitTime;

    public static FarmProcess Start(Launch launch) => new(launch);

    public static FarmProcess Start(string folder, params IReadOnlyList<string> arguments) => new(new Launch(folder, arguments));

    public static Ended Run(string folder, params IReadOnlyList<string> arguments) => Run(new Launch(folder, arguments));

    public static Ended Run(Launch launch)
    {
        using var farm = Start(launch);
        return farm.Wait();
    }

    public Ended Wait() => Wait(Patience);

    public Ended Wait(TimeSpan patience)
    {
        if (!process.WaitForExit(patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"farm did not end within {patience}: {error.Result}");
        }

        process.WaitForExit();
        return new Ended(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>SIGKILL: the process gets no word of it.</summary>
    public void Kill() => process.Kill();

    /// <summary>Sends a signal: see <see cref="SignalNumber"/>.</summary>
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

/// <summary>Numbers of signals on Linux.</summary>
internal static class SignalNumber
{
    /// <summary>As Ctrl-C sends it.</summary>
    public const int Interrupt = 2;

    /// <summary>The request to end in order.</summary>
    public const int Terminate = 15;

    /// <summary>Lets a frozen process go on.</summary>
    public const int Continue = 18;

    /// <summary>Freezes a process, which gets no word of it.</summary>
    public const int Stop = 19;
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
