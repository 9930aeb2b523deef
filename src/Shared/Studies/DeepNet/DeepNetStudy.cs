using Farm.Domain;
using Farm.Numerics;
using Farm.Studies.Data;
using Farm.Studies.Networks;

namespace Farm.Studies.DeepNet;

/// <summary>How the units of deep networks die, or turn into sinks and saddles, while they learn.</summary>
/// <remarks>
/// Source: target-normalization-and-momentum.md §6, at γ = 1e-4, and phase-portrait-and-hyperbolicity.md for classification.
/// Plain and residual networks are those of <see cref="NetworkShape"/>; classes are learnt by softmax cross-entropy.
/// </remarks>
/// <param name="library">The data sets that this host has.</param>
public sealed class DeepNetStudy(DataLibrary library) : ILongStudy
{
    private const int MostLayers = 32;

    /// <inheritdoc/>
    public StudyDescription Description { get; } = new(
        Name: "deep-net",
        Revision: 3,
        ColumnVersion: 1,
        Question: "How do dead units and unit types of deep networks go with depth, width, residual blocks and the optimiser?",
        BlockSize: 1,
        Axes:
        [
            NetworkAxes.Data(BuiltInData.All),
            .. NetworkAxes.Targets(gamma: 1e-4, NetworkAxes.OfRegression),
            new("network", new WordDomain("plain", "residual"), Value.Of("plain"),
                "plain layers, or blocks h + W2·act(BN(W1·act(BN h))) between two linear maps"),
            new("depth", new IntegerDomain(1, MostLayers), Value.Of(4), "layers of activated units; two in a residual block")
            {
                Unit = "layers",
            },
            new("width", new IntegerDomain(1, 65_536), Value.Of(200), "units of a layer") { Unit = "units" },
            .. NetworkAxes.Activation,
            .. NetworkAxes.Start,
            NetworkAxes.StartScale(NetworkAxes.OfRegression),
            .. NetworkAxes.Training(updates: 250_000, recordEvery: 2_500),
            .. NetworkAxes.Classifier(new AxisCondition("network", "plain")),
        ],
        Measurements: NetworkColumns.Measurements(NetworkAxes.OfRegression, NetworkAxes.OfClassification))
    {
        Long = new LongTrials(
            cell => NetworkSlices.Of(cell, library), NetworkColumns.Curve(NetworkAxes.OfRegression, NetworkAxes.OfClassification, MostLayers)),
    };

    /// <summary>The data sets that this host has.</summary>
    internal DataLibrary Library => library;

    /// <inheritdoc/>
    public IEnumerable<CellRefusal> Refuse(Cell cell) => NetworkRefusals.Of(cell, library);

    /// <inheritdoc/>
    public ILongTrialRunner CreateLongRunner(LaneWidth width) => new NetworkRunner(width, library);
}
