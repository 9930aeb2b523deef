using Farm.Domain;
using Farm.Studies.Data;
using Farm.Studies.Healing;

namespace Farm.Studies.Networks;

/// <summary>The parameters that studies of networks share.</summary>
internal static class NetworkAxes
{
    /// <summary>Most updates of a trial.</summary>
    public const long MostUpdates = 100_000_000;

    /// <summary>Which data set.</summary>
    /// <param name="own">The farm's own, the default first.</param>
    public static Axis Data(IReadOnlyList<string> own) => new(
        "data", new ContentDomain(own), Value.Of(own[0]), "what is learnt; 'farm data' lists the sets, and the word of a file of yours");

    /// <summary>The scale and the place of targets.</summary>
    public static IReadOnlyList<Axis> Targets(double gamma, params IReadOnlyList<AxisCondition> when) =>
    [
        new("gamma", new NumberDomain(1e-30, 1e6), Value.Of(gamma),
            "γ of the targets y = γ(y* − mean)/sd + δ") { AppliesWhen = when },
        new("delta", new NumberDomain(-1e6, 1e6), Value.Of(0), "δ of the targets") { AppliesWhen = when },
    ];

    /// <summary>What a unit does.</summary>
    public static IReadOnlyList<Axis> Activation { get; } =
    [
        new("activation", new WordDomain("relu", "leaky-relu", "abs"), Value.Of("relu"), "what a unit makes of its pre-activation"),
        new("slope", new NumberDomain(0, 1, MaximumExcluded: true), Value.Of(0.01), "slope of the leaky ReLU below 0, and its derivative at 0")
        {
            AppliesWhen = [new("activation", "leaky-relu")],
        },
    ];

    /// <summary>The start.</summary>
    public static IReadOnlyList<Axis> Start { get; } =
    [
        new("init", new WordDomain("uniform", "he-uniform", "he-normal", "xavier", "mirror"), Value.Of("uniform"),
            "weights and biases U(±1/√n); weights U(±√(6/n)), N(0, 2/n), U(±√(6/(n + m))) and biases 0; uniform in pairs w, −w"),
    ];

    /// <summary>Whether the start goes with γ.</summary>
    public static Axis StartScale(params IReadOnlyList<AxisCondition> when) => new(
        "init_scale", new WordDomain("one", "gamma"), Value.Of("one"), "what all initial parameters are multiplied by")
    {
        AppliesWhen = when,
    };

    /// <summary>How it is trained, and when it is looked at.</summary>
    public static IReadOnlyList<Axis> Training(long updates, long recordEvery) =>
    [
        new("optimizer", new WordDomain("adam", "sgd", "heavy-ball"), Value.Of("adam"), "how gradients change the parameters"),
        new("learning_rate", new NumberDomain(0, 10, MinimumExcluded: true), Value.Of(1e-3), "step size η"),
        new("beta1", new NumberDomain(0, 1, MaximumExcluded: true), Value.Of(0.9), "decay of Adam's mean of gradients")
        {
            AppliesWhen = [new("optimizer", "adam")],
        },
        new("beta2", new NumberDomain(0, 1, MaximumExcluded: true), Value.Of(0.999), "decay of Adam's mean of squared gradients")
        {
            AppliesWhen = [new("optimizer", "adam")],
        },
        new("adam_epsilon", new NumberDomain(1e-12, 1), Value.Of(1e-8), "added to Adam's root mean square")
        {
            AppliesWhen = [new("optimizer", "adam")],
        },
        new("momentum", new NumberDomain(0, 1, MaximumExcluded: true), Value.Of(0.9), "β of m ← βm + (1−β)g, θ ← θ − ηm")
        {
            AppliesWhen = [new("optimizer", "heavy-ball")],
        },
        new("batch_size", new IntegerDomain(1, 65_536), Value.Of(64), "samples of a mini-batch; an epoch's last one may be short")
        {
            Unit = "samples",
        },
        new("updates", new IntegerDomain(1, MostUpdates), Value.Of(updates), "updates of a trial") { Unit = "updates" },
        new("record_every", new IntegerDomain(1, MostUpdates), Value.Of(recordEvery),
            "updates from one row of the time series to the next; the start and the end have rows anyway")
        {
            Unit = "updates",
        },
        .. HealingAxes.Of(isLater: false),
    ];

    /// <summary>Options of the classifier, for plain networks.</summary>
    /// <param name="when">What plain networks are known by; nothing where there are no others.</param>
    public static IReadOnlyList<Axis> Classifier(params IReadOnlyList<AxisCondition> when) =>
    [
        new("tile_units", new IntegerDomain(1, 65_536), Value.Of(1),
            "neighbouring units that the classifier looks at as one, by the mean of their Hessian blocks; the last of a layer may be fewer")
        {
            Unit = "units",
            AppliesWhen = when,
        },
        new("jitter", new NumberDomain(0, 1000), Value.Of(0),
            "standard deviation of noise on the inputs of the batch that the classifier looks at; training does not see it")
        {
            AppliesWhen = when,
        },
    ];

    /// <summary>Holds for data sets of classifications; every other set, a user's table among them, is a regression's.</summary>
    public static AxisCondition OfClassification { get; } = new("data", [.. BuiltInData.Classifications, Cifar10.Name]);

    /// <summary>Holds for data sets of regressions.</summary>
    public static AxisCondition OfRegression { get; } = OfClassification with { IsNot = true };
}
