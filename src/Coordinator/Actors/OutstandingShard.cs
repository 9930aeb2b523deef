using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>An order that is not answered yet.</summary>
internal sealed class OutstandingShard(ShardOrder order, CellWork cell, TimeSpan estimate)
{
    /// <summary>The order; one that was lost with a node goes out again to be computed alone.</summary>
    public ShardOrder Order => Losses.Count > 0 ? order with { Alone = true } : order;

    public long Number => order.Shard.Number;

    public CellWork Cell => cell;

    public TimeSpan Estimate => estimate;

    /// <summary>Time allowed for an answer, doubled each time it is not enough.</summary>
    public TimeSpan Lease { get; set; }

    public DateTimeOffset Due { get; set; }

    /// <summary>Who computes it, as far as is known.</summary>
    public WorkerName? Worker { get; set; }

    /// <summary>Whether that worker's node computes nothing else.</summary>
    public bool IsAlone { get; set; }

    /// <summary>Times that it was lost with its node, oldest first.</summary>
    public List<AttemptError> Losses { get; } = [];

    /// <summary>The latest losses in a row while it was the node's only shard.</summary>
    public int LossesAlone { get; set; }
}
