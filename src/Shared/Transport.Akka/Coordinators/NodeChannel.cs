using Akka.Actor;
using Farm.Domain;
using Farm.Transport.Akka.Wire;

namespace Farm.Transport.Akka.Coordinators;

/// <summary>A node as one coordinator has it, from its hello to its leaving. Used by one thread at a time.</summary>
/// <param name="id">The channel's id.</param>
/// <param name="incarnation">The node's life.</param>
/// <param name="hello">What it said of itself.</param>
/// <param name="node">Where it is.</param>
internal sealed class NodeChannel(Guid id, Guid incarnation, NodeHello hello, IActorRef node)
{
    private readonly SortedDictionary<long, GivenOrder> given = [];
    private readonly SortedSet<long> unsent = [];
    private readonly HashSet<long> undone = [];
    private readonly List<long> done = [];
    private int allowVersion;
    private int allow;
    private int sharedHeld;
    private long lastNumber;

    /// <summary>The channel's id.</summary>
    public Guid Id => id;

    /// <summary>The node's life.</summary>
    public Guid Incarnation => incarnation;

    /// <summary>What it said of itself.</summary>
    public NodeHello Hello => hello;

    /// <summary>Where it is.</summary>
    public IActorRef Node => node;

    /// <summary>When it was last heard.</summary>
    public DateTimeOffset HeardAt { get; set; }

    /// <summary>Since when it is doubted, because a connection broke or the cluster does not reach it; null when it is not.</summary>
    public DateTimeOffset? DoubtedAt { get; set; }

    /// <summary>Since when another node of that name wants to come, and this one is asked for a word; null when none does.</summary>
    public DateTimeOffset? NamesakeAt { get; set; }

    /// <summary>Whether something is to be told.</summary>
    public bool IsDue { get; set; } = true;

    /// <summary>Whether orders were said to wait, the last time.</summary>
    public bool WasToldOfMore { get; private set; }

    /// <summary>What is thought of it; null before that is known.</summary>
    public NodeJudgement? Judgement { get; set; }

    /// <summary>The judgement's bytes, when it is to be told; else empty.</summary>
    public ReadOnlyMemory<byte> JudgementDue { get; set; }

    /// <summary>Reports that came.</summary>
    public NumberedIntake Reports { get; } = new();

    /// <summary>Starts that came.</summary>
    public NumberedIntake Starts { get; } = new();

    /// <summary>Whether it takes another order of the shared queue.</summary>
    public bool HasRoom => sharedHeld < allow;

    /// <summary>Orders of the shared queue that it has, in the order in which they were given.</summary>
    public IEnumerable<QueuedOrder> Shared => given.Values.Where(g => g.IsShared).Select(g => g.Order);

    /// <summary>Gives it an order.</summary>
    public void Give(QueuedOrder order, bool isShared)
    {
        order.Deliveries++;
        given.Add(++lastNumber, new GivenOrder(order, isShared));
        unsent.Add(lastNumber);
        sharedHeld += isShared ? 1 : 0;
        IsDue = true;
    }

    /// <summary>Takes what a batch says of room and of orders.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="resendBefore">What was sent before this time and has not come is sent again.</param>
    public void Hear(NodeBatch batch, DateTimeOffset resendBefore)
    {
        if (batch.AllowVersion > allowVersion)
        {
            (allowVersion, allow) = (batch.AllowVersion, batch.Allow);
            IsDue = true;
        }

        foreach (var number in batch.Done)
        {
            Remove(number);
        }

        ForgetDirected(batch.Received);
        if (batch.Held is { } held)
        {
            Compare(held.ToHashSet(), batch.Received, resendBefore);
        }
    }

    /// <summary>Notes a report that its coordinator has not acknowledged yet.</summary>
    public void Await(long report) => undone.Add(report);

    /// <summary>A report is on disk, or refused: its sender need not keep it.</summary>
    public void Settle(long report)
    {
        undone.Remove(report);
        done.Add(report);
        IsDue = true;
    }

    /// <summary>Tells again of the reports that are settled, of those that the node asks for.</summary>
    public void Answer(long[] asked)
    {
        foreach (var report in asked)
        {
            if (report <= Reports.Taken && !undone.Contains(report))
            {
                done.Add(report);
                IsDue = true;
            }
        }
    }

    /// <summary>What is to be told now; several batches when there is much.</summary>
    /// <param name="secret">The ledger's secret.</param>
    /// <param name="hasMore">Whether orders wait that no node takes.</param>
    /// <param name="mostBytes">Bytes of orders in one batch, unless a single order has more.</param>
    /// <param name="now">The time.</param>
    public IEnumerable<CoordinatorBatch> Take(ReadOnlyMemory<byte> secret, bool hasMore, int mostBytes, DateTimeOffset now)
    {
        var parts = new List<OrderPart>();
        var bytes = 0;
        foreach (var number in unsent)
        {
            var order = given[number];
            var (key, body) = order.Order.Write(secret.Span);
            if (parts.Count > 0 && bytes + body.Length > mostBytes)
            {
                yield return Batch();
            }

            order.SentAt = now;
            parts.Add(new OrderPart(number, order.Order.Deliveries, order.IsShared, key, body));
            bytes += body.Length;
        }

        unsent.Clear();
        IsDue = false;
        yield return Batch();

        CoordinatorBatch Batch()
        {
            var batch = new CoordinatorBatch(
                id,
                allowVersion,
                sharedHeld,
                hasMore,
                DoubtedAt is not null,
                Reports.Taken,
                Starts.Taken,
                [.. done],
                [.. parts],
                JudgementDue);
            WasToldOfMore = hasMore;
            JudgementDue = default;
            done.Clear();
            parts.Clear();
            bytes = 0;
            return batch;
        }
    }

    private void Remove(long number)
    {
        if (given.Remove(number, out var order))
        {
            unsent.Remove(number);
            sharedHeld -= order.IsShared ? 1 : 0;
        }
    }

    private void ForgetDirected(long received)
    {
        // What is for this node alone is lost with it: nothing is left to do once it is there.
        while (given.Count > 0 && given.First() is var (number, order) && number <= received && !order.IsShared)
        {
            Remove(number);
        }
    }

    /// <summary>Compares the book with what the node says it has: word of an end, or an order, may have got lost.</summary>
    private void Compare(HashSet<long> held, long received, DateTimeOffset resendBefore)
    {
        foreach (var (number, order) in given.ToArray())
        {
            if (number <= received && !held.Contains(number))
            {
                Remove(number);
            }
            else if (number > received && !held.Contains(number) && order.SentAt < resendBefore)
            {
                unsent.Add(number);
                IsDue = true;
            }
        }
    }

    private sealed class GivenOrder(QueuedOrder order, bool isShared)
    {
        public QueuedOrder Order => order;

        public bool IsShared => isShared;

        public DateTimeOffset SentAt { get; set; }
    }
}
