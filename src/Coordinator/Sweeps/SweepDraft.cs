using Farm.Domain;

namespace Farm.Coordinator.Sweeps;

/// <summary>A sweep as its file says it, with the place of everything; what was wrong is missing.</summary>
internal sealed class SweepDraft
{
    /// <summary>Where the sweep starts.</summary>
    public required Origin At { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The study's name and its place.</summary>
    public (string Name, Origin At)? Study { get; set; }

    /// <summary>The seed.</summary>
    public ulong? Seed { get; set; }

    /// <summary>Trials of each cell.</summary>
    public long? Trials { get; set; }

    /// <summary>Where a number of trials is given, rightly or not: the file's places and the option's.</summary>
    public List<Origin> TrialsAt { get; } = [];

    /// <summary>Trials in a block; null leaves it to the study.</summary>
    public int? BlockSize { get; set; }

    /// <summary>What is kept of single trials.</summary>
    public Keep Keep { get; set; } = Keep.Flags;

    /// <summary>The fixed values.</summary>
    public List<DraftAxis> Fixed { get; } = [];

    /// <summary>The items of the axes.</summary>
    public List<DraftItem> Items { get; } = [];

    /// <summary>Whether an item could not be read, so that the grid has a hole.</summary>
    public bool HasHole { get; set; }
}

/// <summary>One item of the axes.</summary>
internal sealed record DraftItem(Origin At, List<DraftAxis> Axes);

/// <summary>One axis and its values; none when they could not be read.</summary>
internal sealed record DraftAxis(string Name, Origin At, IReadOnlyList<DraftValue> Values);

/// <summary>One value and its place.</summary>
internal readonly record struct DraftValue(Value Value, Origin At);
