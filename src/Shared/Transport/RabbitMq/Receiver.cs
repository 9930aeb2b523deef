using RabbitMQ.Client;

namespace Farm.Transport.RabbitMq;

/// <summary>A message as it comes; its body is only there during the call.</summary>
/// <param name="Consumer">The consumer's tag.</param>
/// <param name="Delivery">The broker's number on this channel.</param>
/// <param name="RoutingKey">Under which it was sent.</param>
/// <param name="Properties">Its properties.</param>
/// <param name="Body">Its body.</param>
internal readonly record struct Incoming(
    string Consumer,
    ulong Delivery,
    string RoutingKey,
    IReadOnlyBasicProperties Properties,
    ReadOnlyMemory<byte> Body);

/// <summary>Passes messages on, one after the other.</summary>
/// <param name="channel">The channel.</param>
/// <param name="received">Takes a message.</param>
/// <param name="ended">Told after the last message; true when the broker ended it, since the queue is gone.</param>
internal sealed class Receiver(IChannel channel, Action<Incoming> received, Action<string, bool> ended)
    : AsyncDefaultBasicConsumer(channel)
{
    /// <inheritdoc/>
    public override Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        received(new Incoming(consumerTag, deliveryTag, routingKey, properties, body));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        ended(consumerTag, false);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        ended(consumerTag, true);
        return Task.CompletedTask;
    }
}
