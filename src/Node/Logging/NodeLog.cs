using Farm.Domain;
using Farm.Hosting.Logging;
using Farm.Node.CommandLine;
using Serilog;
using Serilog.Events;

namespace Farm.Node.Logging;

/// <summary>
/// A node's log: lines for people, JSON lines in a file if one is named, warnings and errors to the coordinators. It
/// never holds the node up: when its disk is slow events are dropped.
/// </summary>
internal sealed class NodeLog : IDisposable
{
    private const int FileBytes = 16 << 20;
    private const int FilesKept = 16;

    private readonly Serilog.Core.Logger logger;
    private readonly ShippedWarnings shipped;

    private NodeLog(Serilog.Core.Logger logger, ShippedWarnings shipped, TimeProvider time)
    {
        this.logger = logger;
        this.shipped = shipped;
        Events = new NodeEvents(new EventWriter(logger, time), time);
    }

    /// <summary>What can be logged.</summary>
    public NodeEvents Events { get; }

    /// <summary>Opens the log.</summary>
    /// <param name="host">Where lines for people go.</param>
    /// <param name="hello">The node.</param>
    /// <param name="file">The file for JSON lines, or null for none.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static NodeLog Open(NodeHost host, NodeHello hello, string? file)
    {
        var shipped = new ShippedWarnings(hello.Name, host.Time);
        var lines = new LoggerConfiguration()
            .MinimumLevel.Is(file is null ? LogEventLevel.Information : LogEventLevel.Debug)
            .Enrich.WithProperty("node", hello.Name)
            .Enrich.WithProperty("device", hello.Device)
            .WriteTo.Sink(new PeopleLines(host.Error, hello.Name), LogEventLevel.Information)
            .WriteTo.Sink(shipped, LogEventLevel.Warning);
        if (file is not null)
        {
            // The file sink itself would fail without a word.
            using (new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            {
            }

            lines = lines.WriteTo.EventFiles(file, RollingInterval.Infinite, FileBytes, FilesKept, host.Time);
        }

        return new NodeLog(lines.CreateLogger(), shipped, host.Time);
    }

    /// <summary>Ships warnings and errors from now on.</summary>
    public void ShipBy(Action<NodeWarning> ship) => shipped.ShipBy(ship);

    /// <summary>Writes out what is queued and closes the file.</summary>
    public void Dispose() => logger.Dispose();
}
