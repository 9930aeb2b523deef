using System.Diagnostics;
using System.Globalization;

namespace Farm.Bench;

/// <summary>A node process, killed when it is no longer wanted.</summary>
internal sealed class RunningNode : IDisposable
{
    private readonly Process process;

    private RunningNode(Process process) => this.process = process;

    /// <summary>Starts the built <c>farm-node</c>; it may be started before there is a coordinator.</summary>
    public static RunningNode Start(string folder, string address, int slots, string name)
    {
        string[] arguments =
        [
            Processes.FarmNode, "--transport", address, "--slots", slots.ToString(CultureInfo.InvariantCulture), "--name", name,
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardError = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("farm-node did not start.");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return new RunningNode(process);
    }

    /// <summary>Processor time that it used so far.</summary>
    public TimeSpan Processor => process.TotalProcessorTime;

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
