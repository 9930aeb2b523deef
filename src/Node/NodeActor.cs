using Farm.Domain;
using Farm.Node.Workers;
using Farm.Numerics;
using Farm.Studies;
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
    private readonly NodeStep step;
    private readonly StudyCatalog catalog;
    private readonly LaneWidth width;
    private readonly TimeProvider clock;
    private readonly WorkerActor[] workers;
    private readonly DueTimer timer;
    private INodeLink? link;

    private NodeActor(NodeHello hello, NodeOptions options, StudyCatalog catalog, LaneWidth width, TimeProvider clock)
    {
        this.hello = hello;
        this.catalog = catalog;
        this.width = width;
        this.clock = clock;
        step = new NodeStep(hello, options);
        timer = new DueTimer(clock, () => mailbox.Post(new NodeTick()));
        workers = [.. Enumerable.Range(0, hello.Slots).Select(CreateWorker)];
    }

    /// <summary>Completes when the node has left; faults when its own machinery does.</summary>
    public Task Left { get; private set; } = Task.CompletedTask;

    /// <summary>Starts a node.</summary>
    /// <param name="transport">How it reaches its coordinators.</param>
    /// <param name="hello">What it is.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="catalog">The studies it knows.</param>
    /// <param name="width">SIMD width to compute with.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Gives up the joining.</param>
    public static async Task<NodeActor> StartAsync(
        ITransport transport,
        NodeHello hello,
        NodeOptions options,
        StudyCatalog catalog,
        LaneWidth width,
        TimeProvider clock,
        CancellationToken cancellation = default)
    {
        var node = new NodeActor(hello, options, catalog, width, clock);
        foreach (var worker in node.workers)
        {
            worker.Start();
        }

        node.link = await transport.JoinAsync(hello, options.Prefetch, node.mailbox, cancellation).ConfigureAwait(false);
        node.Left = Task.Run(node.LiveAsync, CancellationToken.None);
        return node;
    }

    /// <summary>A hello for this process: a CPU node with a name of its own.</summary>
    /// <param name="slots">Worker threads.</param>
    /// <param name="catalog">The studies.</param>
    /// <param name="width">SIMD width to compute with.</param>
    public static NodeHello HelloOf(int slots, StudyCatalog catalog, LaneWidth width) => new(
        $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}",
        Environment.MachineName,
        HostFacts.Processor,
        slots,
        Capabilities.Cpu,
        "cpu",
        $"simd-{(int)width}",
        FarmRelease.Version,
        [.. catalog.All.Select(s => s.Description)
            .Select(d => new StudyVersion(d.Name, d.Revision, d.ColumnVersion))]);

    /// <summary>
    /// Asks the node to finish or hand back what it has, and leave; <see cref="Left"/> completes then.
    /// </summary>
    public void Stop() => mailbox.Post(new StopRequested());

    /// <summary>Stops the node and waits until it has left.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await Left.ConfigureAwait(false);
    }

    private async Task LiveAsync()
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
        }
        finally
        {
            timer.Dispose();
            await link!.DisposeAsync().ConfigureAwait(false);
            foreach (var worker in workers)
            {
                worker.Close();
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
            case LeaveFarm:
                // The loop ends and closes the link: see HasLeft.
                break;
            default:
                throw new InvalidOperationException($"A node cannot carry out {effect.GetType().Name}.");
        }
    }

    private WorkerActor CreateWorker(int slot) => new(
        slot,
        isPinned: hello.Slots == Environment.ProcessorCount,
        () => new ShardRunner(catalog, width, hello.Worker(slot), clock),
        mailbox);
}
