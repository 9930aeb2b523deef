using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace Farm.Coordinator.Logging;

/// <summary>Warnings and errors as lines for people.</summary>
/// <param name="write">Takes one line; a live display prints it above itself.</param>
internal sealed class HumanLines(Action<string> write) : ILogEventSink
{
    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        var level = logEvent.Level >= LogEventLevel.Error ? "error" : "warning";
        write($"farm: {level}: {logEvent.RenderMessage(CultureInfo.InvariantCulture)}");
    }
}
