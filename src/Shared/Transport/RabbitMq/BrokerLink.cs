using System.Threading.Channels;
using RabbitMQ.Client;

namespace Farm.Transport.RabbitMq;

/// <summary>
/// What both sides of the farm have in common: a link that outlives its connections. Whatever happens to it is an
/// action in its inbox; one loop does them one after the other, then brings the broker to the state that they left.
/// </summary>
internal abstract partial class BrokerLink : IAsyncDisposable
{
    private const int ActionsPerRound = 512;
    private const int RefusedBytesAtMost = 64 << 10;
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(2);
    private readonly Channel<Action> inbox =
        Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Outgoing> confirmed = [];
    private readonly HashSet<(string Kind, string Place)> unroutable = [];
    private readonly DueTimer timer;
    private Task living = Task.CompletedTask;
    private BrokerSession? session;
    private IChannel? outlet;
    private bool isClosing;
    private bool isBlocked;
    private int sessions;

    protected BrokerLink(RabbitMqOptions options, string name)
    {
        Options = options;
        Name = name;
        Refusals = new RefusalCount(Clock, Tell);
        timer = new DueTimer(Clock, () => Post(static () => { }));
    }

    protected static TimeProvider Clock => TimeProvider.System;

    protected RabbitMqOptions Options { get; }

    protected Outbox Outbox { get; } = new();

    protected RefusalCount Refusals { get; }

    protected string Broker => Options.Address.ToString();

    /// <summary>Number of the session; an acknowledgement of another one's delivery changes nothing.</summary>
    protected int SessionNumber => sessions;

    /// <summary>Whether it is not the link's first session.</summary>
    protected bool IsBack => opened.Task.IsCompleted;

    /// <summary>When the loop has something to do without being told; null when never.</summary>
    protected virtual DateTimeOffset? NextDue => Refusals.NextDue;

    private string Name { get; }

    /// <summary>Begins to live, and waits until it is there for the first time.</summary>
    /// <exception cref="TransportException">It cannot be.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        living = Task.Run(LiveAsync, CancellationToken.None);
        await using var given = cancellation.Register(() => opened.TrySetCanceled(cancellation)).ConfigureAwait(false);
        try
        {
            await opened.Task.ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Leaves: what was said before still goes, if the broker is there.</summary>
    public async ValueTask DisposeAsync()
    {
        Post(() => isClosing = true);
        await closing.CancelAsync().ConfigureAwait(false);
        await living.ConfigureAwait(false);
        inbox.Writer.TryComplete();
    }

    /// <summary>Has an action done by the loop, after those that were posted before.</summary>
    protected void Post(Action action) => inbox.Writer.TryWrite(action);

    /// <summary>Has an action done if its session still is the link's.</summary>
    protected void Post(BrokerSession from, Action action) => Post(() =>
    {
        if (ReferenceEquals(from, session))
        {
            action();
        }
    });

    /// <summary>Takes the session for lost.</summary>
    protected void Lose(string reason) => session?.Lose(reason);

    protected void Tell(TransportEvent happened) => Options.Observer?.Invoke(happened);

    /// <summary>The earlier of two times; null is never.</summary>
    protected static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    /// <summary>What is kept of a refused message.</summary>
    protected static byte[] HeadOf(Incoming message) =>
        message.Body[..Math.Min(message.Body.Length, RefusedBytesAtMost)].ToArray();

    /// <summary>Counts a refused message and puts it where people can look at it.</summary>
    /// <param name="queue">Where it came from.</param>
    /// <param name="head">What is kept of it.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="done">Called when it is there; null for a message that needs no acknowledgement.</param>
    /// <remarks>
    /// Not by rejecting it: brokers were seen to lose a queue over a message whose headers look like their own.
    /// </remarks>
    protected void Refuse(string queue, byte[] head, string reason, Action? done)
    {
        Refusals.Add(queue, reason);
        Outbox.Add(new Outgoing
        {
            Exchange = Topology.Dead,
            Key = Topology.Refused,
            Properties = MessageTypes.OfRefused(queue, reason),
            Body = head,
            Confirmed = done is null ? null : _ => done(),
        });
    }

    /// <summary>Tells once that nobody takes messages of a kind.</summary>
    protected void TellUnroutable(string kind, string place)
    {
        if (unroutable.Add((kind, place)))
        {
            Tell(new MessageUnroutable(kind, place));
        }
    }

    /// <summary>Declares and consumes what this side needs, on a new session.</summary>
    protected abstract Task EnterAsync(BrokerSession entered, CancellationToken cancellation);

    /// <summary>Brings the broker to the state that the actions left.</summary>
    protected abstract Task FlushAsync(BrokerSession current);

    /// <summary>Says goodbye, on a session that is up.</summary>
    protected abstract Task LeaveAsync(BrokerSession current);

    /// <summary>Tells the owner that the link is over for good.</summary>
    protected abstract void Fail(TransportException fault);

    /// <summary>Sends what waits, as far as the window and the broker's blockade allow.</summary>
    protected async Task SendAsync()
    {
        while (!isBlocked && Outbox.TryTake(out var message, out var number))
        {
            message.SentAt = Clock.GetTimestamp();
            message.Properties.MessageId = message.IsMandatory
                ? number.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : null;
            await outlet!.BasicPublishAsync(
                message.Exchange, message.Key, message.IsMandatory, message.Properties, message.Body)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Goes on doing actions until a condition holds, the session is over, or a time has passed.</summary>
    protected async Task ServeUntilAsync(BrokerSession current, Func<bool> isDone, TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        while (!isDone() && current.End is null)
        {
            await FlushAsync(current).ConfigureAwait(false);
            try
            {
                await inbox.Reader.WaitToReadAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            DoActions();
        }
    }

    private async Task ServeAsync(BrokerSession current)
    {
        while (!isClosing && current.End is null)
        {
            Refusals.TellIfDue();
            await FlushAsync(current).ConfigureAwait(false);
            timer.Set(NextDue);
            await inbox.Reader.WaitToReadAsync().ConfigureAwait(false);
            DoActions();
        }
    }

    private void DoActions()
    {
        // Not all that there are: the broker is to hear of the first ones meanwhile.
        for (var i = 0; i < ActionsPerRound && inbox.Reader.TryRead(out var action); i++)
        {
            action();
        }
    }
}
