using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>How often is a neuron of a freshly drawn ReLU network stably unactivated: off on every input, and so for good?</summary>
/// <remarks>A trial is one draw of a network's parameters; <c>docs/UNACTIVATED.md</c> says how it is decided.</remarks>
public sealed class UnactivatedStudy : IStudy
{
    /// <inheritdoc/>
    public StudyDescription Description { get; } = new(
        Name: "unactivated",
        Revision: 2,
        ColumnVersion: 1,
        Question: "How often is a neuron of a freshly drawn ReLU network off on every input?",
        BlockSize: 1024,
        Axes: UnactivatedAxes.All,
        Measurements: UnactivatedMeasurements.All);

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell) => UnactivatedRefusals.Of(new UnactivatedSettings(cell));

    /// <inheritdoc/>
    public ITrialRunner CreateRunner(LaneWidth width) => new UnactivatedRunner(width);
}
