using System.Diagnostics;
using System.Net.Sockets;
using Akka.Actor;
using Farm.Domain;
using Farm.Transport.Akka.Coordinators;

namespace Farm.Transport.Akka.Cluster;

/// <summary>
/// A process's life in its cluster, for as long as it has links: it listens or joins, and begins anew whenever that is over.
/// </summary>
/// <param name="options">The cluster.</param>
internal sealed class ClusterLife(AkkaOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastPause = TimeSpan.FromSeconds(2);
    private readonly Lock gate = new();
    private readonly SemaphoreSlim changed = new(0);
    private readonly List<EngineLink> links = [];
    private Task living = Task.CompletedTask;
    private CancellationTokenSource? closing;
    private EngineSession? session;

    /// <summary>The cluster.</summary>
    public AkkaOptions Options => options;

    private string Place => options.Address.ToString();

    /// <summary>Tells what happened.</summary>
    public void Tell(TransportEvent happened) => options.Observer?.Invoke(happened);

    /// <summary>A link begins.</summary>
    public void Add(EngineLink link)
    {
        lock (gate)
        {
            links.Add(link);
            if (closing is null)
            {
                closing = new CancellationTokenSource();
                var (token, before) = (closing.Token, living);
                living = Task.Run(() => LiveAsync(before, token), CancellationToken.None);
            }
            else if (session is { } current)
            {
                if (link is CoordinatorEngineLink && !current.IsCoordinator)
                {
                    current.End("A coordinator begins in this process.");
                }
                else
                {
                    current.Add(link);
                }
            }

            changed.Release();
        }
    }

    /// <summary>A link has ended; with the last one the process leaves the cluster.</summary>
    public async Task RemoveAsync(EngineLink link)
    {
        Task? left = null;
        lock (gate)
        {
            if (links.Remove(link))
            {
                session?.Remove(link);
            }

            if (links.Count == 0 && closing is not null)
            {
                closing.Cancel();
                closing = null;
                left = living;
            }
        }

        if (left is not null)
        {
            await left.ConfigureAwait(false);
        }
    }

    /// <summary>Leaves the cluster, whatever links there are.</summary>
    public async ValueTask DisposeAsync()
    {
        Task left;
        lock (gate)
        {
            closing?.Cancel();
            closing = null;
            links.Clear();
            left = living;
        }

        await left.ConfigureAwait(false);
        changed.Dispose();
    }

    // The life's last frame: whatever ends it goes to the links.
#pragma warning disable CA1031
    private async Task LiveAsync(Task before, CancellationToken closed)
    {
        try
        {
            await before.ConfigureAwait(false);
            await LiveThroughSessionsAsync(closed).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // Nobody is left who would wait for the cluster.
        }
        catch (Exception exception)
        {
            EndLinks(exception as TransportException
                ?? new TransportException(LinkFault.Unreachable, exception.Message, exception));
        }
    }
#pragma warning restore CA1031

    private void EndLinks(TransportException fault)
    {
        lock (gate)
        {
            closing = null;
            foreach (var link in links)
            {
                link.End(fault);
            }

            links.Clear();
        }
    }

    private async Task LiveThroughSessionsAsync(CancellationToken closed)
    {
        long? lostAt = null;
        while (true)
        {
            var current = await ConnectAsync(isBack: lostAt is not null, closed).ConfigureAwait(false);
            Tell(current.IsGate ? new ClusterOpened(Place)
                : lostAt is { } at ? new ClusterBack(Place, Stopwatch.GetElapsedTime(at))
                : new ClusterJoined(Place));
            Begin(current);
            try
            {
                var reason = await current.Ended.WaitAsync(closed).ConfigureAwait(false);
                End(current);
                Tell(new ClusterLost(Place, reason));
                await current.CloseAsync(isLeaving: false).ConfigureAwait(false);
                lostAt = Stopwatch.GetTimestamp();
            }
            catch (OperationCanceledException) when (closed.IsCancellationRequested)
            {
                End(current);
                await current.CloseAsync(isLeaving: true).ConfigureAwait(false);
                throw;
            }
        }
    }

    private void Begin(EngineSession current)
    {
        lock (gate)
        {
            session = current;
            if (!current.IsCoordinator && HasCoordinator)
            {
                current.End("A coordinator begins in this process.");
                return;
            }

            foreach (var link in links)
            {
                current.Add(link);
            }
        }
    }

    private void End(EngineSession current)
    {
        lock (gate)
        {
            if (session == current)
            {
                session = null;
            }

            foreach (var link in links)
            {
                link.Detach();
            }
        }
    }

    private bool HasCoordinator => links.Any(l => l is CoordinatorEngineLink);

    /// <summary>Tries until there is a session, or patience ends.</summary>
    private async Task<EngineSession> ConnectAsync(bool isBack, CancellationToken closed)
    {
        var since = Stopwatch.GetTimestamp();
        var pause = FirstPause;
        var isTold = isBack;
        while (true)
        {
            var (found, reason) = await TryConnectAsync(closed).ConfigureAwait(false);
            if (found is not null)
            {
                return found;
            }

            if (!isTold)
            {
                Tell(new ClusterAwaited(Place, reason));
                isTold = true;
            }

            if (!isBack && options.FirstConnectPatience is { } patience && Stopwatch.GetElapsedTime(since) >= patience)
            {
                throw new TransportException(
                    LinkFault.Unreachable, $"The cluster at {Place} cannot be reached: {reason}");
            }

            // A coordinator that begins here need not wait for one.
            await changed.WaitAsync(pause, closed).ConfigureAwait(false);
            pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LastPause.Ticks));
        }
    }

    private async Task<(EngineSession? Session, string Reason)> TryConnectAsync(CancellationToken closed)
    {
        bool isCoordinator;
        lock (gate)
        {
            isCoordinator = HasCoordinator;
        }

        var trust = ClusterTrust.Of(options);
        var (host, port) = (options.Address.Host, options.Address.Port);
        try
        {
            var isGate = isCoordinator && GatePlace.IsVacant(host, port);
            var (bind, ownHost, ownPort) = isGate
                ? (GatePlace.BindOf(host).ToString(), host, port)
                : await GateProbe.ReachAsync(options, trust, closed).ConfigureAwait(false);
            var role = isCoordinator ? EngineConfig.CoordinatorRole : EngineConfig.NodeRole;
            var config = EngineConfig.Of(role, bind, ownHost, ownPort, options.Address.IsSecure);
            var system = ActorSystem.Create(EngineConfig.System, EngineConfig.SetupOf(config, trust?.Setup, Tell));
            var protocol = options.Address.IsSecure ? "akka.ssl.tcp" : "akka.tcp";
            var current = new EngineSession(
                system, new Address(protocol, EngineConfig.System, host, port), isGate, isCoordinator);
            if (await JoinAsync(current, closed).ConfigureAwait(false))
            {
                return (current, "");
            }

            return (null, "It does not let this process in: is its address written there as it is here?");
        }
        catch (Exception exception) when (exception is not (TransportException or OperationCanceledException)
            && IsOfNetwork(exception))
        {
            return (null, Transport.Wire.WireText.ToLine(exception.GetBaseException().Message));
        }
    }

    private static async Task<bool> JoinAsync(EngineSession session, CancellationToken closed)
    {
        var isIn = false;
        try
        {
            return isIn = await session.JoinAsync(JoinLimit, closed).ConfigureAwait(false);
        }
        finally
        {
            if (!isIn)
            {
                await session.CloseAsync(isLeaving: false).ConfigureAwait(false);
            }
        }
    }

    private static bool IsOfNetwork(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is SocketException or IOException or global::Akka.Remote.RemoteTransportException)
            {
                return true;
            }
        }

        return false;
    }
}
