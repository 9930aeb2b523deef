using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;
using Farm.Node;
using Farm.Node.Optional;
using Farm.Node.Workers;
using Farm.Numerics;
using Farm.Studies;
using Farm.Studies.Devices;
using Farm.Transport.InProcess;

namespace Farm.Coordinator.Actors;

/// <summary>A whole farm in this process: one coordinator, one node, the in-process transport between them.</summary>
public static class LocalFarm
{
    /// <summary>The processor's model, as this farm's node tells it to the ledger.</summary>
    public static string Processor => HostFacts.Processor;

    /// <summary>What finds this host's GPUs.</summary>
    public static IDeviceFinder Devices => GpuDevices.Finder;

    /// <summary>Computes what is left of a sweep.</summary>
    /// <param name="plan">What is left, planned from the ledger.</param>
    /// <param name="ledger">Where it goes. The sweep is registered there; it is not disposed.</param>
    /// <param name="catalog">The studies of this host, the sweep's among them.</param>
    /// <param name="options">Threads and the like.</param>
    /// <param name="observer">Who hears of it; null for nobody.</param>
    /// <param name="stop">
    /// Ends the farm early and in order: shards end at their next chunk, what is computed is stored, and the outcome is
    /// <see cref="FarmEnd.Stopped"/>. It does not throw.
    /// </param>
    /// <returns>How it ended. Everything it counts as stored is on disk.</returns>
    /// <exception cref="ArgumentException">The catalog has another revision of the study, or none.</exception>
    public static async Task<FarmOutcome> RunAsync(
        SweepPlan plan,
        ILedgerWriter ledger,
        StudyCatalog catalog,
        LocalFarmOptions options,
        FarmObserver? observer = null,
        CancellationToken stop = default)
    {
        var study = catalog.Find(plan.Sweep.Study)?.Description;
        if (study is null || study.Revision != plan.Revision || study.ColumnVersion != plan.ColumnVersion)
        {
            throw new ArgumentException($"The plan is of another revision of study '{plan.Sweep.Study}'.", nameof(plan));
        }

        var clock = options.Clock;
        await using var transport = new InProcessTransport();
        var coordinator = await CoordinatorActor.StartAsync(
            transport,
            plan,
            ledger,
            order => ComputeHere(order, catalog, options.Width, clock),
            // Nobody else can come to a farm in one process: there is nobody to wait for.
            (options.Coordinator ?? new CoordinatorOptions { Epoch = clock.GetUtcNow().UtcTicks })
                with
                {
                    AuditPatience = TimeSpan.Zero,
                    Capability = options.Devices.Count > 0 ? Capabilities.Gpu : Capabilities.Cpu,
                },
            clock,
            observer ?? new FarmObserver(),
            CancellationToken.None).ConfigureAwait(false);
        await using var openCoordinator = coordinator.ConfigureAwait(false);
        var node = await NodeActor.StartAsync(
            transport,
            NodeActor.HelloOf(options.Threads, catalog, options.Width, devices: options.Devices),
            (options.Node ?? new NodeOptions { ShardsPerSlot = LocalFarmOptions.ShardsPerThread })
                with { Devices = options.Devices },
            catalog,
            options.Width,
            clock,
            observer: null,
            CancellationToken.None).ConfigureAwait(false);
        await using var openNode = node.ConfigureAwait(false);

        await using var stopping = stop.Register(() =>
        {
            coordinator.Stop();
            node.Stop();
        }).ConfigureAwait(false);
        await Task.WhenAny(coordinator.Outcome, node.Left).ConfigureAwait(false);
        if (node.Left.IsCompleted)
        {
            // One that faults will never report. One that leaves in order was told to, and no other will come.
            await node.Left.ConfigureAwait(false);
            coordinator.Stop();
        }

        return await coordinator.Outcome.ConfigureAwait(false);
    }

    /// <summary>A third opinion of this process, with scratch memory of its own: it is rarely wanted.</summary>
    internal static ShardReport ComputeHere(ShardOrder order, StudyCatalog catalog, LaneWidth width, TimeProvider clock)
    {
        var hello = NodeActor.HelloOf(1, catalog, width);
        using var runner = new ShardRunner(catalog, width, hello.Worker(0), clock);
        return runner.RunWhole(order);
    }
}

/// <summary>A one-process farm's settings.</summary>
public sealed record LocalFarmOptions
{
    /// <summary>
    /// Orders that the node holds for each thread at least: enough that the shortest shards do not wait for the next.
    /// </summary>
    internal const int ShardsPerThread = 16;

    /// <summary>
    /// Worker threads, at least 1; as many as there are cores by default, and then each is bound to its core.
    /// </summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

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
