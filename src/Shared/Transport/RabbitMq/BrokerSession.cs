using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Farm.Transport.RabbitMq;

/// <summary>
/// One life of a link's connections: one to receive and acknowledge, one to send. A broker that is short of memory
/// stops reading from whoever sends, and must still hear acknowledgements, or it would never have memory again.
/// </summary>
internal sealed class BrokerSession : IAsyncDisposable
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);
    private readonly Action<BrokerSession> wake;
    private ShutdownEventArgs? end;

    private BrokerSession(int number, IConnection intake, IConnection outlet, Action<BrokerSession> wake)
    {
        Number = number;
        Intake = intake;
        Outlet = outlet;
        this.wake = wake;
        intake.ConnectionShutdownAsync += (_, reason) => LoseAsync(reason);
        outlet.ConnectionShutdownAsync += (_, reason) => LoseAsync(reason);
    }

    /// <summary>Counts the link's sessions from 1.</summary>
    public int Number { get; }

    /// <summary>Receives and acknowledges.</summary>
    public IConnection Intake { get; }

    /// <summary>Sends.</summary>
    public IConnection Outlet { get; }

    /// <summary>Why it is over; null while it is not.</summary>
    public ShutdownEventArgs? End => Volatile.Read(ref end);

    /// <summary>Connects.</summary>
    /// <param name="options">The broker.</param>
    /// <param name="name">What the broker's own tools show.</param>
    /// <param name="number">The session's number.</param>
    /// <param name="wake">Called by any thread when the session is over.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<BrokerSession> OpenAsync(
        RabbitMqOptions options,
        string name,
        int number,
        Action<BrokerSession> wake,
        CancellationToken cancellation)
    {
        var factory = BrokerConnection.FactoryOf(options.Address, options.Login, options.Certificates);
        factory.RequestedHeartbeat = options.HeartbeatInterval;
        factory.RequestedConnectionTimeout = TimeSpan.FromSeconds(10);
        factory.ContinuationTimeout = TimeSpan.FromSeconds(10);
        var patient = factory.SocketFactory;
        factory.SocketFactory = ImpatientSocket.FactoryOf(2 * options.HeartbeatInterval);
        var intake = await BrokerConnection.OpenAsync(factory, $"{name} intake", cancellation).ConfigureAwait(false);
        try
        {
            factory.SocketFactory = patient;
            var outlet = await BrokerConnection.OpenAsync(factory, $"{name} outlet", cancellation)
                .ConfigureAwait(false);
            return new BrokerSession(number, intake, outlet, wake);
        }
        catch
        {
            await intake.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens a channel whose end is the session's.</summary>
    public async Task<IChannel> OpenChannelAsync(
        IConnection connection, bool confirms, CancellationToken cancellation)
    {
        var options = new CreateChannelOptions(confirms, publisherConfirmationTrackingEnabled: false);
        var channel = await connection.CreateChannelAsync(options, cancellation).ConfigureAwait(false);
        channel.ChannelShutdownAsync += (_, reason) => LoseAsync(reason);
        return channel;
    }

    /// <summary>Takes the session for lost.</summary>
    public void Lose(string reason) =>
        _ = LoseAsync(new ShutdownEventArgs(ShutdownInitiator.Library, 0, reason));

    /// <summary>
    /// Closes what is open; the broker then gives to others what was not acknowledged. Over a link that is cut that takes
    /// long, and goes on behind: the next session need not wait for it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Interlocked.CompareExchange(ref end, new ShutdownEventArgs(ShutdownInitiator.Application, 200, "closed"), null);
        var closed = Task.WhenAll(CloseAsync(Outlet), CloseAsync(Intake));
        await Task.WhenAny(closed, Task.Delay(2 * CloseLimit)).ConfigureAwait(false);
    }

    private static async Task CloseAsync(IConnection connection)
    {
        await connection.AbortAsync(200, "closed", CloseLimit).ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private Task LoseAsync(ShutdownEventArgs reason)
    {
        if (Interlocked.CompareExchange(ref end, reason, null) is null)
        {
            wake(this);
        }

        return Task.CompletedTask;
    }
}
