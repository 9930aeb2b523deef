using Farm.Domain;

namespace Farm.Node.Steps;

/// <summary>An order that is here: waiting, at work, or reported and not yet taken.</summary>
internal sealed class HeldOrder(ShardOrder order, int delivery)
{
    public ShardOrder Order => order;

    /// <summary>An order's number is unique in one ledger's coordinator only.</summary>
    public (Guid Ledger, ShardId Shard) Key => (order.Ledger, order.Shard);

    /// <summary>Whether it was lost with a node before and may be what killed it: nothing else is computed meanwhile.</summary>
    public bool IsSuspect => delivery > 1 || order.Alone;

    /// <summary>Its deliveries, all to be acknowledged.</summary>
    public List<DeliveryTag> Tags { get; } = [];
}
