using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>How often, and how, small networks fail to learn XOR, by initialisation, model and optimiser.</summary>
/// <remarks>
/// Full-batch training in float32 on the points (−1,−1), (1,−1), (−1,1), (1,1) with targets 0, 1, 1, 0; the loss is the
/// mean of the squared errors.
/// </remarks>
public sealed class XorStudy : IStudy
{
    /// <inheritdoc/>
    public StudyDescription Description { get; } = new(
        Name: "xor",
        Revision: 1,
        ColumnVersion: 3,
        Question: "How often does training on XOR fail, and how does it end, under each initialisation?",
        BlockSize: 1024,
        Axes: XorAxes.All,
        Measurements: XorMeasurements.All);

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell) => XorRefusals.Of(cell);

    /// <inheritdoc/>
    public ITrialRunner CreateRunner(LaneWidth width) => new XorRunner(width);
}
