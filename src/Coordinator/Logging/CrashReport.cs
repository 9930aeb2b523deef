using Farm.Coordinator.Terminal;
using Serilog.Events;

namespace Farm.Coordinator.Logging;

/// <summary>What the user sees of a fault of the farm itself: one line, and where the stack is.</summary>
internal static class CrashReport
{
    /// <summary>Logs the exception beside the ledger, or shows it whole where there is no log.</summary>
    public static ExitCode Write(FarmHost host, Exception exception, string? ledgerPath)
    {
        // The message of a nested fault is the useful one; the stack in the log has all.
        var cause = exception is AggregateException { InnerException: { } inner } ? inner : exception;
        var folder = ledgerPath is null ? null : LogFiles.FolderOf(Path.GetFullPath(ledgerPath));
        if (folder is not null && Directory.Exists(folder))
        {
            using (var log = FarmLog.Open(host, ledgerPath!, LogEventLevel.Information, people: _ => { }))
            {
                log.Events.InternalError(exception);
            }

            return host.Refuse(
                ExitCode.Internal, $"internal error: {cause.Message} (more in the log: {ShellText.Farm("logs", ledgerPath!)} --event InternalError)");
        }

        host.Refuse(ExitCode.Internal, $"internal error: {cause.Message}");
        host.Error.WriteLine(exception);
        return ExitCode.Internal;
    }
}
