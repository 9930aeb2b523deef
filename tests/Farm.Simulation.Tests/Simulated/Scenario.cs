using Farm.Domain;

namespace Farm.Simulation.Tests.Simulated;

/// <summary>What one seed's world is like: its sweep, its nodes and its misfortunes.</summary>
internal sealed record Scenario
{
    public required Sweep Sweep { get; init; }

    /// <summary>Whether its trials are long.</summary>
    public required bool IsLong { get; init; }

    /// <summary>The study that it is of.</summary>
    public StudyDescription Study => IsLong ? SimTrials.Description : SimStudy.Description;

    /// <summary>Trials of each cell before the sweep was amended to more; stored from the start.</summary>
    public required long StoredTrials { get; init; }

    public required IReadOnlyDictionary<(int Cell, long Block), Poison> Poisons { get; init; }

    public required IReadOnlyList<int> SlotsOfNodes { get; init; }

    /// <summary>The host of each node, from 0.</summary>
    public required IReadOnlyList<int> HostsOfNodes { get; init; }

    /// <summary>Share of its shards that the lying host answers wrongly; 0 when no host lies.</summary>
    public required double Lies { get; init; }

    /// <summary>Whether the last node has another release.</summary>
    public required bool HasOldNode { get; init; }

    public required double AuditFraction { get; init; }

    public required TimeSpan BlockTime { get; init; }

    /// <summary>How much slower the first node is.</summary>
    public required int SlowFactor { get; init; }

    public required double Loss { get; init; }

    public required double Duplication { get; init; }

    public required TimeSpan Delay { get; init; }

    public required double DiskFailure { get; init; }

    /// <summary>Mean time between misfortunes of each kind; null for none.</summary>
    public required TimeSpan? NodeCrash { get; init; }

    public required TimeSpan? WorkerCrash { get; init; }

    public required TimeSpan? CoordinatorCrash { get; init; }

    public required TimeSpan? Partition { get; init; }

    public required TimeSpan? UserStop { get; init; }

    /// <summary>When misfortunes end: from then on only time is needed.</summary>
    public required TimeSpan FaultsEnd { get; init; }

    public required int OutstandingAtMost { get; init; }

    /// <summary>Bytes of states that may be on their way; with one, no more than a state at a time.</summary>
    public long StateBytesAtMost => OutstandingAtMost == 8 ? 1 : 1L << 30;

    public required int? BlocksPerShard { get; init; }

    /// <summary>The host that lies, if one does; two others are there then.</summary>
    public string? Liar => Lies > 0 ? HostOf(0) : null;

    public static string HostOf(int index) => $"host-{index}";

    public static Scenario Draw(Schedule draw, bool isLong = false)
    {
        var blockSize = isLong ? 1 : draw.OneOf(1, 4, 64);
        var cells = draw.Between(1, 4);
        var trials = (long)draw.Between(1, 40 * blockSize);
        var sweep = new Sweep(
            "simulated",
            SimStudy.Name,
            7,
            trials,
            blockSize,
            Keep.Flags,
            [.. Enumerable.Range(0, cells).Select(SimStudy.CellOf)]);
        var isCalm = draw.Chance(0.1);
        var lies = draw.OneOf(0, 0, 0, 0.1, 1);
        var slots = Enumerable.Range(0, draw.Between(lies > 0 ? 3 : 1, 4)).Select(_ => draw.Between(1, 3)).ToArray();
        return new Scenario
        {
            Sweep = sweep,
            IsLong = isLong,
            StoredTrials = !isLong && draw.Chance(0.3) ? draw.Below((int)trials) : 0,
            Poisons = DrawPoisons(draw, sweep),
            SlotsOfNodes = slots,
            HostsOfNodes = [.. slots.Select((_, i) => lies > 0 ? i % 3 : draw.Below(3))],
            Lies = lies,
            HasOldNode = slots.Length == 4 && draw.Chance(0.5),
            AuditFraction = draw.OneOf(0, 0.3, 1),
            BlockTime = TimeSpan.FromMilliseconds(draw.OneOf(1, 20, 300)),
            SlowFactor = draw.OneOf(1, 1, 20),
            Loss = isCalm ? 0 : draw.OneOf(0, 0.02, 0.2),
            Duplication = isCalm ? 0 : draw.OneOf(0, 0.05, 0.3),
            Delay = TimeSpan.FromMilliseconds(draw.OneOf(0, 5, 500)),
            DiskFailure = isCalm ? 0 : draw.OneOf(0, 0.02, 0.2),
            NodeCrash = Mean(draw, isCalm),
            WorkerCrash = Mean(draw, isCalm),
            CoordinatorCrash = Mean(draw, isCalm),
            Partition = Mean(draw, isCalm),
            UserStop = Mean(draw, isCalm),
            FaultsEnd = TimeSpan.FromSeconds(draw.Between(5, 30)),
            OutstandingAtMost = draw.OneOf(1, 8, 1024),
            BlocksPerShard = draw.OneOf<int?>(null, 1, 5),
        };
    }

    private static TimeSpan? Mean(Schedule draw, bool isCalm) =>
        isCalm || draw.Chance(0.5) ? null : TimeSpan.FromSeconds(draw.OneOf(1, 5, 20));

    private static Dictionary<(int, long), Poison> DrawPoisons(Schedule draw, Sweep sweep)
    {
        var poisons = new Dictionary<(int, long), Poison>();
        for (var i = draw.OneOf(0, 0, 1, 3); i > 0; i--)
        {
            poisons[(draw.Below(sweep.Cells.Count), draw.Below((int)sweep.LayoutOf(sweep.Cells[0]).Blocks))] = draw.OneOf(
                Poison.AlwaysThrows, Poison.SometimesThrows, Poison.ThrowsNamelessly, Poison.KillsWorker, Poison.KillsNode);
        }

        return poisons;
    }
}

/// <summary>What is wrong with a block.</summary>
internal enum Poison
{
    None,
    AlwaysThrows,
    SometimesThrows,
    ThrowsNamelessly,
    KillsWorker,
    KillsNode,
}
