namespace Farm.Transport.Akka.Nodes;

/// <summary>A report that its coordinator has not acknowledged.</summary>
/// <param name="Number">The node's own number for it.</param>
/// <param name="Ledger">The ledger that it is for.</param>
/// <param name="Shard">The order that it answers.</param>
/// <param name="Code">Its seal, or empty.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record PendingReport(long Number, Guid Ledger, Domain.ShardId Shard, byte[] Code, byte[] Body)
{
    /// <summary>Whether the coordinator that is there has it.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Whether the node was told that it is taken.</summary>
    public bool IsTold { get; set; }
}
