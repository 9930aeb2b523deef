using Farm.Domain;
using Farm.Node.Workers;
using Farm.Numerics;
using Farm.Studies;
using Farm.Studies.Devices;
using Farm.Transport;

namespace Farm.Node;

/// <summary>
/// A node: owns its workers and its link to the transport, and carries out what <see cref="NodeStep"/> says.
/// </summary>
public sealed class NodeActor : IAsyncDisposable
{
    private readonly Mailbox<NodeMessage> mailbox = new();
    private readonly List<NodeEffect> effects = [];
    private readonly NodeHello hello;
    private readonly NodeOptions options;
    private readonly NodeStep step;
    private readonly StudyCatalog catalog;
    private readonly LaneWidth width;
    private readonly TimeProvider clock;
    private readonly WorkerActor[] workers;
    private readonly Action<NodeEvent>? observer;
    private readonly DueTimer timer;
    private INodeLink? link;

    private NodeActor(
        NodeHello hello,
        NodeOptions options,
        StudyCatalog catalog,
        LaneWidth width,
        TimeProvider clock,
        Action<NodeEvent>? observer)
    {
        this.hello = hello;
        this.options = options;
        this.catalog = catalog;
        this.width = width;
        this.clock = clock;
        this.observer = observer;
        step = new NodeStep(hello, options);
        timer = new DueTimer(clock, () => mailbox.Post(new NodeTick()));
        workers = [.. Enumerable.Range(0, hello.Slots).Select(CreateWorker)];
    }

    /// <summary>How the node ended, once it has left; faults when its own machinery does.</summary>
    public Task<NodeOutcome> Left { get; private set; } = null!;

    /// <summary>Starts a node.</summary>
    /// <param name="transport">How it reaches its coordinators.</param>
    /// <param name="hello">What it is.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="catalog">The studies it knows.</param>
    /// <param name="width">SIMD width to compute with.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="observer">
    /// Hears what happens, in order, several times for each shard, on the node's own turn; null for nobody.
    /// </param>
    /// <param name="cancellation">Gives up the joining.</param>
    /// <exception cref="TransportException">A node of that name is there, or the farm cannot be reached.</exception>
    public static async Task<NodeActor> StartAsync(
        ITransport transport,
        NodeHello hello,
        NodeOptions options,
        StudyCatalog catalog,
        LaneWidth width,
        TimeProvider clock,
        Action<NodeEvent>? observer = null,
        CancellationToken cancellation = default)
    {
        var node = new NodeActor(hello, options, catalog, width, clock, observer);
        node.mailbox.Post(new NodeTick());
        node.link = await transport
            .JoinAsync(hello, options.FirstPrefetch(hello.Slots), node.mailbox, cancellation).ConfigureAwait(false);
        foreach (var worker in node.workers)
        {
            worker.Start();
        }

        node.Left = Task.Run(node.LiveAsync, CancellationToken.None);
        return node;
    }

    /// <summary>A hello for this process.</summary>
    /// <param name="slots">Worker threads; as many as there are devices, where there are.</param>
    /// <param name="catalog">The studies.</param>
    /// <param name="width">SIMD width to compute with.</param>
    /// <param name="name">Its name, which no other node may have; null for host, process and eight random digits.</param>
    /// <param name="devices">The slots' devices; null or none for a CPU node.</param>
    public static NodeHello HelloOf(
        int slots, StudyCatalog catalog, LaneWidth width, string? name = null, IReadOnlyList<IStudyDevice>? devices = null) => new(
        name ?? $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}",
        Environment.MachineName,
        HostFacts.Processor,
        devices is { Count: > 0 } ? devices.Count : slots,
        devices is { Count: > 0 } ? Capabilities.Gpu : Capabilities.Cpu,
        devices is { Count: > 0 } ? Listed(devices.Select(d => d.Name)) : "cpu",
        devices is { Count: > 0 } ? Listed(devices.Select(d => d.Backend)) : $"simd-{(int)width}",
        FarmRelease.Version,
        [.. catalog.All.Select(s => s.Description)
            .Select(d => new StudyVersion(d.Name, d.Revision, d.ColumnVersion))]);

    /// <summary>
    /// Asks the node to finish or hand back what it has, and leave; <see cref="Left"/> completes then.
    /// </summary>
    public void Stop() => mailbox.Post(new StopRequested());

    /// <summary>
    /// Ships a warning of this node's log to the coordinator that it concerns, or to all; lost when the node has left.
    /// </summary>
    public void Ship(NodeWarning warning) => link!.Tell(warning);

    /// <summary>Stops the node and waits until it has left.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await Left.ConfigureAwait(false);
    }

    private async Task<NodeOutcome> LiveAsync()
    {
        try
        {
            while (!step.HasLeft && await mailbox.WaitAsync().ConfigureAwait(false))
            {
                while (!step.HasLeft && mailbox.TryRead(out var message))
                {
                    step.Step(message, clock.GetUtcNow(), effects);
                    CarryOut();
                }

                timer.Set(step.NextDue);
            }

            return step.Outcome ?? throw new InvalidOperationException("A node's mailbox was closed before it left.");
        }
        finally
        {
            timer.Dispose();
            await link!.DisposeAsync().ConfigureAwait(false);
            foreach (var worker in workers)
            {
                await worker.CloseAsync().ConfigureAwait(false);
            }
        }
    }

    private void CarryOut()
    {
        foreach (var effect in effects)
        {
            CarryOut(effect);
        }

        effects.Clear();
    }

    private void CarryOut(NodeEffect effect)
    {
        switch (effect)
        {
            case StartShard start:
                workers[start.Slot].Assign(start.Order);
                break;
            case SendReport send:
                link!.Send(send.Number, send.Report);
                break;
            case AcknowledgeOrder acknowledge:
                link!.Acknowledge(acknowledge.Tag);
                break;
            case AnnounceStart announce:
                link!.Announce(announce.Ledger, announce.Started);
                break;
            case CancelShard cancel:
                workers[cancel.Slot].Cancel();
                break;
            case ReplaceWorker replace:
                workers[replace.Slot] = CreateWorker(replace.Slot);
                workers[replace.Slot].Start();
                break;
            case StopDeliveries:
                link!.StopDeliveries();
                break;
            case ChangePrefetch change:
                link!.SetPrefetch(change.Orders);
                break;
            case TellStatus tell:
                link!.Tell(tell.Status);
                break;
            case TellNodeEvent tell:
                observer?.Invoke(tell.Event);
                break;
            case LeaveFarm:
                // The loop ends and closes the link: see HasLeft.
                break;
            default:
                throw new InvalidOperationException($"A node cannot carry out {effect.GetType().Name}.");
        }
    }

    private WorkerActor CreateWorker(int slot) => new(
        slot,
        isPinned: options.Devices.Count == 0 && hello.Slots == Environment.ProcessorCount,
        () => CreateRunner(slot),
        mailbox);

    /// <summary>A worker that takes another's place takes its device anew: the old one may be what it died of.</summary>
    private ShardRunner CreateRunner(int slot)
    {
        var worker = options.WorkerOf(hello, slot);
        if (options.Devices.Count == 0)
        {
            return new ShardRunner(catalog, width, worker, clock);
        }

        var device = options.Devices[slot].Open(catalog);
        return new ShardRunner(device.Studies, width, worker, clock, device);
    }

    /// <summary>Different ones, as far as a name goes.</summary>
    private static string Listed(IEnumerable<string> names)
    {
        const int most = 200;
        var text = string.Join("; ", names.Distinct());
        return text[..Math.Min(text.Length, most)];
    }
}
