using Akka.Actor;
using Farm.Domain;
using Farm.Transport.Akka.Coordinators;
using Farm.Transport.Akka.Wire;

namespace Farm.Transport.Akka.Nodes;

/// <summary>A coordinator as one node has it, from its roll call to its closing. Used by one thread at a time.</summary>
/// <param name="id">The channel's id.</param>
/// <param name="ledger">The coordinator's ledger.</param>
/// <param name="life">The coordinator's life.</param>
/// <param name="coordinator">Where it is.</param>
internal sealed class CoordinatorChannel(Guid id, Guid ledger, Guid life, IActorRef coordinator)
{
    /// <summary>A coordinator that had no work for this time is not reckoned with until it has some.</summary>
    private static readonly TimeSpan BusyTime = TimeSpan.FromSeconds(1);

    private readonly NumberedIntake orders = new();
    private readonly Dictionary<long, HeldOrder> held = [];
    private readonly List<long> done = [];
    private readonly List<PendingReport> fresh = [];
    private readonly SortedDictionary<long, SentReport> sent = [];
    private readonly SortedDictionary<long, ReadOnlyMemory<byte>> starts = [];
    private readonly List<ReadOnlyMemory<byte>> fleetingStarts = [];
    private readonly List<ReadOnlyMemory<byte>> notices = [];
    private int sharedHeld;
    private int heldByBook;
    private int allowVersion;
    private int allow;
    private int allowAtMost;
    private long lastReport;
    private long lastTaken;
    private long lastStart;
    private long startsSent;
    private bool hasMore;
    private DateTimeOffset workedAt = DateTimeOffset.MinValue;

    /// <summary>The channel's id.</summary>
    public Guid Id => id;

    /// <summary>The coordinator's ledger.</summary>
    public Guid Ledger => ledger;

    /// <summary>The coordinator's life.</summary>
    public Guid Life => life;

    /// <summary>Where it is.</summary>
    public IActorRef Coordinator => coordinator;

    /// <summary>Whether the coordinator has said that it knows this node.</summary>
    public bool IsWelcome { get; set; }

    /// <summary>When something was last sent.</summary>
    public DateTimeOffset SentAt { get; set; }

    /// <summary>When it was last heard.</summary>
    public DateTimeOffset HeardAt { get; set; }

    /// <summary>Whether it is among those that share what the node holds.</summary>
    public bool IsSharing { get; set; }

    /// <summary>Orders that came of it since it shares, and what it was given for those before.</summary>
    public long OrdersShared { get; set; }

    /// <summary>Whether something is to be told.</summary>
    public bool IsDue { get; set; }

    /// <summary>Whether reports wait for an answer that the coordinator took them.</summary>
    public bool HasUntaken => fresh.Count > 0 || sent.Values.Any(s => !s.Report.IsTaken);

    /// <summary>Orders of the shared queue that may come or be here without the node's doing.</summary>
    public int Reserved => Math.Max(Math.Max(sharedHeld, heldByBook), allowAtMost);

    /// <summary>Orders that are here.</summary>
    public IEnumerable<ShardId> Held => held.Values.Select(h => h.Shard);

    /// <summary>Whether it has, or lately had, work.</summary>
    public bool IsBusy(DateTimeOffset now) => hasMore || sharedHeld > 0 || now - workedAt < BusyTime;

    /// <summary>Allows so many orders of the shared queue at a time.</summary>
    public void Allow(int most)
    {
        if (most != allow)
        {
            allow = most;
            allowAtMost = Math.Max(allowAtMost, most);
            allowVersion++;
            IsDue = true;
        }
    }

    /// <summary>An order came.</summary>
    /// <returns>Whether it comes for the first time.</returns>
    public bool Take(OrderPart order, ShardId shard, DateTimeOffset now)
    {
        IsDue = true;
        if (!orders.Take(order.Number))
        {
            return false;
        }

        held.Add(order.Number, new HeldOrder(shard, order.IsShared));
        sharedHeld += order.IsShared ? 1 : 0;
        OrdersShared++;
        workedAt = now;
        return true;
    }

    /// <summary>An order is acknowledged.</summary>
    /// <returns>The order; null when it was acknowledged before.</returns>
    public ShardId? Settle(long order)
    {
        if (!held.Remove(order, out var settled))
        {
            return null;
        }

        sharedHeld -= settled.IsShared ? 1 : 0;
        done.Add(order);
        IsDue = true;
        return settled.Shard;
    }

    /// <summary>Notes an order that cannot be read, so that it does not come again.</summary>
    public void Refuse(long order)
    {
        if (orders.Take(order))
        {
            done.Add(order);
        }
    }

    /// <summary>Puts a report behind the others.</summary>
    public void Add(PendingReport report)
    {
        fresh.Add(report);
        IsDue = true;
    }

