using Serilog;
using Serilog.Configuration;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace Farm.Hosting.Logging;

/// <summary>Rolling files of JSON lines, an event a line.</summary>
public static class EventFile
{
    private const int QueueLength = 20_000;

    /// <summary>
    /// Writes events into files, on a thread of their own: when the disk is slow, events are dropped.
    /// </summary>
    /// <param name="sinks">The logger's sinks.</param>
    /// <param name="path">The file; what is rolled puts its day or number before the extension.</param>
    /// <param name="rolling">Whether each day has a file.</param>
    /// <param name="fileBytes">A file that grows past this is followed by another.</param>
    /// <param name="filesKept">Older files than these are deleted.</param>
    /// <param name="time">The clock.</param>
    public static LoggerConfiguration EventFiles(
        this LoggerSinkConfiguration sinks,
        string path,
        RollingInterval rolling,
        long fileBytes,
        int filesKept,
        TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        return LoggerSinkConfiguration.Wrap(
            sinks,
            queue => new GatheredEvents(queue, time),
            wrapped => wrapped.Async(
                queue => queue.File(
                    new JsonFormatter(renderMessage: true),
                    path,
                    rollingInterval: rolling,
                    fileSizeLimitBytes: fileBytes,
                    rollOnFileSizeLimit: true,
                    retainedFileCountLimit: filesKept),
                bufferSize: QueueLength,
                blockWhenFull: false),
            LevelAlias.Minimum,
            null);
    }
}
