using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Momentum;

/// <summary>From which starts does a single ReLU find its target, and from which does it die, with momentum and without?</summary>
/// <remarks>
/// Source: Arnekvist, Carvalho, Kragic, Stork, "The effect of Target Normalization and Momentum on Dying ReLU". Starts are
/// the points of a lattice, so that trials are enumerated.
/// </remarks>
public sealed class MomentumStudy : IStudy
{
    /// <inheritdoc/>
    public StudyDescription Description { get; } = new(
        Name: "momentum",
        Revision: 1,
        ColumnVersion: 1,
        Question: "From which starts does a single ReLU find its target, and from which does it die, with momentum and without?",
        BlockSize: 1024,
        Axes: MomentumAxes.All,
        Measurements: MomentumMeasurements.All)
    {
        Enumerated = cell => MomentumLattice.TrialsOf(cell),
    };

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell) => MomentumRefusals.Of(cell);

    /// <inheritdoc/>
    public ITrialRunner CreateRunner(LaneWidth width) => new MomentumRunner(width);
}
