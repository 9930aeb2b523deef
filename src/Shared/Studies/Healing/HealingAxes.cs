using Farm.Domain;

namespace Farm.Studies.Healing;

/// <summary>The parameters of the general healing loop, the same in every study that has it.</summary>
/// <remarks>Thresholds are the sources' where they name one: D_th, ε, τ_th, ‖g‖, α, slope, T, the checks, ¼ and 4 (science.md §6).</remarks>
public static class HealingAxes
{
    /// <summary>The words of the axis <c>healing</c>, but for what a study adds: <c>off</c>, each action, and <c>all</c> of them.</summary>
    public static IReadOnlyList<string> Words { get; } =
        ["off", "bias-warm-up", "tangent", "noise", "leaky", "reinit", "prune", "step-size", "weight-decay", "all"];

    /// <summary>The actions of the general loop, in order.</summary>
    public static IReadOnlyList<HealingAction> Actions { get; } =
        [.. Enum.GetValues<HealingAction>().Where(a => a <= HealingAction.WeightDecay)];

    /// <summary>The word of an action.</summary>
    public static string WordOf(HealingAction action) => action switch
    {
        HealingAction.Revive => "revive",
        HealingAction.Centre => "centre",
        _ => Words[(int)action + 1],
    };

    /// <summary>The axes, <c>healing</c> first.</summary>
    /// <param name="isLater">Whether the study has had a release without them.</param>
    /// <param name="moreWords">Words of <c>healing</c> that only this study has.</param>
    public static IReadOnlyList<Axis> Of(bool isLater, params IReadOnlyList<string> moreWords) =>
    [
        .. All(moreWords).Select(a => a with { IsLater = isLater }),
    ];

    private static IEnumerable<Axis> All(IReadOnlyList<string> moreWords) =>
    [
        new("healing", new WordDomain([.. Words, .. moreWords]), Value.Of("off"),
            "what is done, while it trains, to a network that is not well; all escalates from tangent to noise to leaky"),
        When(new("healing_every", new IntegerDomain(1, 1_000_000), Value.Of(10), "updates from one check of the network to the next")
        {
            Unit = "updates",
        }, "bias-warm-up", "tangent", "noise", "leaky", "reinit", "prune"),
        When(new("healing_dead_data", new NumberDomain(0, 1, MaximumExcluded: true), Value.Of(0),
            "share of dead data in a layer above which its biases are raised"), "bias-warm-up"),
        When(new("healing_margin", new NumberDomain(0, 1000, MinimumExcluded: true), Value.Of(0.1),
            "highest pre-activation that a warm-up leaves on the worst sample"), "bias-warm-up"),
        When(new("healing_torque", new NumberDomain(0, 1), Value.Of(0.05),
            "torque ratio below which a unit is turned"), "tangent", "noise", "leaky"),
        When(new("healing_gradient", new NumberDomain(0, 1e6), Value.Of(1e-3),
            "norm of the gradient by a unit's weights above which its torque ratio counts"), "tangent", "noise", "leaky"),
        When(new("healing_turn", new NumberDomain(0, 1000, MinimumExcluded: true), Value.Of(0.1),
            "α of w += α·g_t and of w += α‖w‖·u"), "tangent", "noise"),
        When(new("healing_slope", new NumberDomain(0, 1, MinimumExcluded: true), Value.Of(0.01),
            "slope below zero of a unit that is made leaky"), "leaky"),
        When(new("healing_slope_updates", new IntegerDomain(1, 1_000_000), Value.Of(50), "how long it keeps that slope")
        {
            Unit = "updates",
        }, "leaky"),
        When(new("healing_target", new WordDomain("collapsed", "off", "collapsed-or-off"), Value.Of("collapsed"),
            "units that are replaced: collapsed sinks, those that no sample of the batch activates, or both"),
            "reinit", "prune"),
        When(new("healing_checks", new IntegerDomain(1, 1_000_000), Value.Of(3),
            "checks in a row that must find a unit so before it is replaced"), "reinit", "prune"),
        When(new("healing_norm", new NumberDomain(0, 1000), Value.Of(1e-4),
            "norm of weights and bias below which a sink is collapsed"), "reinit", "prune"),
        When(new("healing_type", new WordDomain("fixed", "span", "scaled"), Value.Of("scaled"),
            "variant of the classifier that says what a sink is; fixed hardly ever says it, as H is singular"),
            "reinit", "prune"),
        When(new("healing_rate_every", new IntegerDomain(1, 1_000_000), Value.Of(100), "updates from one look at curvatures to the next")
        {
            Unit = "updates",
        }, "step-size"),
        When(new("healing_rate_least", new NumberDomain(0, 1, MinimumExcluded: true), Value.Of(0.25),
            "least factor of a unit's step size"), "step-size"),
        When(new("healing_rate_most", new NumberDomain(1, 1e6), Value.Of(4), "largest factor of a unit's step size"), "step-size"),
        When(new("healing_decay", new NumberDomain(0, 1000, MinimumExcluded: true), Value.Of(0.01),
            "λ of the weight decay: each update multiplies weights by 1 − ηλ"), "weight-decay"),
    ];

    private static Axis When(Axis axis, params string[] words) =>
        axis with { AppliesWhen = [new("healing", [.. words, "all"])] };
}
