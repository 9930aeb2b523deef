namespace Farm.Coordinator.Logging;

/// <summary>Which events of a log are asked for; what is null or empty asks for all.</summary>
internal sealed record LogFilter
{
    /// <summary>Levels from the least to the gravest, as the log spells them.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["Verbose", "Debug", "Information", "Warning", "Error", "Fatal"];

    /// <summary>Name of a sweep.</summary>
    public string? Sweep { get; init; }

    /// <summary>First digits of cells' names; any of them.</summary>
    public IReadOnlyList<string> Cells { get; init; } = [];

    /// <summary>Name of a node.</summary>
    public string? Node { get; init; }

    /// <summary>A trial: events about it, or about a run of blocks that holds it.</summary>
    public long? Trial { get; init; }

    /// <summary>Name of an event.</summary>
    public string? Event { get; init; }

    /// <summary>Index in <see cref="Levels"/> of the least level.</summary>
    public int LeastLevel { get; init; }

    /// <summary>Events before it are left out.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether an event is asked for.</summary>
    public bool Admits(LogRecord record) =>
        (Since is not { } since || record.At >= since)
        && LevelOf(record.Level) >= LeastLevel
        && (Event is null || string.Equals(record.Event, Event, StringComparison.OrdinalIgnoreCase))
        && (Sweep is null || record.Text("sweep") == Sweep)
        && (Node is null || record.Text("node") == Node)
        && (Cells.Count == 0 || (record.Text("cell") is { } cell && Cells.Any(c => cell.StartsWith(c, StringComparison.Ordinal))))
        && (Trial is not { } trial || IsAbout(record, trial));

    private static int LevelOf(string level)
    {
        for (var i = 0; i < Levels.Count; i++)
        {
            if (Levels[i] == level)
            {
                return i;
            }
        }

        return Levels.Count;
    }

    private static bool IsAbout(LogRecord record, long trial) =>
        record.Number("trial") is { } one ? one == trial
        : record.Number("first_trial") <= trial && trial <= record.Number("last_trial");
}
