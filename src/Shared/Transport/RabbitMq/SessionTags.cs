using Farm.Domain;

namespace Farm.Transport.RabbitMq;

/// <summary>
/// Delivery tags that name the session as well: the broker numbers deliveries anew on every connection, and an
/// acknowledgement of an earlier one must not hit a later message.
/// </summary>
internal static class SessionTags
{
    private const int DeliveryBits = 43;

    /// <summary>The tag of a message that the broker forgot when it gave it; acknowledges nothing.</summary>
    /// <param name="number">Counts from 1.</param>
    public static DeliveryTag Directed(long number) => new(number);

    /// <summary>The tag of a delivery.</summary>
    /// <param name="session">The session, from 1.</param>
    /// <param name="delivery">The broker's number.</param>
    public static DeliveryTag Of(int session, ulong delivery) => new(((long)session << DeliveryBits) | (long)delivery);

    /// <summary>The broker's number of a delivery in a session; null when the tag is of another one.</summary>
    public static ulong? DeliveryOf(DeliveryTag tag, int session) =>
        tag.Value >> DeliveryBits == session ? (ulong)(tag.Value & ((1L << DeliveryBits) - 1)) : null;
}
