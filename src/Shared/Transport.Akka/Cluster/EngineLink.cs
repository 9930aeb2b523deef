using System.Threading.Channels;
using Akka.Actor;
using Farm.Domain;
using Farm.Transport.Akka.Wire;

namespace Farm.Transport.Akka.Cluster;

/// <summary>
/// What both sides of the farm have in common: a link that outlives its actor systems. Whatever happens to it is an action
/// in its inbox; one loop does them one after the other, then tells the others what they changed.
/// </summary>
internal abstract class EngineLink : IAsyncDisposable
{
    /// <summary>From one look at what is overdue to the next.</summary>
    public static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>What was sent and not answered for this time is sent again.</summary>
    public static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(1);

    /// <summary>From one word of life to the next.</summary>
    public static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(1);

    /// <summary>Who is not heard for this time after being doubted is gone.</summary>
    public static readonly TimeSpan DoubtLimit = TimeSpan.FromMilliseconds(700);

    /// <summary>Who is not heard for this time is gone, whatever the cluster says.</summary>
    public static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// From one word to others to the next: what comes meanwhile goes together, since a message costs more than what stands
    /// in it. The first word after a silence waits for nothing.
    /// </summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Bytes of orders or reports in one message, unless a single one has more.</summary>
    public const int BatchBytes = 256 << 10;

    private const int ActionsPerRound = 512;
    private readonly Channel<Action> inbox =
        Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ClusterLife life;
    private Task living = Task.CompletedTask;
    private bool isClosing;
    private bool hasSent;
    private bool isOver;

    protected EngineLink(ClusterLife life)
    {
        this.life = life;
        Refusals = new RefusalCount(Clock, life.Tell);
    }

    /// <summary>Names this life of the link.</summary>
    public Guid Incarnation { get; } = Guid.NewGuid();

    protected static TimeProvider Clock => TimeProvider.System;

    protected AkkaOptions Options => life.Options;

    /// <summary>The session that there is; null while there is none.</summary>
    protected EngineSession? Session { get; private set; }

    /// <summary>This link's actor in the session.</summary>
    protected IActorRef Self { get; private set; } = ActorRefs.Nobody;

    protected RefusalCount Refusals { get; }

    /// <summary>Begins to live, and waits until it is there for the first time.</summary>
    /// <exception cref="TransportException">It cannot be.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        living = Task.Run(LiveAsync, CancellationToken.None);
        await using var given = cancellation.Register(() => opened.TrySetCanceled(cancellation)).ConfigureAwait(false);
        life.Add(this);
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

    /// <summary>Leaves: what was said before still goes, if there is anyone to hear it.</summary>
    public async ValueTask DisposeAsync()
    {
        Post(() => isClosing = true);
        await living.ConfigureAwait(false);
        inbox.Writer.TryComplete();
        await life.RemoveAsync(this).ConfigureAwait(false);
    }

    /// <summary>A session began, and this is the link's actor in it. Called by any thread.</summary>
    public void Attach(EngineSession session, IActorRef self) => Post(() =>
    {
        (Session, Self) = (session, self);
        Enter();
    });

    /// <summary>The session is over. Called by any thread.</summary>
    public void Detach() => Post(() =>
    {
        if (Session is not null)
        {
            Session = null;
            Self = ActorRefs.Nobody;
            Leave();
        }
    });

    /// <summary>A message came to the link's actor. Called by any thread.</summary>
    public void Receive(object message, IActorRef sender) => Post(() => Hear(message, sender));

    /// <summary>A connection to a process broke, or the cluster does not reach it. Called by any thread.</summary>
    public void Doubt(Address address) => Post(() => DoubtThose(address));

    /// <summary>A process is gone from the cluster. Called by any thread.</summary>
    public void Forget(Address address) => Post(() => ForgetThose(address));

