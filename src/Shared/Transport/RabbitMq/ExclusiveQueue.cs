using System.Diagnostics;
using Farm.Domain;
using RabbitMQ.Client.Exceptions;

namespace Farm.Transport.RabbitMq;

/// <summary>Queues that one connection has for itself, and with which it is seen to be there.</summary>
internal static class ExclusiveQueue
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Makes the queue, which the broker deletes with the connection.</summary>
    /// <param name="session">The session.</param>
    /// <param name="queue">The queue's name.</param>
    /// <param name="patience">How long to try when another connection has it: that one may be gone unnoticed.</param>
    /// <param name="message">One line for people when it is taken.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="TransportException">Another connection has it (<see cref="LinkFault.Taken"/>).</exception>
    public static async Task DeclareAsync(
        BrokerSession session, string queue, TimeSpan patience, string message, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            // A channel of its own, since the broker closes it with the refusal.
            await using var channel = await session.Intake.CreateChannelAsync(cancellationToken: cancellation)
                .ConfigureAwait(false);
            try
            {
                await channel.QueueDeclareAsync(
                    queue, durable: false, exclusive: true, autoDelete: false, cancellationToken: cancellation)
                    .ConfigureAwait(false);
                return;
            }
            catch (OperationInterruptedException exception) when (BrokerFault.IsLocked(exception))
            {
                if (Stopwatch.GetElapsedTime(since) >= patience)
                {
                    throw new TransportException(LinkFault.Taken, message, exception);
                }
            }

            await Task.Delay(RetryInterval, cancellation).ConfigureAwait(false);
        }
    }
}
