using Farm.Domain;
using Farm.Transport.Wire;

namespace Farm.Transport.Akka.Coordinators;

/// <summary>An order that a coordinator has given out or will.</summary>
/// <param name="order">The order.</param>
/// <param name="age">Its place among all orders: older ones go first.</param>
internal sealed class QueuedOrder(ShardOrder order, long age)
{
    private ReadOnlyMemory<byte> body;
    private ReadOnlyMemory<byte> key;

    /// <summary>Its name.</summary>
    public ShardId Shard => order.Shard;

    /// <summary>Its place among all orders.</summary>
    public long Age => age;

    /// <summary>How often it was delivered.</summary>
    public int Deliveries { get; set; }

    /// <summary>Bytes that it takes in a message; 0 before it was written.</summary>
    public int Bytes => body.Length;

    /// <summary>The order as it stands in a message.</summary>
    /// <exception cref="WireException">It is beyond the bounds of messages.</exception>
    public (ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Body) Write(ReadOnlySpan<byte> secret)
    {
        if (body.IsEmpty)
        {
            var bytes = WireCodec.Write(order);
            key = OrderSeal.KeyOf(secret, order.Slice is null ? bytes : WireCodec.WriteName(order));
            body = bytes;
        }

        return (key, body);
    }
}
