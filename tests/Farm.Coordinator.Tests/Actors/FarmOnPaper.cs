using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Actors;

/// <summary>
/// A coordinator's step with one node of one slot, both on paper: a test says what happens and looks at the effects.
/// </summary>
internal sealed class FarmOnPaper
{
    public const int BlockSize = 4;

    private static readonly StudyDescription Study = new(
        "paper", Revision: 1, ColumnVersion: 1, "Who may speak when?", BlockSize, [], []);

    /// <summary>The node that is there from the start.</summary>
    public static readonly NodeHello Node = Hello("node", "host");

    private readonly CoordinatorStep step;
    private readonly List<CoordinatorEffect> effects = [];
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long lastTag;

    /// <summary>A node of one slot that this coordinator welcomes.</summary>
    public static NodeHello Hello(string name, string host, string? release = null, int revision = 1) => new(
        name,
        host,
        "processor",
        1,
        Capabilities.Cpu,
        "cpu",
        "simd-128",
        release ?? FarmRelease.Version,
        [new StudyVersion(Study.Name, revision, Study.ColumnVersion)]);

    /// <summary>A sweep of one cell and some blocks, begun, with its node at work.</summary>
    /// <param name="blocks">Blocks of the cell.</param>
    /// <param name="blocksPerShard">Blocks in a shard; null as production sizes them.</param>
    /// <param name="auditFraction">Share of the blocks that is audited.</param>
    /// <param name="disputes">Disputes that an earlier life left open.</param>
    public FarmOnPaper(
        int blocks, int? blocksPerShard = 1, double auditFraction = 0, IReadOnlyList<Incident>? disputes = null)
    {
        var sweep = new Sweep("s", Study.Name, 7, blocks * BlockSize, BlockSize, Keep.Sums, [Cell.Create(Study.Name, [])]);
        step = new CoordinatorStep(
            Planner.Plan(sweep, Study, ledger: null) with { AuditFraction = auditFraction, Disputes = disputes ?? [] },
            Guid.Empty,
            new CoordinatorOptions { Epoch = 1, BlocksPerShard = blocksPerShard });
        Tell(new CoordinatorTick());
        Tell(new NodeArrived(Node));
    }

    /// <summary>Orders that are neither answered nor lost, oldest first.</summary>
    public List<ShardOrder> Orders { get; } = [];

    /// <summary>Orders for one node that are not answered, oldest first.</summary>
    public List<PublishAudit> Audits { get; } = [];

    /// <summary>What the coordinator last said to each node.</summary>
    public Dictionary<string, NodeJudgement> Judgements { get; } = [];

    /// <summary>Hosts that are to be put under quarantine, oldest first.</summary>
    public List<QuarantinedHost> Quarantines { get; } = [];

    /// <summary>What the ledger was last told of each node.</summary>
    public Dictionary<string, NodeRecord> Records { get; } = [];

    /// <summary>The time on paper.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Tags of the reports that were acknowledged, in order.</summary>
    public List<DeliveryTag> Acknowledged { get; } = [];

    /// <summary>The batch that is being written; null when there is none.</summary>
    public LedgerBatch? Batch { get; private set; }

    /// <summary>Blocks set aside.</summary>
    public List<SetAsideBlock> SetAside { get; } = [];

    /// <summary>How it ended; null while it goes on.</summary>
    public FarmOutcome? Outcome { get; private set; }

    /// <summary>What the step wanted done when it was last told something.</summary>
    public IReadOnlyList<CoordinatorEffect> Effects => effects;

    /// <summary>Answers the oldest order: all of it, or what comes before a block that fails.</summary>
    /// <returns>The report's tag.</returns>
    public DeliveryTag Answer(ShardFailure? failure = null) => Answer(Orders[0], failure);

    /// <summary>Answers an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="failure">Why not all of it is answered.</param>
    /// <param name="spoil">Changes every result; null leaves them right.</param>
    /// <param name="elapsed">How long it took; null is 1 ms a block.</param>
    /// <param name="by">Who answers; null is the node that is there from the start.</param>
    public DeliveryTag Answer(
        ShardOrder order,
        ShardFailure? failure = null,
        Func<BlockResult, BlockResult>? spoil = null,
        TimeSpan? elapsed = null,
        NodeHello? by = null)
    {
        var count = failure is null ? order.Blocks.Count : (failure.Block ?? order.Blocks.First) - order.Blocks.First;
        List<BlockResult> results = [.. Enumerable.Range((int)order.Blocks.First, (int)count).Select(block => new BlockResult(
            block, order.Layout.TrialsIn(block), new byte[BlockDigest.Length], [], [], TimeSpan.FromMilliseconds(1)))];
        results = spoil is null ? results : results.ConvertAll(r => spoil(r));
        Orders.Remove(order);
        Audits.RemoveAll(a => a.Order == order);
        var tag = new DeliveryTag(++lastTag);
        Tell(new ReportArrived(
            tag, new ShardReport(order, (by ?? Node).Worker(0), results, failure, elapsed ?? TimeSpan.FromMilliseconds(count))));
        return tag;
    }

    /// <summary>The batch is on disk.</summary>
    /// <param name="fate">What became of every block of it.</param>
    /// <param name="disputes">The disputes that it opened.</param>
    public void Commit(BlockFate fate = BlockFate.Stored, params Incident[] disputes)
    {
        var written = Batch ?? throw new InvalidOperationException("No batch is being written.");
        Batch = null;
        Tell(new Committed([.. written.Blocks.Select(_ => fate)]) { Disputes = disputes });
    }

    /// <summary>A block with two answers.</summary>
    public static Incident Dispute(long block, NodeHello kept, byte keptDigest, NodeHello other, byte otherDigest) => new(
        new BlockKey(Cell.Create(Study.Name, []), 7, BlockSize, block),
        Study.Revision,
        kept.Worker(0),
        DigestOf(keptDigest),
        other.Worker(0),
        DigestOf(otherDigest),
        default);

    /// <summary>A digest; that of a right answer is all zeros.</summary>
    public static byte[] DigestOf(byte first) => [first, .. new byte[BlockDigest.Length - 1]];

    /// <summary>Lets the time come that the step waits for.</summary>
    public void Wait()
    {
        now = step.NextDue > now ? step.NextDue.Value : now;
        Tell(new CoordinatorTick());
    }

    /// <summary>Tells the step something and takes down what it wants done.</summary>
    public void Tell(CoordinatorMessage message)
    {
        effects.Clear();
        step.Step(message, now, effects);
        Audits.AddRange(effects.OfType<PublishAudit>());
        Quarantines.AddRange(effects.OfType<QuarantineHost>().Select(q => q.Host));
        foreach (var judge in effects.OfType<JudgeNode>())
        {
            Judgements[judge.Node] = judge.Judgement;
        }

        foreach (var record in effects.OfType<RecordNodes>().SelectMany(r => r.Nodes))
        {
            Records[record.Hello.Name] = record;
        }

        Orders.AddRange(effects.OfType<PublishOrder>().Select(p => p.Order));
        Acknowledged.AddRange(effects.OfType<AcknowledgeReport>().Select(a => a.Tag));
        Outcome ??= effects.OfType<FinishFarm>().SingleOrDefault()?.Outcome;
        if (effects.OfType<CommitBatch>().SingleOrDefault() is { } commit)
        {
            Assert.Null(Batch);
            Batch = commit.Batch;
            SetAside.AddRange(commit.Batch.SetAside);
        }
    }
}
