using System.Diagnostics;
using System.Globalization;
using Farm.Domain;
using Polly;
using Polly.Retry;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Farm.Transport.RabbitMq;

/// <content>How sessions begin, end and follow each other.</content>
internal abstract partial class BrokerLink
{
    // The loop's last frame: whatever ends it goes to the owner.
#pragma warning disable CA1031
    private async Task LiveAsync()
    {
        try
        {
            await LiveThroughSessionsAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // The owner leaves while the broker is away: there is nobody to say goodbye to.
        }
        catch (Exception exception)
        {
            var fault = BrokerFault.RefusalOf(exception, Broker)
                ?? new TransportException(LinkFault.Unreachable, BrokerFault.ReasonOf(exception), exception);
            if (!opened.TrySetException(fault))
            {
                Fail(fault);
            }
        }
        finally
        {
            timer.Dispose();
            Refusals.TellRest();
        }
    }
#pragma warning restore CA1031

    private async Task LiveThroughSessionsAsync()
    {
        var shortLives = 0;
        long? lostAt = null;
        while (!isClosing)
        {
            var openedAt = Stopwatch.GetTimestamp();
            var current = await ConnectAsync(shortLives).ConfigureAwait(false);
            Tell(lostAt is { } at ? new BrokerBack(Broker, Stopwatch.GetElapsedTime(at)) : new BrokerConnected(Broker));
            opened.TrySetResult();
            await using (current.ConfigureAwait(false))
            {
                await UseAsync(current).ConfigureAwait(false);
                lostAt = Stopwatch.GetTimestamp();
                shortLives = Stopwatch.GetElapsedTime(openedAt) < ShortLife ? shortLives + 1 : 0;
                if (!isClosing)
                {
                    TellLost(current.End!);
                }
            }
        }
    }

    private void TellLost(ShutdownEventArgs end)
    {
        if (BrokerFault.RefusalOf(end, Broker) is { } refusal)
        {
            throw refusal;
        }

        Tell(new BrokerLost(Broker, BrokerFault.LineOf(end.ReplyText)));
    }

    private async Task UseAsync(BrokerSession current)
    {
        try
        {
            await ServeAsync(current).ConfigureAwait(false);
            if (current.End is null)
            {
                await LeaveAsync(current).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsOfConnection(exception))
        {
            current.Lose(BrokerFault.ReasonOf(exception));
        }
        finally
        {
            session = null;
        }
    }

    /// <summary>Tries until there is a session, patience ends, or the broker refuses.</summary>
    private async Task<BrokerSession> ConnectAsync(int shortLives)
    {
        if (shortLives > 0)
        {
            var pause = Math.Min(5_000, 100 * Math.Pow(2, shortLives - 1));
            await Task.Delay(TimeSpan.FromMilliseconds(pause), closing.Token).ConfigureAwait(false);
        }

        var since = Stopwatch.GetTimestamp();
        var patience = IsBack ? null : Options.FirstConnectPatience;
        var retry = new RetryStrategyOptions<BrokerSession>
        {
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(0.1),
            MaxDelay = TimeSpan.FromSeconds(5),
            UseJitter = true,
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = a => ValueTask.FromResult(
                a.Outcome.Exception is { } exception
                && IsOfConnection(exception)
                && BrokerFault.RefusalOf(exception, Broker) is null
                && (patience is null || Stopwatch.GetElapsedTime(since) < patience)),
            OnRetry = a =>
            {
                if (a.AttemptNumber == 0 && !IsBack)
                {
                    Tell(new BrokerAwaited(Broker, BrokerFault.ReasonOf(a.Outcome.Exception!)));
                }

                return default;
            },
        };
        try
        {
            return await new ResiliencePipelineBuilder<BrokerSession>().AddRetry(retry).Build()
                .ExecuteAsync(async c => await OpenSessionAsync(c).ConfigureAwait(false), closing.Token)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfConnection(exception) && BrokerFault.RefusalOf(exception, Broker) is null)
        {
            throw new TransportException(
                LinkFault.Unreachable,
                $"The broker at {Broker} cannot be reached: {BrokerFault.ReasonOf(exception)}",
                exception);
        }
    }

    private async Task<BrokerSession> OpenSessionAsync(CancellationToken cancellation)
    {
        var fresh = await BrokerSession
            .OpenAsync(Options, Name, ++sessions, s => Post(s, static () => { }), cancellation)
            .ConfigureAwait(false);
        try
        {
            outlet = await fresh.OpenChannelAsync(fresh.Outlet, confirms: true, cancellation).ConfigureAwait(false);
            HearConfirms(fresh, outlet);
            session = fresh;
            isBlocked = false;
            Outbox.Restart();
            await EnterAsync(fresh, cancellation).ConfigureAwait(false);
            return fresh;
        }
        catch
        {
            session = null;
            await fresh.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void HearConfirms(BrokerSession from, IChannel channel)
    {
        channel.BasicAcksAsync += (_, ack) =>
        {
            Post(from, () => Confirm(ack.DeliveryTag, ack.Multiple));
            return Task.CompletedTask;
        };
        channel.BasicNacksAsync += (_, nack) =>
        {
            // The broker could not keep it: everything unconfirmed goes again, on a new connection and in its order.
            from.Lose("The broker could not take a message.");
            return Task.CompletedTask;
        };
        channel.BasicReturnAsync += (_, returned) =>
        {
            var number = ulong.Parse(returned.BasicProperties.MessageId!, CultureInfo.InvariantCulture);
            Post(from, () => Outbox.Return(number));
            return Task.CompletedTask;
        };
        from.Outlet.ConnectionBlockedAsync += (_, blocked) =>
        {
            Post(from, () => Block(blocked.Reason));
            return Task.CompletedTask;
        };
        from.Outlet.ConnectionUnblockedAsync += (_, _) =>
        {
            Post(from, Unblock);
            return Task.CompletedTask;
        };
    }

    private void Confirm(ulong number, bool isAll)
    {
        Outbox.Confirm(number, isAll, confirmed);
        foreach (var message in confirmed)
        {
            message.Confirmed?.Invoke(message);
        }

        confirmed.Clear();
    }

    private void Block(string reason)
    {
        isBlocked = true;
        Tell(new PublishingBlocked(BrokerFault.LineOf(reason)));
    }

    private void Unblock()
    {
        isBlocked = false;
        Tell(new PublishingUnblocked());
    }

    private static bool IsOfConnection(Exception exception) => exception
        is RabbitMQClientException or IOException or TimeoutException or System.Net.Sockets.SocketException
        or System.Security.Authentication.AuthenticationException or ObjectDisposedException
        or OperationCanceledException { CancellationToken.IsCancellationRequested: false };
}
