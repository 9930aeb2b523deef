using System.Diagnostics;
using System.Globalization;

namespace Farm.Coordinator.Tests.Ledger;

/// <summary>Another process that commits to a ledger until it is killed.</summary>
internal sealed class LedgerProcess : IDisposable
{
    private readonly Process process;

    public LedgerProcess(string ledger)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Farm.Testing.dll"));
        start.ArgumentList.Add(ledger);
        process = Process.Start(start)!;
        Assert.Equal("open", process.StandardOutput.ReadLine());
    }

    public int Id => process.Id;

    /// <summary>Waits until a batch was acknowledged, then kills the process at once.</summary>
    /// <returns>The last batch that it told of.</returns>
    public int KillAfter(int batch)
    {
        var last = -1;
        while (last < batch && process.StandardOutput.ReadLine() is { } line)
        {
            last = int.Parse(line, CultureInfo.InvariantCulture);
        }

        process.Kill();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            // A line that the kill cut short has no end and may be a part of a number.
            last = int.TryParse(line, CultureInfo.InvariantCulture, out var told) && told == last + 1 ? told : last;
        }

        process.WaitForExit();
        return last;
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
}
