using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>
/// Gathers what is to be written while a commit is on its way, so that one wait for the disk serves many reports.
/// </summary>
internal sealed class GroupCommit(CoordinatorOptions options)
{
    /// <summary>What a result costs in memory besides its summary and kept bits.</summary>
    private const int ResultOverheadBytes = 256;

    private Batch gathered = new();
    private Batch? inFlight;
    private DateTimeOffset nextAt = DateTimeOffset.MinValue;

    public bool IsInFlight => inFlight is not null;

    /// <summary>Whether everything gathered is on disk.</summary>
    public bool IsEmpty => inFlight is null && gathered.IsEmpty;

    /// <summary>Bytes that wait for the disk.</summary>
    public long Bytes => gathered.Bytes + (inFlight?.Bytes ?? 0);

    /// <summary>When the next batch may go, if there is one to go.</summary>
    public DateTimeOffset? NextDue => inFlight is null && !gathered.IsEmpty ? nextAt : null;

    public void Add(ArrivedBlock block, Arrival arrival)
    {
        gathered.Arrivals.Add(arrival);
        gathered.Blocks.Add(block);
        gathered.Bytes += BytesOf(block);
    }

    public void Add(ArrivedSlice slice, SliceArrival arrival)
    {
        gathered.SliceArrivals.Add(arrival);
        gathered.Slices.Add(slice);
        gathered.Bytes += BytesOf(slice);
    }

    public void Add(SetAsideBlock block) => gathered.SetAside.Add(block);

    /// <summary>Adds a report to acknowledge when all that was gathered so far is on disk.</summary>
    public void Add(DeliveryTag tag) => gathered.Tags.Add(tag);

    /// <summary>Starts a commit if one is due.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isUrgent">Someone waits for it, or nothing more is to come.</param>
    public LedgerBatch? Begin(DateTimeOffset now, bool isUrgent)
    {
        if (IsInFlight || gathered.IsEmpty || !(isUrgent || now >= nextAt || gathered.Bytes >= options.CommitBytes))
        {
            return null;
        }

        (inFlight, gathered) = (gathered, new Batch());
        inFlight.StartedAt = now;
        nextAt = now + options.CommitInterval;
        return new LedgerBatch(inFlight.Blocks, inFlight.SetAside, now) { Slices = inFlight.Slices };
    }

    /// <summary>Ends the commit in flight.</summary>
    public Batch End()
    {
        var ended = inFlight ?? throw new InvalidOperationException("No commit is in flight.");
        inFlight = null;
        return ended;
    }

    /// <summary>Drops the slices that were gathered of a host; what is in flight goes to the disk.</summary>
    /// <returns>The dropped ones, and how they came.</returns>
    public IReadOnlyList<(ArrivedSlice Slice, SliceArrival Arrival)> DropSlices(string host)
    {
        var dropped = new List<(ArrivedSlice, SliceArrival)>();
        for (var i = gathered.Slices.Count - 1; i >= 0; i--)
        {
            if (gathered.Slices[i].By.Host == host)
            {
                dropped.Add((gathered.Slices[i], gathered.SliceArrivals[i]));
                gathered.Bytes -= BytesOf(gathered.Slices[i]);
                gathered.Slices.RemoveAt(i);
                gathered.SliceArrivals.RemoveAt(i);
            }
        }

        return dropped;
    }

    /// <summary>Drops the blocks that were gathered of a host; what is in flight goes to the disk.</summary>
    /// <returns>
    /// Dropped blocks that nobody else's result stands for: they were the first, and no other waits; and those that the host
    /// had audited, with the hosts of the stored ones.
    /// </returns>
    public (IReadOnlyList<(CellWork Cell, long Block)> Blocks, IReadOnlyList<(BlockKey Key, CellWork Cell, string Of)> Audits) Drop(
        string host)
    {
        var kept = new Batch();
        var dropped = new HashSet<(CellWork, long)>();
        var audits = new List<(BlockKey, CellWork, string)>();
        for (var i = 0; i < gathered.Blocks.Count; i++)
        {
            var (block, arrival) = (gathered.Blocks[i], gathered.Arrivals[i]);
            if (block.By.Host != host)
            {
                kept.Arrivals.Add(arrival);
                kept.Blocks.Add(block);
                kept.Bytes += BytesOf(block);
            }
            else if (arrival.IsFirst)
            {
                dropped.Add((arrival.Cell, block.Key.Block));
            }
            else if (arrival.AuditOf is { } of)
            {
                audits.Add((block.Key, arrival.Cell, of));
            }
        }

        for (var i = 0; i < gathered.Slices.Count; i++)
        {
            kept.SliceArrivals.Add(gathered.SliceArrivals[i]);
            kept.Slices.Add(gathered.Slices[i]);
            kept.Bytes += BytesOf(gathered.Slices[i]);
        }

        kept.SetAside.AddRange(gathered.SetAside);
        kept.Tags.AddRange(gathered.Tags);
        gathered = kept;
        dropped.ExceptWith(Waiting(gathered));
        return ([.. dropped], audits);
    }

    /// <summary>Blocks that wait for the disk, or are on their way to it.</summary>
    public ILookup<CellWork, long> Waiting() =>
        Waiting(gathered).Concat(inFlight is null ? [] : Waiting(inFlight)).ToLookup(w => w.Cell, w => w.Block);

    private static IEnumerable<(CellWork Cell, long Block)> Waiting(Batch batch) =>
        batch.Arrivals.Zip(batch.Blocks).Where(b => !b.Second.IsWitness).Select(b => (b.First.Cell, b.Second.Key.Block));

    private static long BytesOf(ArrivedBlock block) =>
        ResultOverheadBytes + block.Result.Summary.Length + block.Result.Kept.Length;

    private static long BytesOf(ArrivedSlice slice) =>
        ResultOverheadBytes + slice.Result.State.Length + slice.Result.Rows.Length;

    /// <summary>What one transaction stores and what is to follow it.</summary>
    internal sealed class Batch
    {
        /// <summary>How each of <see cref="Blocks"/> came.</summary>
        public List<Arrival> Arrivals { get; } = [];

        public List<ArrivedBlock> Blocks { get; } = [];

        /// <summary>How each of <see cref="Slices"/> came.</summary>
        public List<SliceArrival> SliceArrivals { get; } = [];

        public List<ArrivedSlice> Slices { get; } = [];

        public List<SetAsideBlock> SetAside { get; } = [];

        public List<DeliveryTag> Tags { get; } = [];

        public long Bytes { get; set; }

        public DateTimeOffset StartedAt { get; set; }

        public bool IsEmpty => Tags.Count == 0 && SetAside.Count == 0 && Blocks.Count == 0 && Slices.Count == 0;
    }
}

/// <summary>How a block came.</summary>
/// <param name="Cell">Its cell.</param>
/// <param name="IsFirst">Whether no result of it had come before.</param>
/// <param name="AuditOf">The host whose stored result it is compared with by an audit's order; else null.</param>
internal readonly record struct Arrival(CellWork Cell, bool IsFirst, string? AuditOf);

/// <summary>How a slice came.</summary>
/// <param name="Cell">Its cell.</param>
/// <param name="Trial">Its trial, if that is still to be computed; null for one that is received or given up.</param>
/// <param name="AuditOf">The host whose stored slice it is compared with by an audit's order; else null.</param>
internal readonly record struct SliceArrival(CellWork Cell, TrialChain? Trial, string? AuditOf = null);
