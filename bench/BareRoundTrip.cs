using System.Diagnostics;
using Farm.Transport.RabbitMq;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Farm.Bench;

/// <summary>
/// What a broker can do at best for a farm: orders over one quorum queue and reports over another, confirmed and
/// acknowledged as the farm does it, with bodies that nobody looks at.
/// </summary>
/// <param name="broker">A virtual host of its own.</param>
/// <param name="orderBytes">Bytes of an order.</param>
/// <param name="reportBytes">Bytes of a report.</param>
internal sealed class BareRoundTrip(BrokerAddress broker, int orderBytes, int reportBytes)
{
    /// <summary>On their way at a time, as in the farm.</summary>
    private const ushort Window = 1_024;

    private static readonly CreateChannelOptions Confirmed = new(true, publisherConfirmationTrackingEnabled: false);

    /// <summary>Round trips a second.</summary>
    /// <param name="messages">How many are timed.</param>
    public async Task<double> MeasureAsync(int messages)
    {
        var factory = new ConnectionFactory { HostName = broker.Host, Port = broker.Port, VirtualHost = broker.VirtualHost };
        await using var asking = await factory.CreateConnectionAsync().ConfigureAwait(false);
        await using var answering = await factory.CreateConnectionAsync().ConfigureAwait(false);
        await using var orders = await asking.CreateChannelAsync(Confirmed).ConfigureAwait(false);
        await using var reports = await answering.CreateChannelAsync(Confirmed).ConfigureAwait(false);
        foreach (var queue in new[] { "orders", "reports" })
        {
            var kind = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
            await orders.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, kind).ConfigureAwait(false);
        }

        await AnswerAsync(reports).ConfigureAwait(false);
        using var free = new SemaphoreSlim(Window, Window);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = messages;
        await TakeReportsAsync(orders, () =>
        {
            free.Release();
            if (--left == 0)
            {
                done.SetResult();
            }
        }).ConfigureAwait(false);

        var body = new byte[orderBytes];
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < messages; i++)
        {
            await free.WaitAsync().ConfigureAwait(false);
            await orders.BasicPublishAsync("", "orders", mandatory: true, Durable(), body).ConfigureAwait(false);
        }

        await done.Task.ConfigureAwait(false);
        return messages / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Answers every order; an order is acknowledged when the broker has confirmed its answer.</summary>
    private async Task AnswerAsync(IChannel channel)
    {
        var body = new byte[reportBytes];
        // Deliveries and confirms both count from 1, one answer an order.
        channel.BasicAcksAsync += async (_, ack) =>
            await channel.BasicAckAsync(ack.DeliveryTag, ack.Multiple).ConfigureAwait(false);
        await channel.BasicQosAsync(0, Window, global: false).ConfigureAwait(false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, _) =>
            await channel.BasicPublishAsync("", "reports", mandatory: true, Durable(), body).ConfigureAwait(false);
        await channel.BasicConsumeAsync("orders", autoAck: false, consumer).ConfigureAwait(false);
    }

    private static async Task TakeReportsAsync(IChannel channel, Action received)
    {
        await channel.BasicQosAsync(0, 4 * Window, global: false).ConfigureAwait(false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            received();
            // Some at a time, as whoever stores them in batches does.
            if (delivery.DeliveryTag % 64 == 0)
            {
                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: true).ConfigureAwait(false);
            }
        };
        await channel.BasicConsumeAsync("reports", autoAck: false, consumer).ConfigureAwait(false);
    }

    private static BasicProperties Durable() => new() { Persistent = true };
}
