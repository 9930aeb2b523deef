using Farm.Coordinator.Terminal;
using Serilog;
using Serilog.Events;

namespace Farm.Coordinator.Logging;

/// <summary>
/// A ledger's log: JSON lines in rolling files beside it, warnings also to people. It never blocks or stops a sweep:
/// when its disk is slow events are dropped, when its disk is full it falls silent (the ledger speaks then).
/// </summary>
public sealed class FarmLog : IDisposable
{
    private readonly Serilog.Core.Logger logger;

    private FarmLog(Serilog.Core.Logger logger, TimeProvider time)
    {
        this.logger = logger;
        Events = new FarmEvents(logger, time);
    }

    /// <summary>What can be logged.</summary>
    public FarmEvents Events { get; }

    /// <summary>Opens the log of a ledger. A folder that cannot be written is one warning, no error.</summary>
    /// <param name="host">Where warnings go.</param>
    /// <param name="ledgerPath">The ledger's file.</param>
    /// <param name="level">Events below it are not logged.</param>
    /// <param name="people">Takes the lines for people; null writes them as messages.</param>
    public static FarmLog Open(
        FarmHost host, string ledgerPath, LogEventLevel level = LogEventLevel.Debug, Action<string>? people = null)
    {
        people ??= host.Say;
        var lines = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .WriteTo.Sink(new HumanLines(people, ledgerPath), LogEventLevel.Warning);
        var folder = LogFiles.FolderOf(ledgerPath);
        if (WhyNotWritable(folder) is { } reason)
        {
            people($"warning: no log is written: {reason}");
        }
        else
        {
            lines = lines.WriteTo.EventFiles(
                LogFiles.PatternIn(folder), RollingInterval.Day, LogFiles.FileBytes, LogFiles.FilesKept, host.Time);
        }

        return new FarmLog(lines.CreateLogger(), host.Time);
    }

    /// <summary>Writes out what is queued and closes the file.</summary>
    public void Dispose() => logger.Dispose();

    /// <summary>Why a folder cannot be written, or null: the file sink itself would fail without a word.</summary>
    private static string? WhyNotWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".{Environment.ProcessId}.probe");
            using (new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                return null;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
