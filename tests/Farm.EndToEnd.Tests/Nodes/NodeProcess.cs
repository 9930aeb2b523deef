using System.Diagnostics;
using System.Runtime.InteropServices;
using Farm.EndToEnd.Tests.Engines;

namespace Farm.EndToEnd.Tests.Nodes;

/// <summary>The built <c>farm-node</c>, whose lines can be waited for while it lives.</summary>
internal sealed partial class NodeProcess : IDisposable
{
    public const int Terminate = 15;

    private readonly Process process;
    private readonly List<string> lines = [];

    private NodeProcess(Launch launch)
    {
        process = new Process { StartInfo = launch.ToStartInfo() };
        process.StartInfo.RedirectStandardOutput = false;
        process.ErrorDataReceived += (_, e) => Hear(e.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginErrorReadLine();
    }

    public string Said
    {
        get
        {
            lock (lines)
            {
                return string.Join('\n', lines);
            }
        }
    }

    public static NodeProcess Start(Engine engine, string name, params IReadOnlyList<string> more) =>
        new(engine.Launch(Environment.CurrentDirectory, "farm-node", null, ["--slots", "1", "--name", name, .. more]));

    /// <summary>Waits until it has said something.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public void WaitForLine(string part)
    {
        var watch = Stopwatch.StartNew();
        lock (lines)
        {
            while (!lines.Exists(l => l.Contains(part, StringComparison.Ordinal)))
            {
                var left = FarmProcess.Patience - watch.Elapsed;
                if (left <= TimeSpan.Zero || !Monitor.Wait(lines, left))
                {
                    throw new TimeoutException($"The node never said '{part}':\n{string.Join('\n', lines)}");
                }
            }
        }
    }

    public void Signal(int signal)
    {
        if (SendSignal(process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} could not be sent: {Marshal.GetLastPInvokeError()}");
        }
    }

    public Ended Wait()
    {
        if (!process.WaitForExit(FarmProcess.Patience))
        {
            throw new TimeoutException($"The node did not end within {FarmProcess.Patience}:\n{Said}");
        }

        process.WaitForExit();
        return new Ended(process.ExitCode, "", Said);
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

    private void Hear(string? line)
    {
        if (line is not null)
        {
            lock (lines)
            {
                lines.Add(line);
                Monitor.PulseAll(lines);
            }
        }
    }
}
