using Farm.Domain;

namespace Farm.Studies.Unactivated;

/// <summary>The parameters of the <c>unactivated</c> study.</summary>
internal static class UnactivatedAxes
{
    /// <summary>Most units of a layer.</summary>
    public const int MostUnits = 4096;

    /// <summary>All axes, each after those it depends on.</summary>
    public static IReadOnlyList<Axis> All { get; } =
    [
        new("n0", new IntegerDomain(1, 64), Value.Of(2), "inputs") { Unit = "inputs" },
        new("n1", new IntegerDomain(1, MostUnits), Value.Of(6), "units of the first hidden layer") { Unit = "units" },
        new("law", new WordDomain("he-uniform", "uniform", "normal"), Value.Of("he-uniform"),
            "what weights and biases of a layer are drawn from: U(±√(6/fan-in)), U(−1, 1), or N(0, 1)"),
        new("scale", new NumberDomain(0, 1e6, MinimumExcluded: true), Value.Of(1),
            "factor of the first layer's weights and biases"),
        new("estimator", new WordDomain("exact", "smoothed", "sampled", "regions", "dimension"), Value.Of("exact"),
            "what is measured: the neuron exactly; exactly, with its bias integrated out; on a cloud of inputs; the regions of "
            + "the first layer; the network's functional dimension"),
        new("positive_share", new NumberDomain(0, 0.5, MinimumExcluded: true), Value.Of(0.5),
            "share of the neuron's weights that are drawn positive; below ½ draws are weighted, for the same mean and less "
            + "variance where the answer is rare")
        {
            AppliesWhen = [new("estimator", "smoothed")],
        },
        new("cloud", new IntegerDomain(1, 10_000_000), Value.Of(1000), "inputs that a draw is tried on")
        {
            Unit = "inputs",
            AppliesWhen = [new("estimator", "sampled")],
        },
        new("spread", new NumberDomain(0, 1e6, MinimumExcluded: true), Value.Of(10),
            "standard deviation of the cloud's inputs, which are normal")
        {
            AppliesWhen = [new("estimator", "sampled")],
        },
        new("jittered", new IntegerDomain(0, 1000), Value.Of(0),
            "networks near the drawn one that must be off on the cloud too, as the source has it")
        {
            AppliesWhen = [new("estimator", "sampled")],
        },
        new("jitter", new NumberDomain(0, 1, MinimumExcluded: true), Value.Of(0.01),
            "how near: every parameter moves by up to this share of the law's scale")
        {
            AppliesWhen = [new("estimator", "sampled"), new("jittered") { AtLeast = 1 }],
        },
        new("depth", new IntegerDomain(1, 16), Value.Of(1), "hidden layers below the neuron") { Unit = "layers" },
        new("hidden", new IntegerDomain(1, MostUnits), Value.Of(6), "units of the hidden layers after the first")
        {
            Unit = "units",
            AppliesWhen = [new("depth") { AtLeast = 2 }],
        },
    ];
}
