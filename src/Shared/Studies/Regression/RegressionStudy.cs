using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Data;
using Farm.Studies.Networks;

namespace Farm.Studies.Regression;

/// <summary>How well, and with how many dead ReLUs, one hidden layer fits targets of a scale γ and a mean δ.</summary>
/// <remarks>
/// Source: target-normalization-and-momentum.md §1 and appendix A. Inputs are standardised, the loss is the mean squared
/// error, mini-batches are reshuffled every epoch and its short last one is kept.
/// </remarks>
/// <param name="library">The data sets that this host has.</param>
public sealed class RegressionStudy(DataLibrary library) : ILongStudy
{
    /// <inheritdoc/>
    public StudyDescription Description { get; } = new(
        Name: "regression",
        Revision: 3,
        ColumnVersion: 1,
        Question: "How do the scale γ and the mean δ of targets change fit and dead ReLUs of a network of one hidden layer?",
        BlockSize: 1,
        Axes:
        [
            NetworkAxes.Data(BuiltInData.Regressions),
            .. NetworkAxes.Targets(gamma: 1),
            new("width", new IntegerDomain(1, 65_536), Value.Of(200), "units of the hidden layer") { Unit = "units" },
            .. NetworkAxes.Activation,
            .. NetworkAxes.Start,
            NetworkAxes.StartScale(),
            .. NetworkAxes.Training(updates: 250_000, recordEvery: 2_500),
            .. NetworkAxes.Classifier(),
        ],
        Measurements: NetworkColumns.Measurements(regression: null, classification: null))
    {
        Long = new LongTrials(cell => NetworkSlices.Of(cell, library), NetworkColumns.Curve(regression: null, classification: null, depth: 1)),
    };

    /// <summary>The data sets that this host has.</summary>
    internal DataLibrary Library => library;

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell) => library.Find(cell.Parameters["data"].Word)?.Classes is null
        ? NetworkRefusals.Of(cell, library)
        : [new("data", "its targets are classes, and this study learns numbers: use study deep-net.")];

    /// <inheritdoc/>
    public ILongTrialRunner CreateLongRunner(LaneWidth width) => new NetworkRunner(width, library);
}
