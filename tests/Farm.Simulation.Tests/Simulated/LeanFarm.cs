using System.Diagnostics;
using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>
/// Very many nodes and shards around one real <see cref="CoordinatorStep"/>, with as little else as can be, to see what a
/// shard costs it. Nodes start, report, tell their status and now and then go away; nothing is lost on the way.
/// </summary>
internal sealed class LeanFarm
{
    private static readonly TimeSpan ShardTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DiskTime = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ChurnInterval = TimeSpan.FromMilliseconds(200);
    private readonly Schedule schedule = new(seed: 1);
    private readonly CoordinatorStep step;
    private readonly List<CoordinatorEffect> effects = [];
    private readonly Queue<ShardOrder> orders = new();
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly Queue<Node> idle = new();
    private readonly ScaleSettings settings;
    private readonly HashSet<long> stored;
    private DateTimeOffset? tickAt;
    private long lastTag;
    private int lastNode;

    public LeanFarm(ScaleSettings settings)
    {
        this.settings = settings;
        // As large as it will get, so that it does not grow with the coordinator's memory.
        stored = new HashSet<long>(settings.Shards * settings.BlocksPerShard);
        var blocks = (long)settings.Shards * settings.BlocksPerShard / settings.Cells;
        var sweep = new Sweep(
            "scale", SimStudy.Name, 7, blocks, 1, Keep.Sums, [.. Enumerable.Range(0, settings.Cells).Select(SimStudy.CellOf)]);
        step = new CoordinatorStep(
            Planner.Plan(sweep, SimStudy.Description, ledger: null) with { AuditFraction = settings.AuditFraction },
            Guid.Empty,
            new CoordinatorOptions { Epoch = 1, Release = SimWorld.Release, BlocksPerShard = settings.BlocksPerShard });
    }

    public FarmOutcome? Outcome { get; private set; }

    /// <summary>Reports that the coordinator got.</summary>
    public long Reports { get; private set; }

    /// <summary>Shards that were outstanding at once, at most.</summary>
    public int MostOutstanding { get; private set; }

    /// <summary>Time spent in the step.</summary>
    public TimeSpan InStep { get; private set; }

    /// <summary>Time in the step and calls by kind of message.</summary>
    public SortedDictionary<string, (TimeSpan Time, long Calls)> ByMessage { get; } = new(StringComparer.Ordinal);

    /// <summary>Live memory when a tenth of the shards was reported, in bytes; 0 before.</summary>
    public long BytesEarly { get; private set; }

    /// <summary>Live memory when nine tenths were.</summary>
    public long BytesLate { get; private set; }

    public void Run()
    {
        Tell(new CoordinatorTick());
        for (var i = 0; i < settings.Nodes; i++)
        {
            Join();
        }

        schedule.After(ChurnInterval, Churn);
        while (Outcome is null && schedule.RunNext())
        {
        }
    }

    private void Join()
    {
        var name = $"node-{++lastNode}";
        var hello = new NodeHello(
            name,
            $"host-{lastNode % settings.Hosts}",
            "",
            1,
            Capabilities.Cpu,
            "cpu",
            "simd-128",
            SimWorld.Release,
            [new StudyVersion(SimStudy.Name, SimStudy.Description.Revision, SimStudy.Description.ColumnVersion)]);
        var node = new Node(hello, hello.Worker(0));
        nodes.Add(name, node);
        Tell(new NodeArrived(hello));
        schedule.After(schedule.UpTo(StatusInterval), () => TellStatus(node));
        idle.Enqueue(node);
        Deliver();
    }

    private void Churn()
    {
        var name = $"node-{lastNode - schedule.Below(settings.Nodes)}";
        if (nodes.Remove(name, out var node))
        {
            node.IsGone = true;
            Tell(new NodeLeft(name));
            if (node.Running is { } order)
            {
                orders.Enqueue(order);
            }

            Join();
        }

        schedule.After(ChurnInterval, Churn);
    }

    private void TellStatus(Node node)
    {
        if (!node.IsGone)
        {
            Tell(new NodeReported(new NodeStatus(node.Hello.Name, [], 0, 0, 0, 0, 10, IsDraining: false)));
            schedule.After(StatusInterval, () => TellStatus(node));
        }
    }

    private void Deliver()
    {
        while (idle.TryPeek(out var node))
        {
            if (node.IsGone || node.Running is not null)
            {
                idle.Dequeue();
            }
            else if (orders.TryDequeue(out var order))
            {
                idle.Dequeue();
                Start(node, order);
            }
            else
            {
                return;
            }
        }
    }

