using Serilog;
using Serilog.Events;

namespace Farm.Hosting.Logging;

/// <summary>Writes named events to a log: each has a stable name, what it is about, and words for people.</summary>
/// <remarks>Safe to call from several threads. Nothing here blocks or throws.</remarks>
/// <param name="log">Where to.</param>
/// <param name="time">The clock.</param>
public sealed class EventWriter(ILogger log, TimeProvider time)
{
    /// <summary>The property that holds an event's name.</summary>
    public const string EventKey = "event";

    /// <summary>Whether events of a level are logged at all.</summary>
    public bool IsEnabled(LogEventLevel level) => log.IsEnabled(level);

    /// <summary>Writes one event.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="name">Its name, which does not change between versions.</param>
    /// <param name="scope">What it is about.</param>
    /// <param name="template">The words, with places for the values.</param>
    /// <param name="values">The values, in the order of their places.</param>
    /// <param name="more">Properties that the words do not show; empty ones are left out.</param>
    public void Write(
        LogEventLevel level,
        string name,
        EventScope scope,
        string template,
        object?[] values,
        params ReadOnlySpan<(string Name, object Value)> more)
    {
        if (!log.IsEnabled(level) || !log.BindMessageTemplate(template, values, out var parsed, out var bound))
        {
            return;
        }

        var properties = bound.ToDictionary(p => p.Name, StringComparer.Ordinal);
        properties[EventKey] = new LogEventProperty(EventKey, new ScalarValue(name));
        foreach (var property in scope.Properties())
        {
            properties[property.Name] = property;
        }

        foreach (var (key, value) in more)
        {
            if (value is not "")
            {
                properties[key] = new LogEventProperty(key, new ScalarValue(value));
            }
        }

        log.Write(new LogEvent(time.GetUtcNow(), level, null, parsed, properties.Values));
    }
}
