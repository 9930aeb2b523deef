using Farm.Domain;

namespace Farm.Studies.Unactivated;

/// <summary>The measurements of the <c>unactivated</c> study, in the order in which digests read their columns.</summary>
internal static class UnactivatedMeasurements
{
    /// <summary>All measurements.</summary>
    public static IReadOnlyList<Measurement> All { get; } =
    [
        new("unactivated", ColumnType.Flag, "whether the neuron is off on every input (sampled: on the cloud)")
        {
            KeptBits = 1,
            AppliesWhen = [new("estimator", "exact", "sampled")],
        },
        new("probability", ColumnType.Float64,
            "chance that it is, given all but its bias; times the draw's weight where positive_share is not ½: its mean is the "
            + "share of unactivated neurons")
        {
            AppliesWhen = [new("estimator", "smoothed")],
        },
        new("bounded", ColumnType.Flag, "whether no slope along an edge of the first layer's regions is above 0")
        {
            KeptBits = 1,
            AppliesWhen = [new("estimator", "exact", "smoothed")],
        },
        new("undecided", ColumnType.Flag, "whether rounding may have decided: then it counts as activated")
        {
            KeptBits = 1,
            AppliesWhen = [new("estimator", "exact", "smoothed")],
        },
        new("against_exact", ColumnType.Small, "what the exact test says of the same draw; unknown where it cannot be done")
        {
            Words = ["true-positive", "false-positive", "true-negative", "false-negative", "unknown"],
            KeptBits = 3,
            AppliesWhen = [new("estimator", "sampled")],
        },
        Of("regions", "regions", "regions that the first layer's hyperplanes cut space into"),
        Of("regions", "bounded_regions", "bounded ones among them"),
        Of("regions", "facets", "facets of a region, on average over them"),
        new("axes_met", ColumnType.Count, "units that are on alone for some input")
        {
            Unit = "units",
            AppliesWhen = [new("estimator", "regions")],
        },
        new("antipode", ColumnType.Flag, "whether a bounded region has its negated codeword beside it, which lemma 3.6 rules out")
        {
            KeptBits = 1,
            AppliesWhen = [new("estimator", "regions")],
        },
        Of("dimension", "dimension", "rank of the output's derivatives with respect to all parameters, the neuron the output"),
        Of("dimension", "dimension_bound", "the most that it can be: all parameters less one for each hidden unit"),
        Of("dimension", "dimension_gap", "last singular value that counts over the first that does not; none when all count"),
        new("below_bound", ColumnType.Flag, "whether the dimension is below its bound")
        {
            KeptBits = 1,
            AppliesWhen = [new("estimator", "dimension")],
        },
        new("unactivated_units", ColumnType.Count, "units of the second hidden layer that are stably unactivated")
        {
            Unit = "units",
            KeptBits = 6,
            AppliesWhen = [new("estimator", "dimension")],
        },
    ];

    private static Measurement Of(string estimator, string name, string meaning) => new(name, ColumnType.Float64, meaning)
    {
        AppliesWhen = [new("estimator", estimator)],
    };
}