    /// <summary>Puts a start behind the others.</summary>
    /// <param name="start">A notice as <c>WireCodec</c> writes it.</param>
    /// <returns>The number under which it is taken.</returns>
    public long AddStart(ReadOnlyMemory<byte> start)
    {
        starts.Add(++lastStart, start);
        IsDue = true;
        return lastStart;
    }

    /// <summary>Tells starts that may get lost.</summary>
    public void AddFleeting(ReadOnlyMemory<byte> start)
    {
        fleetingStarts.Add(start);
        IsDue = true;
    }

    /// <summary>Tells something that may get lost.</summary>
    public void AddNotice(ReadOnlyMemory<byte> notice)
    {
        notices.Add(notice);
        IsDue = true;
    }

    /// <summary>Takes what a batch says of room, reports and starts.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="taken">Where to append the reports that were taken.</param>
    /// <param name="settled">Where to append the reports that need not be kept any more.</param>
    public void Hear(CoordinatorBatch batch, List<PendingReport> taken, List<PendingReport> settled)
    {
        hasMore = batch.HasMore;
        heldByBook = batch.Held;
        if (batch.AllowVersion == allowVersion)
        {
            allowAtMost = allow;
        }

        for (; lastTaken < Math.Min(batch.ReportsTaken, lastReport); lastTaken++)
        {
            if (sent.TryGetValue(lastTaken + 1, out var report))
            {
                report.Report.IsTaken = true;
                taken.Add(report.Report);
            }
        }

        foreach (var number in batch.ReportsDone)
        {
            if (sent.Remove(number, out var ended))
            {
                settled.Add(ended.Report);
            }
        }

        while (starts.Count > 0 && starts.First().Key is var first && first <= batch.StartsTaken)
        {
            starts.Remove(first);
        }
    }

    /// <summary>What is to be told now; several batches when there is much.</summary>
    /// <param name="now">The time.</param>
    /// <param name="resendAfter">What was sent so long ago and not answered is sent again.</param>
    /// <param name="isWhole">Whether to tell all that is held, and ask for what is not known.</param>
    /// <param name="mostBytes">Bytes of reports in one batch, unless a single report has more.</param>
    public IEnumerable<NodeBatch> Take(DateTimeOffset now, TimeSpan resendAfter, bool isWhole, int mostBytes)
    {
        var due = new List<(long Number, SentReport Report)>();
        if (isWhole)
        {
            due.AddRange(sent.Where(s => !s.Value.Report.IsTaken && now - s.Value.SentAt >= resendAfter)
                .Select(s => (s.Key, s.Value)));
        }

        foreach (var report in fresh)
        {
            sent.Add(++lastReport, new SentReport(report));
            due.Add((lastReport, sent[lastReport]));
        }

        fresh.Clear();
        SentAt = now;
        IsDue = false;
        var parts = new List<ReportPart>();
        var bytes = 0;
        foreach (var (number, report) in due)
        {
            if (parts.Count > 0 && bytes + report.Report.Body.Length > mostBytes)
            {
                yield return Batch(parts, isWhole: false, now, resendAfter);
                parts.Clear();
                bytes = 0;
            }

            report.SentAt = now;
            parts.Add(new ReportPart(number, report.Report.Code, report.Report.Body));
            bytes += report.Report.Body.Length;
        }

        yield return Batch(parts, isWhole, now, resendAfter);
    }

    /// <summary>Reports that were not acknowledged, for whoever comes after.</summary>
    public IEnumerable<PendingReport> Unsettled => sent.Values.Select(s => s.Report).Concat(fresh);

    private NodeBatch Batch(List<ReportPart> parts, bool isWhole, DateTimeOffset now, TimeSpan resendAfter)
    {
        var startParts = starts.Where(s => isWhole || s.Key > startsSent).Select(s => new StartPart(s.Key, s.Value))
            .Concat(fleetingStarts.Select(s => new StartPart(0, s))).ToArray();
        startsSent = lastStart;
        var batch = new NodeBatch(
            id,
            allowVersion,
            allow,
            orders.Taken,
            [.. done],
            isWhole ? [.. held.Keys] : null,
            [.. parts],
            isWhole ? AskedAt(now - resendAfter) : [],
            startParts,
            [.. notices]);
        done.Clear();
        fleetingStarts.Clear();
        notices.Clear();
        return batch;
    }

    private long[] AskedAt(DateTimeOffset before) =>
        [.. sent.Where(s => s.Value.Report.IsTaken && s.Value.SentAt < before).Select(s => s.Key).Take(1_024)];

    private readonly record struct HeldOrder(ShardId Shard, bool IsShared);

    private sealed class SentReport(PendingReport report)
    {
        public PendingReport Report => report;

        public DateTimeOffset SentAt { get; set; }
    }
}