    private void Take(Node node, ShardOrder own)
    {
        if (node.Running is null && !node.IsGone)
        {
            Start(node, own);
        }
        else
        {
            node.Own.Enqueue(own);
        }
    }

    private void Start(Node node, ShardOrder order)
    {
        node.Running = order;
        schedule.After(TimeSpan.Zero, () => Tell(new ShardStarted(order.Shard, node.Worker, Alone: true)));
        schedule.After(ShardTime / 2 + schedule.UpTo(ShardTime), () => End(node, order));
    }

    private void End(Node node, ShardOrder order)
    {
        if (node.IsGone)
        {
            return;
        }

        node.Running = null;
        var results = new BlockResult[order.Blocks.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = SimStudy.Compute(order.Cell, order.Layout, order.Blocks.First + i, 0);
        }

        Reports++;
        Weigh();
        Tell(new ReportArrived(new DeliveryTag(++lastTag), new ShardReport(order, node.Worker, results, null, ShardTime)));
        if (node.Own.TryDequeue(out var own))
        {
            Start(node, own);
        }
        else
        {
            idle.Enqueue(node);
            Deliver();
        }
    }

    private void Weigh()
    {
        if (Reports == settings.Shards / 10)
        {
            BytesEarly = GC.GetTotalMemory(forceFullCollection: true);
        }
        else if (Reports == settings.Shards / 10 * 9)
        {
            BytesLate = GC.GetTotalMemory(forceFullCollection: true);
        }
    }

    private void Tell(CoordinatorMessage message)
    {
        var start = Stopwatch.GetTimestamp();
        step.Step(message, schedule.Now, effects);
        var time = Stopwatch.GetElapsedTime(start);
        InStep += time;
        var kind = message.GetType().Name;
        var (sum, calls) = ByMessage.GetValueOrDefault(kind);
        ByMessage[kind] = (sum + time, calls + 1);
        MostOutstanding = Math.Max(MostOutstanding, step.OutstandingShards);
        var wanted = effects.ToArray();
        effects.Clear();
        foreach (var effect in wanted)
        {
            CarryOut(effect);
        }

        SetTimer();
    }

    private void CarryOut(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case PublishOrder publish:
                orders.Enqueue(publish.Order);
                schedule.After(TimeSpan.Zero, Deliver);
                break;
            case PublishAudit audit when nodes.TryGetValue(audit.Node, out var node):
                schedule.After(TimeSpan.Zero, () => Take(node, audit.Order));
                break;
            case CommitBatch { Batch: var batch }:
                schedule.After(DiskTime, () => Tell(new Committed([.. batch.Blocks.Select(FateOf)])));
                break;
            case FinishFarm finish:
                Outcome = finish.Outcome;
                break;
            default:
                break;
        }
    }

    /// <summary>The ledger is not what is measured: a block that comes again is one that was asked for again.</summary>
    private BlockFate FateOf(ArrivedBlock block)
    {
        var index = (SimStudy.IndexOf(block.Key.Cell) * (long)int.MaxValue) + block.Key.Block;
        return stored.Add(index) ? BlockFate.Stored : BlockFate.Confirmed;
    }

    private void SetTimer()
    {
        if (step.NextDue is { } due && (tickAt is null || due < tickAt))
        {
            tickAt = due;
            var wait = due - schedule.Now;
            schedule.After(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, () =>
            {
                if (tickAt == due)
                {
                    tickAt = null;
                    Tell(new CoordinatorTick());
                }
            });
        }
    }

    private sealed class Node(NodeHello hello, WorkerName worker)
    {
        public NodeHello Hello => hello;

        public WorkerName Worker => worker;

        public ShardOrder? Running { get; set; }

        /// <summary>Orders for this node alone.</summary>
        public Queue<ShardOrder> Own { get; } = new();

        public bool IsGone { get; set; }
    }
}

/// <summary>How large a farm.</summary>
/// <param name="Nodes">Nodes of one slot.</param>
/// <param name="Hosts">Hosts that they are on.</param>
/// <param name="Shards">Shards of the sweep.</param>
/// <param name="BlocksPerShard">Blocks in each.</param>
/// <param name="Cells">Cells of the sweep.</param>
/// <param name="AuditFraction">Share of the blocks that is computed again.</param>
internal sealed record ScaleSettings(
    int Nodes, int Hosts, int Shards, int BlocksPerShard, int Cells = 8, double AuditFraction = 0);
