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

    public void Add(CellWork cell, ArrivedBlock block)
    {
        gathered.Cells.Add(cell);
        gathered.Blocks.Add(block);
        gathered.Bytes += ResultOverheadBytes + block.Result.Summary.Length + block.Result.Kept.Length;
    }

    public void Add(SetAsideBlock block) => gathered.SetAside.Add(block);

    /// <summary>Adds a report to acknowledge when all that was gathered so far is on disk.</summary>
    public void Add(DeliveryTag tag) => gathered.Tags.Add(tag);

    /// <summary>Starts a commit if one is due.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isUrgent">Nothing more is to come: there is nothing to wait for.</param>
    public LedgerBatch? Begin(DateTimeOffset now, bool isUrgent)
    {
        if (IsInFlight || gathered.IsEmpty || !(isUrgent || now >= nextAt || gathered.Bytes >= options.CommitBytes))
        {
            return null;
        }

        (inFlight, gathered) = (gathered, new Batch());
        inFlight.StartedAt = now;
        nextAt = now + options.CommitInterval;
        return new LedgerBatch(inFlight.Blocks, inFlight.SetAside, now);
    }

    /// <summary>Ends the commit in flight.</summary>
    public Batch End()
    {
        var ended = inFlight ?? throw new InvalidOperationException("No commit is in flight.");
        inFlight = null;
        return ended;
    }

    /// <summary>What one transaction stores and what is to follow it.</summary>
    internal sealed class Batch
    {
        public List<CellWork> Cells { get; } = [];

        public List<ArrivedBlock> Blocks { get; } = [];

        public List<SetAsideBlock> SetAside { get; } = [];

        public List<DeliveryTag> Tags { get; } = [];

        public long Bytes { get; set; }

        public DateTimeOffset StartedAt { get; set; }

        public bool IsEmpty => Tags.Count == 0 && SetAside.Count == 0 && Blocks.Count == 0;
    }
}
