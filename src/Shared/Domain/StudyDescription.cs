namespace Farm.Domain;

/// <summary>What a study asks, what can be set, and what each of its trials measures.</summary>
/// <param name="Name">Its name in sweeps.</param>
/// <param name="Revision">Rises whenever a bit of an existing measurement may change.</param>
/// <param name="ColumnVersion">Rises when measurements are added; stored with each block.</param>
/// <param name="Question">One line: what the study finds out.</param>
/// <param name="BlockSize">Trials in a block unless a sweep says otherwise.</param>
/// <param name="Axes">Every parameter; one that depends on another stands after it.</param>
/// <param name="Measurements">Every measurement, in the order in which digests read their columns.</param>
public sealed record StudyDescription(
    string Name,
    int Revision,
    int ColumnVersion,
    string Question,
    int BlockSize,
    IReadOnlyList<Axis> Axes,
    IReadOnlyList<Measurement> Measurements)
{
    /// <summary>
    /// For a study of long trials, whose blocks hold one trial each: how those are cut and what they leave over time.
    /// Null when blocks are computed in one go.
    /// </summary>
    public LongTrials? Long { get; init; }

    /// <summary>
    /// For a study that enumerates its starts: the trials of a cell. Pure, and for each cell the same as long as
    /// <see cref="Revision"/> is. Null when trials are drawn, and a sweep says how many.
    /// </summary>
    public Func<Cell, TrialLattice>? Enumerated { get; init; }

    /// <summary>The measurements that a cell has today, in declared order.</summary>
    public IReadOnlyList<Measurement> MeasurementsOf(Cell cell) => MeasurementsOf(cell, ColumnVersion);

    /// <summary>The measurements that a cell had at a column version, in declared order.</summary>
    public IReadOnlyList<Measurement> MeasurementsOf(Cell cell, int columnVersion) =>
        [.. Measurements.Where(m => m.Since <= columnVersion && m.Applies(cell))];
}