    /// <summary>The link cannot be, or is over. Called by any thread.</summary>
    public void End(TransportException fault) => Post(() =>
    {
        isOver = true;
        if (!opened.TrySetException(fault))
        {
            Fail(fault);
        }
    });

    /// <summary>Has an action done by the loop, after those that were posted before.</summary>
    protected void Post(Action action) => inbox.Writer.TryWrite(action);

    /// <summary>The link is there.</summary>
    protected void Open() => opened.TrySetResult();

    /// <summary>Whether the link was opened.</summary>
    protected bool IsOpen => opened.Task.IsCompleted;

    protected void Tell(TransportEvent happened) => life.Tell(happened);

    /// <summary>Sends a message in this link's name.</summary>
    protected void Send(IActorRef to, IEngineMessage message)
    {
        hasSent = true;
        to.Tell(message, Self);
    }

    /// <summary>Where a process is, whose actor this is.</summary>
    protected Address AddressOf(IActorRef actor) =>
        actor.Path.Address.HasGlobalScope ? actor.Path.Address : Session?.Address ?? actor.Path.Address;

    /// <summary>Counts what cannot be a message.</summary>
    protected void Refuse(IActorRef from, string reason) => Refusals.Add(PlaceOf(from), reason);

    /// <summary>A session began.</summary>
    protected abstract void Enter();

    /// <summary>The session is over.</summary>
    protected abstract void Leave();

    /// <summary>Takes a message.</summary>
    protected abstract void Hear(object message, IActorRef from);

    /// <summary>Doubts whoever is at an address.</summary>
    protected abstract void DoubtThose(Address address);

    /// <summary>Forgets whoever is at an address.</summary>
    protected abstract void ForgetThose(Address address);

    /// <summary>Does what is overdue.</summary>
    protected abstract void Tick(DateTimeOffset now);

    /// <summary>Tells the others what the actions changed.</summary>
    protected abstract void Flush(DateTimeOffset now);

    /// <summary>Goes on leaving.</summary>
    /// <returns>Whether it has left.</returns>
    protected abstract bool SayGoodbye(DateTimeOffset now);

    /// <summary>Tells the owner that the link is over for good.</summary>
    protected abstract void Fail(TransportException fault);

    /// <summary>An actor's address as a line.</summary>
    private static string PlaceOf(IActorRef actor) => Transport.Wire.WireText.ToLine(actor.Path.Address.ToString());

    // The loop's last frame: whatever ends it goes to the owner.
#pragma warning disable CA1031
    private async Task LiveAsync()
    {
        try
        {
            await DoAllAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            isOver = true;
            var fault = new TransportException(LinkFault.Refused, exception.Message, exception);
            if (!opened.TrySetException(fault))
            {
                Fail(fault);
            }
        }
        finally
        {
            Refusals.TellRest();
        }
    }
#pragma warning restore CA1031

    private async Task DoAllAsync()
    {
        using var ticks = new PeriodicTimer(TickInterval);
        var tick = ticks.WaitForNextTickAsync().AsTask();
        var read = inbox.Reader.WaitToReadAsync().AsTask();
        while (!isOver || !isClosing)
        {
            await Task.WhenAny(tick, read).ConfigureAwait(false);
            var now = Clock.GetUtcNow();
            if (tick.IsCompleted)
            {
                Refusals.TellIfDue();
                Tick(now);
                tick = ticks.WaitForNextTickAsync().AsTask();
            }

            if (read.IsCompleted)
            {
                DoActions();
                read = inbox.Reader.WaitToReadAsync().AsTask();
            }

            Flush(now);
            if (isClosing && SayGoodbye(now))
            {
                return;
            }

            if (hasSent)
            {
                hasSent = false;
                await Task.Delay(Pause).ConfigureAwait(false);
            }
        }
    }

    private void DoActions()
    {
        // Not all that there are: the others are to hear of the first ones meanwhile.
        for (var i = 0; i < ActionsPerRound && inbox.Reader.TryRead(out var action); i++)
        {
            action();
        }
    }
}
