using RabbitMQ.Client;

namespace Farm.Transport.RabbitMq;

/// <summary>A message on its way to the broker.</summary>
internal sealed class Outgoing
{
    /// <summary>The exchange; empty is the broker's own, which knows queues by name.</summary>
    public required string Exchange { get; init; }

    /// <summary>The routing key.</summary>
    public required string Key { get; init; }

    /// <summary>The properties.</summary>
    public required BasicProperties Properties { get; init; }

    /// <summary>The body.</summary>
    public required byte[] Body { get; init; }

    /// <summary>What it is, so that it is not sent twice at a time; null for what may be.</summary>
    public OutgoingId? Id { get; init; }

    /// <summary>Whether the broker says when no queue takes it.</summary>
    public bool IsMandatory { get; init; }

    /// <summary>Whether it is sent again on the next connection when it was not confirmed on this one.</summary>
    public bool IsKept { get; init; }

    /// <summary>Called when the broker has taken it.</summary>
    public Action<Outgoing>? Confirmed { get; init; }

    /// <summary>Whether no queue took it; told before it is confirmed.</summary>
    public bool IsReturned { get; set; }

    /// <summary>When it was sent last, on the clock's own scale.</summary>
    public long SentAt { get; set; }
}

/// <summary>Tells messages apart for as long as they are on their way.</summary>
/// <param name="Place">Where it goes.</param>
/// <param name="Epoch">The first number.</param>
/// <param name="Number">The second number.</param>
internal readonly record struct OutgoingId(string Place, long Epoch, long Number);
