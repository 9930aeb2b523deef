using Farm.Domain;
using Farm.Studies.Healing;

namespace Farm.Studies.Networks;

/// <summary>What trials of networks measure, and their time series.</summary>
/// <remarks>
/// "On the data" is on all samples, running statistics held where layers are normalised; torque, curvature and unit types are
/// those of the next mini-batch. A number that a trial does not have, or that is not finite, is NaN. Under Adam the row at
/// step 0 has no unit types: there are no moments yet to take its rule from.
/// </remarks>
internal static class NetworkColumns
{
    /// <summary>Number of unit types.</summary>
    public static int Types => UnitTypeWords.Types.Count;

    /// <summary>Number of the classifier's variants.</summary>
    public static int Variants => UnitTypeWords.Variants.Count;

    /// <summary>The measurements of a trial.</summary>
    /// <param name="regression">Must hold where targets are numbers; null when they always are.</param>
    /// <param name="classification">Must hold where targets are classes; null when they never are.</param>
    public static IReadOnlyList<Measurement> Measurements(AxisCondition? regression, AxisCondition? classification) =>
    [
        new("diverged", ColumnType.Flag, "whether the loss became infinite or not a number, which ends the trial") { KeptBits = 1 },
        new("fit", ColumnType.Float64, "mean squared error/γ² at the end, on the first 1,000 samples of a seeded order")
        {
            Histogram = new OctaveScale(-40, 20),
            AppliesWhen = Only(regression),
        },
        new("fit_start", ColumnType.Float64, "the same at the start") { AppliesWhen = Only(regression) },
        .. classification is null ? [] : OfClasses(classification),
        new("worst_dead", ColumnType.Float64, "largest share of dead units of any layer at the end: those off on all the data")
        {
            Histogram = new LinearScale(0, 1, 100),
        },
        new("worst_dead_start", ColumnType.Float64, "the same at the start"),
        new("worst_layer", ColumnType.Small, "the layer that has it at the end, from 1, the first of equals"),
        new("dead", ColumnType.Float64, "share of dead units of the whole network at the end"),
        new("dead_start", ColumnType.Float64, "the same at the start"),
        new("died", ColumnType.Flag, "whether a layer was dead whole in some row of the time series") { KeptBits = 1 },
        new("died_at", ColumnType.Float64, "updates made at the first such row") { Unit = "updates" },
        new("fit_since_died", ColumnType.Float64, "fit at the end by fit at that row: 1 when training has stopped there")
        {
            AppliesWhen = Only(regression),
        },
        new("diverged_at", ColumnType.Float64, "updates made when the loss was found infinite or not a number") { Unit = "updates" },
        new("dead_data", ColumnType.Float64, "largest share of dead data of any layer at the end: samples with no z above 0"),
        new("dead_data_start", ColumnType.Float64, "the same at the start"),
        new("torque", ColumnType.Float64, "mean torque ratio at the end, over all units that have one"),
        new("torque_p10", ColumnType.Float64, "least 10th percentile of any layer's torque ratios at the end"),
        new("no_torque", ColumnType.Float64, "share of all units and rows of the time series without torque"),
        .. from variant in UnitTypeWords.Variants
           from type in UnitTypeWords.Types
           select new Measurement(
               NameOf(variant, type), ColumnType.Float64, $"share of units of type {type} at the end, variant {variant}"),
        .. HealingColumns.All(),
    ];

    /// <summary>The columns of the time series.</summary>
    /// <param name="regression">Must hold where targets are numbers; null when they always are.</param>
    /// <param name="classification">Must hold where targets are classes; null when they never are.</param>
    /// <param name="depth">Most layers.</param>
    public static IReadOnlyList<Measurement> Curve(AxisCondition? regression, AxisCondition? classification, int depth) =>
    [
        new("batch_loss", ColumnType.Float32, "loss of the next mini-batch"),
        new("fit", ColumnType.Float64, "mean squared error/γ² on the first 1,000 samples of a seeded order")
        {
            AppliesWhen = Only(regression),
        },
        .. classification is null ? [] : (Measurement[])
        [
            new("loss", ColumnType.Float64, "cross-entropy on the data") { AppliesWhen = [classification] },
            new("accuracy", ColumnType.Float64, "share of the data that is classified right") { AppliesWhen = [classification] },
        ],
        new("worst_dead", ColumnType.Float32, "largest share of dead units of any layer"),
        new("dead_data", ColumnType.Float32, "largest share of dead data of any layer"),
        .. HealingColumns.All(),
        .. Enumerable.Range(1, depth).SelectMany(OfLayer),
    ];

    private static IEnumerable<Measurement> OfLayer(int layer)
    {
        AxisCondition[] when = layer == 1 ? [] : [new("depth") { AtLeast = layer }];
        Measurement Column(string name, ColumnType type, string meaning) =>
            new(FormattableString.Invariant($"layer{layer}_{name}"), type, meaning) { AppliesWhen = when };

        yield return Column("dead", ColumnType.Float32, "share of the layer's units that are off on all the data");
        yield return Column("dead_data", ColumnType.Float32, "share of the data on which no unit of the layer has z above 0");
        yield return Column("torque", ColumnType.Float32, "mean torque ratio of its units that have one");
        yield return Column("torque_p10", ColumnType.Float32, "10th percentile of them");
        yield return Column("no_torque", ColumnType.Count, "units without torque");
        yield return Column("sharpest", ColumnType.Float32, "largest eigenvalue of any unit's Hessian block");
        foreach (var variant in UnitTypeWords.Variants)
        {
            foreach (var type in UnitTypeWords.Types)
            {
                yield return Column(NameOf(variant, type), ColumnType.Count, $"units of type {type}, variant {variant}");
            }
        }
    }

    private static Measurement[] OfClasses(AxisCondition classification) =>
    [
        new("loss", ColumnType.Float64, "cross-entropy on the data at the end") { AppliesWhen = [classification] },
        new("loss_start", ColumnType.Float64, "the same at the start") { AppliesWhen = [classification] },
        new("accuracy", ColumnType.Float64, "share of the data that is classified right at the end") { AppliesWhen = [classification] },
        new("accuracy_start", ColumnType.Float64, "the same at the start") { AppliesWhen = [classification] },
    ];

    internal static string NameOf(string variant, string type) => $"{variant}_{type.Replace('-', '_')}";

    private static AxisCondition[] Only(AxisCondition? condition) => condition is null ? [] : [condition];
}
