using System.Diagnostics;

namespace Farm.Testing.Broker;

/// <summary>
/// A program and all that it starts, in a process group that ends when it is killed or when this process ends, however
/// that does.
/// </summary>
internal sealed class GuardedProcess : IDisposable
{
    // The group waits for the end of its input, which is a pipe that this process alone holds open.
    private const string Guard = "\"$@\" < /dev/null & cat > /dev/null; kill -KILL -$$";
    private readonly Process process;

    private GuardedProcess(Process process) => this.process = process;

    /// <summary>Starts a program.</summary>
    /// <param name="environment">Variables besides this process's own.</param>
    /// <param name="line">Called with each line that it prints.</param>
    /// <param name="command">The program and its arguments.</param>
    public static GuardedProcess Start(
        IReadOnlyDictionary<string, string> environment, Action<string> line, IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Guard, "guard", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, e) => line(e.Data ?? "");
        process.ErrorDataReceived += (_, e) => line(e.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new GuardedProcess(process);
    }

    /// <summary>Kills the whole group at once and waits until it is gone.</summary>
    public void Kill()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            process.WaitForExit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        process.Dispose();
    }
}
