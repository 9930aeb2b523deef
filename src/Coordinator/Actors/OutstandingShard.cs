using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>An order that is not answered yet.</summary>
internal class OutstandingShard(ShardOrder order, CellWork cell, TimeSpan estimate)
{
    /// <summary>The order; one that was lost with a node, or may have been, goes out again to be computed alone.</summary>
    public ShardOrder Order => IsSuspect || Losses.Count > 0 ? order with { Alone = true } : order;

    public BlockRange Blocks => order.Blocks;

    public long Number => order.Shard.Number;

    public CellWork Cell => cell;

    /// <summary>Bytes of the state that goes with the order.</summary>
    public long StateBytes => order.Slice?.State.Length ?? 0;

    public TimeSpan Estimate => estimate;

    /// <summary>Time allowed for an answer, doubled each time it is not enough.</summary>
    public TimeSpan Lease { get; set; }

    public DateTimeOffset Due { get; set; }

    /// <summary>Who computes it, as far as is known.</summary>
    public WorkerName? Worker { get; set; }

    /// <summary>Whether that worker's node computes nothing else.</summary>
    public bool IsAlone { get; set; }

    /// <summary>Times that it was lost with its node, oldest first.</summary>
    public IReadOnlyList<AttemptError> Losses { get; private set; } = [];

    /// <summary>The latest losses in a row while it was the node's only shard.</summary>
    public int LossesAlone { get; private set; }

    /// <summary>Whether a node that had it was lost before any word of its start.</summary>
    public bool IsSuspect { get; set; }

    /// <summary>Its place among the shards of its node.</summary>
    public LinkedListNode<OutstandingShard>? AtNode { get; set; }

    /// <summary>It takes the place of another order, if there is one, which was lost as often.</summary>
    public void Inherit(OutstandingShard? other) => (Losses, LossesAlone, IsSuspect) =
        other is null ? ([], 0, false) : (other.Losses, other.LossesAlone, other.IsSuspect);

    /// <summary>It was lost with the node that computed it.</summary>
    public void Lose(AttemptError error)
    {
        Losses = [.. Losses, error];
        LossesAlone = IsAlone ? LossesAlone + 1 : 0;
        Worker = null;
    }
}

/// <summary>An order for one node of another host than the stored result's.</summary>
internal sealed class AuditShard(ShardOrder order, CellWork cell, TimeSpan estimate, string host)
    : OutstandingShard(order, cell, estimate)
{
    /// <summary>The host of the stored results.</summary>
    public string Host => host;

    /// <summary>The dispute that it is to settle; null for an audit of the sample.</summary>
    public Dispute? Dispute { get; init; }

    /// <summary>Who has it; null while it waits for a node.</summary>
    public NodeEntry? Node { get; set; }

    /// <summary>Whether the desk keeps it for another node.</summary>
    public bool IsWaiting { get; set; }
}
