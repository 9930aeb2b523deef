using Farm.Domain;

namespace Farm.Studies.Equilibria;

/// <summary>The parameters of the <c>equilibria</c> study.</summary>
internal static class EquilibriaAxes
{
    private static readonly AxisCondition[] onCircle = [new("over", "circle")];

    /// <summary>All axes, each after those it depends on.</summary>
    public static IReadOnlyList<Axis> All { get; } =
    [
        new("model", new WordDomain([.. UnitModel.Words]), Value.Of("relu"),
            "network: relu(z), |z|, relu(z) with a slope below zero, or relu(z1) + relu(z2)"),
        new("slope", new NumberDomain(0, 1, MaximumExcluded: true), Value.Of(0.01),
            "slope of leaky below zero, and its derivative at 0; the decimal is taken as it is written")
        {
            AppliesWhen = [new("model", "leaky")],
        },
        new("data", new WordDomain([.. SmallData.All.Select(s => s.Name)]), Value.Of(SmallData.Xor),
            "points and targets, all whole numbers"),
        new("loss_kind", new WordDomain("sum", "mean"), Value.Of("sum"),
            "sum of the squared errors, as both sources have it, or their mean, as study xor has it"),
        new("over", new WordDomain("faces", "circle"), Value.Of("faces"),
            "what the trials go over: all sign vectors, or the directions of the unit's weights at one length and bias"),
        new("diagonal", new NumberDomain(0, 1000, MinimumExcluded: true), Value.Of(0.5),
            "both weights of the unit at 45°; so r is √2 times as much, and 0.5 is what solves xor")
        {
            AppliesWhen = onCircle,
        },
        new("bias", new NumberDomain(-1000, 1000), Value.Of(0), "the unit's bias")
        {
            AppliesWhen = onCircle,
        },
        new("quarter_points", new IntegerDomain(1, 10_000), Value.Of(24), "directions in each quarter turn from 45° on")
        {
            Unit = "directions",
            AppliesWhen = onCircle,
        },
    ];
}
