using System.Collections.Concurrent;
using System.Globalization;
using Farm.Coordinator.Terminal;
using Serilog.Core;
using Serilog.Events;

namespace Farm.Coordinator.Logging;

/// <summary>Warnings and errors as lines for people: the first few of each event, the log has them all.</summary>
/// <param name="write">Takes one line; a live display prints it above itself.</param>
/// <param name="ledgerPath">The ledger whose log has all the others.</param>
internal sealed class HumanLines(Action<string> write, string ledgerPath) : ILogEventSink
{
    private const int MostOfEach = 3;

    private readonly ConcurrentDictionary<string, int> seen = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        var name = logEvent.Properties.TryGetValue(LogRecord.EventKey, out var value) ? value.ToString("l", null) : "";
        if (name == nameof(FarmEvents.Interrupted))
        {
            // The user knows, and the run's last line says it with the way to resume.
            return;
        }

        var count = seen.AddOrUpdate(name, 1, (_, n) => n + 1);
        if (count > MostOfEach)
        {
            return;
        }

        var level = logEvent.Level >= LogEventLevel.Error ? "error" : "warning";
        write($"{level}: {About(logEvent)}{logEvent.RenderMessage(CultureInfo.InvariantCulture)}");
        if (count == MostOfEach)
        {
            write($"more of these are in the log only: {ShellText.Farm("logs", ledgerPath)} --event {name}");
        }
    }

    private static string About(LogEvent logEvent)
    {
        var cell = logEvent.Properties.TryGetValue("cell", out var id) ? id.ToString("l", null) : null;
        var block = logEvent.Properties.TryGetValue("first_block", out var first) ? first.ToString() : null;
        return cell is null ? "" : block is null ? $"cell {cell}: " : $"cell {cell}, block {block}: ";
    }
}
