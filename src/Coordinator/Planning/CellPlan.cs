using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Planning;

/// <summary>
/// What is planned, stored, given up and left of one cell. Planned = done + set aside + pending, always.
/// </summary>
/// <param name="Cell">The cell.</param>
/// <param name="Layout">How it is cut into blocks.</param>
/// <param name="Pending">Blocks to compute. The plan's owner may take from it; no one else holds it.</param>
/// <param name="SetAside">Blocks given up and not stored.</param>
/// <param name="Short">
/// Pending blocks of which the ledger holds a prefix, lowest first. A shard must end with such a block, since an order
/// can name the prefix of its last block only.
/// </param>
/// <param name="BlocksOfOtherRevisions">
/// Stored blocks that another revision of the study computed; none counts as done.
/// </param>
public sealed record CellPlan(
    Cell Cell,
    BlockLayout Layout,
    BlockSet Pending,
    BlockSet SetAside,
    IReadOnlyList<ShortBlock> Short,
    long BlocksOfOtherRevisions)
{
    /// <summary>Stored blocks of the audit's sample that no other host has confirmed, by the host that computed them.</summary>
    public IReadOnlyList<HostBlocks> ToAudit { get; init; } = [];

    /// <summary>
    /// Who computed the slices of the long trials that are to be audited, now or once they have ended: by trial and step.
    /// </summary>
    public IReadOnlyList<SliceHost> SliceHosts { get; init; } = [];

    /// <summary>Pending blocks whose long trials have begun, with their states: they go on from there.</summary>
    public IReadOnlyList<UnfinishedTrial> Unfinished { get; init; } = [];

    /// <summary>Blocks stored as they are asked for, when the plan was made.</summary>
    public long DoneBlocks { get; } = Layout.Blocks - Pending.Count - SetAside.Count;

    /// <summary>Trials in those blocks, counting no more than are asked for.</summary>
    public long DoneTrials { get; } = Layout.Trials - TrialsIn(Layout, Pending) - TrialsIn(Layout, SetAside);

    /// <summary>Trials in pending blocks, now.</summary>
    public long PendingTrials => TrialsIn(Layout, Pending);

    /// <summary>Trials in blocks set aside.</summary>
    public long SetAsideTrials => TrialsIn(Layout, SetAside);

    private static long TrialsIn(BlockLayout layout, BlockSet blocks) => blocks.Sum(layout.TrialsIn);
}

/// <summary>A block that is stored with fewer trials than are now asked for.</summary>
/// <param name="Block">Its index.</param>
/// <param name="Trials">Trials that are stored, at least 1.</param>
public readonly record struct ShortBlock(long Block, int Trials);
