using Farm.Domain;

namespace Farm.Coordinator.Verbs;

/// <summary>How fast a sweep's blocks reach the ledger, and from whom, read off the stored blocks alone.</summary>
/// <param name="Workers">
/// Which slots computed how many trials, ordered by host and slot; the nodes' names are left out.
/// </param>
/// <param name="Last">When the last block was stored; null for none.</param>
/// <param name="TrialsPerSecond">Over the last <see cref="Window"/> before it; 0 when it cannot be told.</param>
/// <param name="IsRecent">Whether a block was stored within the last <see cref="Window"/>.</param>
internal sealed record LedgerPace(
    IReadOnlyList<(WorkerName Worker, long Trials)> Workers, DateTimeOffset? Last, double TrialsPerSecond, bool IsRecent)
{
    /// <summary>The time over which the pace is taken.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads the pace of a sweep.</summary>
    public static LedgerPace Read(OpenedSweep opened, DateTimeOffset now)
    {
        var workers = new Dictionary<WorkerName, long>();
        var commits = new SortedDictionary<DateTimeOffset, long>();
        foreach (var cell in opened.Sweep.Cells)
        {
            foreach (var block in opened.Blocks(cell))
            {
                // A node that came back has another name; for people it is the same slot of the same host.
                var worker = block.By with { Node = "" };
                workers[worker] = workers.GetValueOrDefault(worker) + block.Trials;
                commits[block.At] = commits.GetValueOrDefault(block.At) + block.Trials;
            }
        }

        DateTimeOffset? last = commits.Count > 0 ? commits.Keys.Last() : null;
        return new LedgerPace(
            [.. workers
                .OrderBy(w => w.Key.Host, StringComparer.Ordinal).ThenBy(w => w.Key.Slot)
                .ThenBy(w => w.Key.Backend, StringComparer.Ordinal)
                .Select(w => (w.Key, w.Value))],
            last,
            last is { } end ? Rate(commits, end) : 0,
            now - last < Window);
    }

    /// <summary>Trials of the window's commits but the first, over the time from the first to the last.</summary>
    private static double Rate(SortedDictionary<DateTimeOffset, long> commits, DateTimeOffset end)
    {
        var recent = commits.SkipWhile(c => c.Key < end - Window).ToArray();
        var seconds = (end - recent[0].Key).TotalSeconds;
        return seconds > 0 ? recent.Skip(1).Sum(c => c.Value) / seconds : 0;
    }
}
