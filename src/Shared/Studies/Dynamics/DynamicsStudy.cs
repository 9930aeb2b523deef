using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>Where gradient descent of small networks leads: to a point, a cycle, chaos, or infinity.</summary>
/// <remarks>
/// Full-batch gradient descent θ ← θ − η∇L in float64, L the mean of the squared errors; one trial is one orbit.
/// <c>docs/DYNAMICS.md</c> tells how orbits are classified and verified.
/// </remarks>
public sealed class DynamicsStudy : IStudy
{
    /// <inheritdoc/>
    public StudyDescription Description { get; } = new(
        Name: "dynamics",
        Revision: 1,
        ColumnVersion: 1,
        Question: "Where does gradient descent of a small network end: in a point, a cycle, chaos, or at infinity?",
        BlockSize: 256,
        Axes: DynamicsAxes.Drawn,
        Measurements: DynamicsMeasurements.All);

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell) => DynamicsRefusals.Of(cell, Description.BlockSize);

    /// <inheritdoc/>
    public ITrialRunner CreateRunner(LaneWidth width) => new DynamicsRunner(width);
}
