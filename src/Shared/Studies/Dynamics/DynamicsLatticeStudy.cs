using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>Study <c>dynamics</c> from every point of a lattice of starts: its trials are enumerated, not drawn.</summary>
public sealed class DynamicsLatticeStudy : IStudy
{
    /// <inheritdoc/>
    public StudyDescription Description { get; } = new(
        Name: "dynamics-lattice",
        Revision: 1,
        ColumnVersion: 1,
        Question: "From which starts does gradient descent of a small network end in a point, a cycle, chaos, or at infinity?",
        BlockSize: 256,
        Axes: DynamicsAxes.Enumerated,
        Measurements: DynamicsMeasurements.All)
    {
        Enumerated = cell => new TrialLattice(new DynamicsSettings(cell).Sides),
    };

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell) => DynamicsRefusals.Of(cell, Description.BlockSize);

    /// <inheritdoc/>
    public ITrialRunner CreateRunner(LaneWidth width) => new DynamicsRunner(width);
}
