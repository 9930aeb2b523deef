using System.Diagnostics;
using System.Text.Json;

namespace Farm.EndToEnd.Tests;

/// <summary>The log beside a ledger, as its readers see it.</summary>
internal sealed class FarmLog
{
    private readonly List<LoggedEvent> events = [];

    /// <summary>Reads what is there now; a last line that is still being written is left out.</summary>
    public static FarmLog Of(Workplace place)
    {
        var log = new FarmLog();
        foreach (var file in Directory.EnumerateFiles(place.Ledger + ".logs", "*.jsonl").Order(StringComparer.Ordinal))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                log.Add(line);
            }
        }

        return log;
    }

    /// <summary>Waits until the log is as it should be.</summary>
    /// <exception cref="TimeoutException">That does not come about.</exception>
    public static async Task<FarmLog> UntilAsync(Workplace place, Func<FarmLog, bool> isSo)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < FarmProcess.Patience; await timer.WaitForNextTickAsync())
        {
            if (Directory.Exists(place.Ledger + ".logs") && Of(place) is var log && isSo(log))
            {
                return log;
            }
        }

        throw new TimeoutException($"The log does not show within {FarmProcess.Patience} what it should.");
    }

    /// <summary>Events of a name, in the order in which they were logged.</summary>
    public IEnumerable<LoggedEvent> Named(string name) => events.Where(e => e.Name == name);

    /// <summary>The sum of a property over all events of a name.</summary>
    public long Sum(string name, string property) => Named(name).Sum(e => e.Number(property));

    private void Add(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var properties = root.GetProperty("Properties").Clone();
            events.Add(new LoggedEvent(
                root.GetProperty("Timestamp").GetDateTimeOffset(), properties.GetProperty("event").GetString()!, properties));
        }
        catch (JsonException)
        {
            // Its writer was killed, or has not finished it.
        }
    }
}

/// <summary>A line of the log.</summary>
internal sealed record LoggedEvent(DateTimeOffset At, string Name, JsonElement Properties)
{
    /// <summary>A text that it carries.</summary>
    public string Text(string property) => Properties.GetProperty(property).GetString()!;

    /// <summary>A whole number that it carries.</summary>
    public long Number(string property) => Properties.TryGetProperty(property, out var value) ? value.GetInt64() : 0;
}
