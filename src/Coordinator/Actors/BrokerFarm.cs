using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;
using Farm.Hosting.Broker;
using Farm.Node;
using Farm.Node.Optional;
using Farm.Numerics;
using Farm.Studies;
using Farm.Studies.Devices;
using Farm.Transport;

namespace Farm.Coordinator.Actors;

/// <summary>
/// This process's part of a farm over many hosts: the coordinator, and a node of its own if it computes too.
/// </summary>
public static class BrokerFarm
{
    /// <summary>Whether this build can join a cluster.</summary>
    public static bool HasCluster => AkkaEngine.IsThere;

    /// <summary>Makes the transport that a command line wants.</summary>
    /// <param name="settings">What it wants.</param>
    /// <param name="observer">Hears what happens to the link.</param>
    public static ITransport Connect(BrokerSettings settings, Action<TransportEvent> observer) =>
        AkkaEngine.Connect(settings, observer);

    /// <summary>Computes what is left of a sweep.</summary>
    /// <param name="transport">How the hosts reach each other; it is not disposed.</param>
    /// <param name="plan">What is left, planned from the ledger.</param>
    /// <param name="ledger">Where it goes. The sweep is registered there; it is not disposed.</param>
    /// <param name="catalog">The studies of this host, the sweep's among them.</param>
    /// <param name="options">Threads and the like.</param>
    /// <param name="observer">Who hears of it.</param>
    /// <param name="stop">
    /// Ends the farm early and in order: this process's node drains, what other nodes report within the coordinator's
    /// grace is stored, and the outcome is <see cref="FarmEnd.Stopped"/>. It does not throw.
    /// </param>
    /// <returns>How it ended. Everything it counts as stored is on disk.</returns>
    /// <exception cref="TransportException">The farm cannot be joined.</exception>
    public static async Task<FarmOutcome> RunAsync(
        ITransport transport,
        SweepPlan plan,
        ILedgerWriter ledger,
        StudyCatalog catalog,
        BrokerFarmOptions options,
        FarmObserver observer,
        CancellationToken stop = default)
    {
        var clock = options.Clock;
        try
        {
            var coordinator = await CoordinatorActor.StartAsync(
                transport,
                plan,
                ledger,
                order => LocalFarm.ComputeHere(order, catalog, options.Width, clock),
                (options.Coordinator ?? new CoordinatorOptions { Epoch = clock.GetUtcNow().UtcTicks })
                    with { Capability = options.Capability },
                clock,
                observer,
                stop).ConfigureAwait(false);
            await using var openCoordinator = coordinator.ConfigureAwait(false);
            await using var stopping = stop.Register(coordinator.Stop).ConfigureAwait(false);
            if (options.Threads == 0)
            {
                return await coordinator.Outcome.ConfigureAwait(false);
            }

            var node = await NodeActor.StartAsync(
                transport,
                NodeActor.HelloOf(options.Threads, catalog, options.Width, devices: options.Devices),
                (options.Node ?? new NodeOptions()) with { Devices = options.Devices },
                catalog,
                options.Width,
                clock,
                observer: null,
                stop).ConfigureAwait(false);
            await using var openNode = node.ConfigureAwait(false);
            await using var draining = stop.Register(node.Stop).ConfigureAwait(false);
            await WatchAsync(node, coordinator, observer, clock).ConfigureAwait(false);
            return await coordinator.Outcome.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while it was still looking for the farm.
            return new FarmOutcome(FarmEnd.Stopped, default);
        }
    }

    /// <summary>A node that is turned away is told; the coordinator goes on with the others.</summary>
    private static async Task WatchAsync(
        NodeActor node, CoordinatorActor coordinator, FarmObserver observer, TimeProvider clock)
    {
        await Task.WhenAny(coordinator.Outcome, node.Left).ConfigureAwait(false);
        if (!node.Left.IsCompleted)
        {
            return;
        }

        var outcome = await node.Left.ConfigureAwait(false);
        if (outcome.End != NodeEnd.Left)
        {
            observer.Event?.Invoke(new OwnNodeLeft(clock.GetUtcNow(), outcome.Message));
        }
    }
}

/// <summary>Settings of this process's part of a farm.</summary>
public sealed record BrokerFarmOptions
{
    /// <summary>Worker threads of this process's own node; 0 leaves all to other nodes. Default this host's cores.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The work queue that orders go to. Default <c>cpu</c>.</summary>
    public string Capability { get; init; } = Capabilities.Cpu;

    /// <summary>The devices of this process's slots; none where those are threads. Default none.</summary>
    public IReadOnlyList<IStudyDevice> Devices { get; init; } = [];

    /// <summary>SIMD width; the widest that the hardware has by default.</summary>
    public LaneWidth Width { get; init; } = LaneWidths.Widest;

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The coordinator's behaviour; null for its defaults.</summary>
    public CoordinatorOptions? Coordinator { get; init; }

    /// <summary>The node's behaviour; null for its defaults.</summary>
    public NodeOptions? Node { get; init; }
}
