using Farm.Domain;
using Serilog.Events;

namespace Farm.Hosting.Logging;

/// <summary>What an event is about. Whatever applies is written to the log, the rest is left out.</summary>
public sealed record EventScope
{
    /// <summary>About nothing in particular.</summary>
    public static EventScope None { get; } = new();

    /// <summary>Name of the sweep: <c>sweep</c>.</summary>
    public string? Sweep { get; init; }

    /// <summary>The cell: its short name as <c>cell</c>.</summary>
    public Cell? Cell { get; init; }

    /// <summary>Blocks of the cell: <c>first_block</c>, <c>blocks</c>.</summary>
    public BlockRange? Blocks { get; init; }

    /// <summary>The trials of those blocks: <c>first_trial</c>, <c>last_trial</c>, both included.</summary>
    public (long First, long Last)? Trials { get; init; }

    /// <summary>One trial: <c>trial</c>.</summary>
    public long? Trial { get; init; }

    /// <summary>The shard: <c>shard</c>.</summary>
    public ShardId? Shard { get; init; }

    /// <summary>Who: <c>node</c>, <c>slot</c>, <c>device</c>.</summary>
    public WorkerName? By { get; init; }

    /// <summary>The properties as the log has them.</summary>
    internal IEnumerable<LogEventProperty> Properties()
    {
        if (Sweep is not null)
        {
            yield return Scalar("sweep", Sweep);
        }

        if (Cell is not null)
        {
            yield return Scalar("cell", Cell.Id);
        }

        if (Blocks is { } blocks)
        {
            yield return Scalar("first_block", blocks.First);
            yield return Scalar("blocks", blocks.Count);
        }

        if (Trials is { } trials)
        {
            yield return Scalar("first_trial", trials.First);
            yield return Scalar("last_trial", trials.Last);
        }

        if (Trial is { } trial)
        {
            yield return Scalar("trial", trial);
        }

        if (Shard is { } shard)
        {
            yield return Scalar("shard", shard.ToString());
        }

        if (By is not null)
        {
            yield return Scalar("node", By.Node);
            yield return Scalar("slot", By.Slot);
            yield return Scalar("device", By.Device);
        }
    }

    private static LogEventProperty Scalar(string name, object value) => new(name, new ScalarValue(value));
}
