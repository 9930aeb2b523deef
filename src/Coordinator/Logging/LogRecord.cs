using System.Text.Json;

namespace Farm.Coordinator.Logging;

/// <summary>One event as it stands in the log.</summary>
/// <param name="Line">The JSON, untouched.</param>
/// <param name="At">When.</param>
/// <param name="Level">Its level, as the log spells it.</param>
/// <param name="Event">Its name.</param>
/// <param name="Message">For people.</param>
/// <param name="Properties">Everything else.</param>
internal sealed record LogRecord(
    string Line, DateTimeOffset At, string Level, string Event, string Message, JsonElement Properties)
{
    /// <summary>The property that holds an event's name.</summary>
    public const string EventKey = EventWriter.EventKey;

    // The names that Serilog's JSON formatter writes.
    private const string TimestampKey = "Timestamp";
    private const string LevelKey = "Level";
    private const string MessageKey = "RenderedMessage";
    private const string PropertiesKey = "Properties";

    /// <summary>The event of a line, or null when the line is torn or not ours.</summary>
    public static LogRecord? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var properties = root.GetProperty(PropertiesKey).Clone();
            return new LogRecord(
                line,
                root.GetProperty(TimestampKey).GetDateTimeOffset(),
                root.GetProperty(LevelKey).GetString() ?? "",
                properties.GetProperty(EventKey).GetString() ?? "",
                root.TryGetProperty(MessageKey, out var message) ? message.GetString() ?? "" : "",
                properties);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>A property that is a text.</summary>
    public string? Text(string name) =>
        Properties.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A property that is a whole number.</summary>
    public long? Number(string name) =>
        Properties.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var n)
            ? n
            : null;
}
