using Farm.Domain;

namespace Farm.Coordinator.Actors;

/// <summary>How far a sweep is, at one moment; never changes.</summary>
/// <param name="At">The moment.</param>
/// <param name="Elapsed">Since the farm's start.</param>
/// <param name="PlannedTrials">Trials asked for.</param>
/// <param name="DoneTrials">Trials on disk, those of earlier lives included.</param>
/// <param name="SetAsideTrials">Trials in blocks set aside.</param>
/// <param name="TrialsPerSecond">Trials that reached the disk, over the last few seconds; 0 at first.</param>
/// <param name="OutstandingShards">Shards ordered and not reported.</param>
/// <param name="Totals">What this life did so far.</param>
/// <param name="Cells">One entry a cell, in the plan's order.</param>
/// <param name="Nodes">The nodes at work.</param>
public sealed record FarmProgress(
    DateTimeOffset At,
    TimeSpan Elapsed,
    long PlannedTrials,
    long DoneTrials,
    long SetAsideTrials,
    double TrialsPerSecond,
    int OutstandingShards,
    FarmTotals Totals,
    IReadOnlyList<CellProgress> Cells,
    IReadOnlyList<NodeProgress> Nodes)
{
    /// <summary>Blocks of the audit's sample that are stored and still to be computed again, disputed ones included.</summary>
    public long BlocksToAudit { get; init; }

    /// <summary>Long trials that have begun and not ended.</summary>
    public long TrialsUnderWay { get; init; }

    /// <summary>Trials neither on disk nor set aside.</summary>
    public long PendingTrials => PlannedTrials - DoneTrials - SetAsideTrials;

    /// <summary>Time left at the present rate; null when there is none.</summary>
    public TimeSpan? Left => TrialsPerSecond > 0 ? TimeSpan.FromSeconds(PendingTrials / TrialsPerSecond) : null;
}

/// <summary>How far one cell is, in blocks. Done + in flight + pending + set aside = all of it.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Layout">How it is cut into blocks.</param>
/// <param name="Done">Blocks on disk.</param>
/// <param name="InFlight">Blocks ordered, or computed and not yet on disk.</param>
/// <param name="Pending">Blocks not ordered.</param>
/// <param name="SetAside">Blocks given up.</param>
public readonly record struct CellProgress(
    Cell Cell, BlockLayout Layout, long Done, long InFlight, long Pending, long SetAside);

/// <summary>A node at work.</summary>
/// <param name="Hello">What it said of itself.</param>
/// <param name="Shards">Reports that it sent.</param>
/// <param name="Trials">Trials in them.</param>
/// <param name="IsRefusing">Whether it does not serve: refused, or under quarantine.</param>
public sealed record NodeProgress(NodeHello Hello, long Shards, long Trials, bool IsRefusing)
{
    /// <summary>What the coordinator thinks of it.</summary>
    public NodeJudgement Judgement { get; init; } = NodeJudgement.Serves;

    /// <summary>What it last said of itself; null before the first time.</summary>
    public NodeStatus? Status { get; init; }
}
