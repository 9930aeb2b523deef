using Farm.Domain;
using Farm.Studies.Healing;

namespace Farm.Studies.Xor;

/// <summary>The parameters of the <c>xor</c> study.</summary>
internal static class XorAxes
{
    /// <summary>
    /// Default radius of <c>init: sphere</c>. The points lie at distance √2 from their centre, 90° apart, so that at
    /// radius 1 every unit starts with three points on and one off; from √2 on all are on.
    /// </summary>
    public const double DefaultRadius = 1;

    /// <summary>All axes, each after those it depends on.</summary>
    public static IReadOnlyList<Axis> All { get; } =
    [
        new("model", new WordDomain("relu-pair", "abs", "relu"), Value.Of("relu-pair"),
            "network: relu(z1) + relu(z2), |z|, or relu(z)"),
        new("slope", new NumberDomain(0, 1, MaximumExcluded: true), Value.Of(0),
            "slope of the ReLU below zero, and its derivative at 0")
        {
            AppliesWhen = [new("model", "relu-pair", "relu")],
        },
        new("optimizer", new WordDomain("adam", "gradient-descent", "heavy-ball"), Value.Of("adam"),
            "how gradients change the parameters"),
        new("learning_rate", new NumberDomain(0, 10, MinimumExcluded: true), Value.Of(0.01), "step size η"),
        new("beta1", new NumberDomain(0, 1, MaximumExcluded: true), Value.Of(0.9),
            "decay of Adam's mean of gradients")
        {
            AppliesWhen = [new("optimizer", "adam")],
        },
        new("beta2", new NumberDomain(0, 1, MaximumExcluded: true), Value.Of(0.99),
            "decay of Adam's mean of squared gradients")
        {
            AppliesWhen = [new("optimizer", "adam")],
        },
        new("adam_epsilon", new NumberDomain(1e-10, 1), Value.Of(1e-8), "added to Adam's root mean square")
        {
            AppliesWhen = [new("optimizer", "adam")],
        },
        new("momentum", new NumberDomain(0, 1, MaximumExcluded: true), Value.Of(0.9),
            "β of m ← βm + (1−β)g, θ ← θ − ηm")
        {
            AppliesWhen = [new("optimizer", "heavy-ball")],
        },
        new("init", new WordDomain("normal", "mirror", "live", "margin", "sphere"), Value.Of("normal"),
            "start: as drawn; w2 = −w1; redrawn until no point is dead; until every margin is kept; tangent to a sphere"),
        new("init_std", new NumberDomain(0, 100, MinimumExcluded: true), Value.Of(0.5),
            "standard deviation σ of the initial weights"),
        new("margin_kind", new WordDomain("activation", "distance"), Value.Of("activation"),
            "what must exceed the margin: some unit's z on every point, or every |z|/‖w‖ (and no point dead)")
        {
            AppliesWhen = [new("init", "margin")],
        },
        new("margin", new NumberDomain(0, 1000), null, "the margin that every start must keep")
        {
            AppliesWhen = [new("init", "margin")],
        },
        new("radius", new NumberDomain(0, 100), Value.Of(DefaultRadius),
            "distance of each unit's hyperplane from the data's centre; its own lies at 1.41")
        {
            AppliesWhen = [new("init", "sphere")],
        },
        new("max_epochs", new IntegerDomain(1, XorMeasurements.MostEpochs), Value.Of(800), "most epochs") { Unit = "epochs" },
        new("stop_loss", new NumberDomain(0, 1), Value.Of(1e-7), "training stops when the mean loss is below; 0 never"),
        new("patience", new IntegerDomain(0, ushort.MaxValue), Value.Of(10),
            "epochs in a row that may fail to improve on the best loss")
        {
            Unit = "epochs",
        },
        new("min_improvement", new NumberDomain(0, 1), Value.Of(1e-24),
            "by how much a loss must lie below the best one to improve on it"),
        .. HealingAxes.Of(isLater: true, "rescue").Select(OfXor),
        new("rescue_kind", new WordDomain("weight", "bias", "joint", "noise"), Value.Of("joint"),
            "what of the closest unit a rescue moves to revive a dead point: w, b, both, or w in a random direction")
        {
            AppliesWhen = [new("healing", "rescue")],
            IsLater = true,
        },
    ];

    /// <summary>A training is a hundred updates long here: curvature is looked at as often as all else.</summary>
    private static Axis OfXor(Axis axis) => axis.Name == "healing_rate_every"
        ? axis with { Default = Value.Of(XorTreatment.DefaultRateEvery) }
        : axis;
}
