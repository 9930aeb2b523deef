namespace Farm.Domain;

/// <summary>What a study whose trials are long says of them: such a trial is computed as a chain of slices.</summary>
/// <param name="Slices">
/// How a cell's trials are cut: a pure function of the cell. A slice is best 1 to 2 s of work and must stay far below 60 s
/// on the slowest host; one with a large state may well take longer than one without.
/// </param>
/// <param name="Curve">
/// The columns of the time series that every trial leaves, besides the step; read as measurements are, but for histogram
/// and kept bits, which they have not. Empty for none.
/// </param>
public sealed record LongTrials(Func<Cell, SliceLayout> Slices, IReadOnlyList<Measurement> Curve)
{
    /// <summary>Whether trials left curves at a column version.</summary>
    public bool HasCurve(int columnVersion) => Curve.Any(c => c.Since <= columnVersion);

    /// <summary>The columns that a cell's curves had at a column version, in declared order.</summary>
    public IReadOnlyList<Measurement> CurveOf(Cell cell, int columnVersion) =>
        [.. Curve.Where(c => c.Since <= columnVersion && c.Applies(cell))];
}
