using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Planning;

/// <summary>What is left to do of a sweep: the sweep less what the ledger holds.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Revision">The study's revision; only blocks of this revision count as stored.</param>
/// <param name="ColumnVersion">The study's column version.</param>
/// <param name="Cells">One plan a cell, in the sweep's order.</param>
public sealed record SweepPlan(Sweep Sweep, int Revision, int ColumnVersion, IReadOnlyList<CellPlan> Cells)
{
    /// <summary>The study: what its blocks must be like.</summary>
    public required StudyDescription Study { get; init; }

    /// <summary>Share of the blocks that another host computes again, from 0 to 1.</summary>
    public double AuditFraction { get; init; }

    /// <summary>Hosts whose results do not count.</summary>
    public IReadOnlyList<QuarantinedHost> Quarantined { get; init; } = [];

    /// <summary>Blocks of this sweep with two answers, of which nobody knows yet which is wrong.</summary>
    public IReadOnlyList<Incident> Disputes { get; init; } = [];

    /// <summary>Trials asked for.</summary>
    public long PlannedTrials => Cells.Sum(c => c.Layout.Trials);

    /// <summary>Blocks asked for.</summary>
    public long PlannedBlocks => Cells.Sum(c => c.Layout.Blocks);

    /// <summary>Trials stored when the plan was made.</summary>
    public long DoneTrials => Cells.Sum(c => c.DoneTrials);

    /// <summary>Blocks stored when the plan was made.</summary>
    public long DoneBlocks => Cells.Sum(c => c.DoneBlocks);

    /// <summary>Trials in blocks set aside.</summary>
    public long SetAsideTrials => Cells.Sum(c => c.SetAsideTrials);

    /// <summary>Blocks set aside.</summary>
    public long SetAsideBlocks => Cells.Sum(c => c.SetAside.Count);

    /// <summary>Trials to compute, now.</summary>
    public long PendingTrials => Cells.Sum(c => c.PendingTrials);

    /// <summary>Blocks to compute, now.</summary>
    public long PendingBlocks => Cells.Sum(c => c.Pending.Count);

    /// <summary>Whether nothing is left to compute; blocks set aside are not computed.</summary>
    public bool IsComplete => Cells.All(c => c.Pending.IsEmpty);
}
