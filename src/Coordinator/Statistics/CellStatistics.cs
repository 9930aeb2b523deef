using Farm.Domain;

namespace Farm.Coordinator.Statistics;

/// <summary>All that is known of one cell from the stored blocks of the study's present revision.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="IsNamed">Whether the sweep still names it.</param>
/// <param name="Trials">Trials counted.</param>
/// <param name="Planned">Trials that the sweep asks for.</param>
/// <param name="OlderTrials">Stored trials of other revisions, which are not counted.</param>
/// <param name="Measurements">The cell's measurements, in declared order.</param>
/// <param name="Summaries">One for each measurement, blocks folded in order.</param>
/// <param name="Origin">Who computed the counted blocks, when, and for how long.</param>
public sealed record CellStatistics(
    Cell Cell,
    bool IsNamed,
    long Trials,
    long Planned,
    long OlderTrials,
    IReadOnlyList<Measurement> Measurements,
    IReadOnlyList<MeasurementSummary> Summaries,
    Origin Origin)
{
    /// <summary>Where trials are enumerated: bounds in the place of sampling intervals. Null where they are drawn.</summary>
    internal EnumeratedShares? Shares { get; init; }

    /// <summary>Position of a measurement, or −1 when the cell has none of that name.</summary>
    public int IndexOf(string measurement)
    {
        for (var i = 0; i < Measurements.Count; i++)
        {
            if (Measurements[i].Name == measurement)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The proportion of trials with a flag.</summary>
    /// <param name="index">Position of a measurement of kind <see cref="MeasurementKind.Proportion"/>.</param>
    public Proportion Proportion(int index) =>
        new((long)Summaries[index].Sum, Summaries[index].Count) { Bound = Shares?.Bound(index, 1) };

    /// <summary>The proportion of trials with one of a category's words.</summary>
    /// <param name="index">Position of a measurement of kind <see cref="MeasurementKind.Category"/>.</param>
    /// <param name="word">The word's code.</param>
    public Proportion Proportion(int index, int word) =>
        new(Summaries[index].Histogram[word], Summaries[index].Count) { Bound = Shares?.Bound(index, word) };

    /// <summary>The mean of a number over the trials that have it.</summary>
    /// <param name="index">Position of a measurement of kind <see cref="MeasurementKind.Number"/>.</param>
    public Mean Mean(int index) =>
        Domain.Mean.Of(Summaries[index].Count, Summaries[index].Sum, Summaries[index].SumOfSquares) with
        {
            IsEnumerated = Shares is not null,
        };
}

/// <summary>Who computed blocks, when, and for how long.</summary>
/// <param name="Blocks">Blocks.</param>
/// <param name="Elapsed">Their computing time, added up over all slots.</param>
/// <param name="First">When the first was stored; null for none.</param>
/// <param name="Last">When the last was stored; null for none.</param>
/// <param name="Workers">Who computed them, ordered by node and slot.</param>
public sealed record Origin(
    long Blocks, TimeSpan Elapsed, DateTimeOffset? First, DateTimeOffset? Last, IReadOnlyList<WorkerName> Workers)
{
    /// <summary>The origin of several cells together.</summary>
    public static Origin Of(IEnumerable<Origin> origins)
    {
        var all = origins.ToList();
        return new Origin(
            all.Sum(o => o.Blocks),
            all.Aggregate(TimeSpan.Zero, (sum, o) => sum + o.Elapsed),
            all.Min(o => o.First),
            all.Max(o => o.Last),
            InOrder(all.SelectMany(o => o.Workers).Distinct()));
    }

    /// <summary>Workers in the order in which reports list them.</summary>
    internal static IReadOnlyList<WorkerName> InOrder(IEnumerable<WorkerName> workers) =>
        [.. workers
            .OrderBy(w => w.Node, StringComparer.Ordinal)
            .ThenBy(w => w.Slot)
            .ThenBy(w => w.ToString(), StringComparer.Ordinal)];
}
