using Farm.Domain;
using Farm.Studies.Healing;

namespace Farm.Studies.Xor;

/// <summary>The measurements of the <c>xor</c> study, in the order in which digests read their columns.</summary>
/// <remarks>
/// A number that is not finite, and one that the trial does not have, is stored as NaN. "At the end" means at the
/// parameters after the last update. Angles are those of the weights (normals of the hyperplanes), from the x axis.
/// </remarks>
internal static class XorMeasurements
{
    /// <summary>Most epochs that a trial's column and the axis <c>max_epochs</c> hold.</summary>
    public const int MostEpochs = ushort.MaxValue;

    private static readonly AxisCondition[] ofPairs = [new("model", "relu-pair")];

    private static readonly AxisCondition[] ofRedrawn = [new("init", "live", "margin")];

    /// <summary>All measurements.</summary>
    public static IReadOnlyList<Measurement> All { get; } =
    [
        new("failed", ColumnType.Flag, "whether the end's output is not ≥ 0.5 on exactly the points of class 1")
        {
            KeptBits = 1,
        },
        new("accuracy", ColumnType.Small, "share of the four points that are right at the end")
        {
            Scale = 0.25,
            KeptBits = 3,
        },
        new("end", ColumnType.Small, "why training ended: loss below stop_loss, no improvement, max_epochs, not finite")
        {
            Words = ["solved", "stalled", "exhausted", "diverged"],
            KeptBits = 2,
        },
        new("epochs", ColumnType.Count, "epochs until training ended")
        {
            Unit = "epochs",
            Histogram = new LinearScale(0, 800, 80),
            KeptBits = 16,
        },
        Dead("dead_start_class0", "points of class 0 on which every unit is off at the start"),
        Dead("dead_start_class1", "points of class 1 on which every unit is off at the start"),
        Dead("dead_end_class0", "points of class 0 on which every unit is off at the end"),
        Dead("dead_end_class1", "points of class 1 on which every unit is off at the end"),
        new("mirror_end", ColumnType.Flag, "whether the units end as mirror images: cosine ≤ −0.99")
        {
            KeptBits = 1,
            AppliesWhen = ofPairs,
        },
        new("redraws", ColumnType.Count, "starts thrown away before the one that was trained")
        {
            Histogram = new OctaveScale(0, 16),
            AppliesWhen = ofRedrawn,
        },
        new("loss", ColumnType.Float32, "mean squared error over the four points at the end")
        {
            Histogram = new OctaveScale(-40, 8),
        },
        new("start_margin_activation", ColumnType.Float32, "smallest over points of the largest z over units, at the start")
        {
            Histogram = new LinearScale(-4, 4, 80),
        },
        new("start_margin_distance", ColumnType.Float32, "smallest |z|/‖w‖ over units and points, at the start")
        {
            Histogram = new LinearScale(0, 2, 80),
        },
        .. Units("angle", "direction of the unit's normal at the end", "degrees", new LinearScale(-180, 180, 72)),
        .. Units("turn", "turn of the unit's normal from start to end", "degrees", new LinearScale(-180, 180, 72)),
        .. Units("norm", "‖w‖ at the end", "", new OctaveScale(-12, 12)),
        .. Units("no_torque", "share of epochs with torque ratio < 0.05 and ‖g‖ > 0.001; none for a unit that ends off",
            "", new LinearScale(0, 1, 50)),
        .. Units("torque", "torque ratio of the gradient at the end; none where w or g is 0", "", new LinearScale(0, 1, 50)),
        .. Units("gradient_norm", "‖g‖, g the gradient by the unit's w, at the end", "", new OctaveScale(-40, 8)),
        .. Parameters("1", []),
        .. Parameters("2", ofPairs),
        .. Types("unit_fixed", "type of the unit's update at the end, all eigenvalues, tolerance 0.01", keptBits: 3),
        .. Types("unit_span", "the same without eigenvalues that too few active points force to 0", keptBits: 0),
        .. Types("unit_scaled", "the same without flat ones either, tolerance 0", keptBits: 3),
        .. Counts("unit_rank", "rank of the points that reach the unit at the end"),
        .. Counts("unit_below", "its eigenvalues with |μ| < 0.99, of three"),
        .. Counts("unit_above", "its eigenvalues with |μ| > 1.01"),
        .. Counts("unit_flat", "its eigenvalues on the span that are flat: below 0.001 of their mean"),
        .. Counts("unit_scaled_above", "its eigenvalues with |μ| > 1"),
        .. Counts("unit_flips", "its eigenvalues with |μ + 1| ≤ 0.01"),
        .. HealingAxes.Actions.Select(a => Healed(a, HealingAxes.WordOf(a), "all")),
        Healed(HealingAction.Revive, "rescue"),
        Healed(HealingAction.Centre, "rescue"),
        Healing("healed_first", "updates before the first healing action; none without one", new LinearScale(0, 800, 80)) with
        {
            Unit = "updates",
        },
        Healing("healed_dead_before", "share of dead data just before the first action", new LinearScale(0, 1.25, 5)),
        Healing("healed_dead_after", "share of dead data just after the last action", new LinearScale(0, 1.25, 5)),
        Healing("healed_torque_before", "smallest torque ratio just before the first action", new LinearScale(0, 1, 50)),
        Healing("healed_torque_after", "the same just after the last action, the gradient held", new LinearScale(0, 1, 50)),
    ];

    /// <summary>What column version 3 added: how often an action was done in a trial.</summary>
    private static Measurement Healed(HealingAction action, params IReadOnlyList<string> words) =>
        new(HealingColumns.NameOf(action), ColumnType.Float32, $"healing actions of kind {HealingAxes.WordOf(action)}")
        {
            Unit = "actions",
            Histogram = new OctaveScale(0, 17),
            Since = 3,
            AppliesWhen = [new("healing", words)],
        };

    private static Measurement Healing(string name, string meaning, HistogramScale scale) =>
        new(name, ColumnType.Float32, meaning)
        {
            Histogram = scale,
            Since = 3,
            AppliesWhen = [new("healing", "off") { IsNot = true }],
        };

    private static Measurement Dead(string name, string meaning) =>
        new(name, ColumnType.Small, meaning) { Unit = "points", KeptBits = 2 };

    private static Measurement[] Units(string name, string meaning, string unit, HistogramScale scale)
    {
        var first = new Measurement(name + "_1", ColumnType.Float32, meaning) { Unit = unit, Histogram = scale };
        return [first, first with { Name = name + "_2", AppliesWhen = ofPairs }];
    }

    private static Measurement[] Types(string name, string meaning, int keptBits) => Later(new(name, ColumnType.Small, meaning)
    {
        Words = UnitTypeWords.Types,
        KeptBits = keptBits,
    });

    private static Measurement[] Counts(string name, string meaning) =>
        Later(new(name, ColumnType.Small, meaning) { Unit = "eigenvalues" });

    /// <summary>What column version 2 added, of each unit.</summary>
    private static Measurement[] Later(Measurement measurement)
    {
        var first = measurement with { Name = measurement.Name + "_1", Since = 2 };
        return [first, first with { Name = measurement.Name + "_2", AppliesWhen = ofPairs }];
    }

    private static Measurement[] Parameters(string unit, AxisCondition[] when) =>
    [
        Parameter($"w{unit}_x", "first weight at the end", when),
        Parameter($"w{unit}_y", "second weight at the end", when),
        Parameter($"b{unit}", "bias at the end", when),
    ];

    private static Measurement Parameter(string name, string meaning, AxisCondition[] when) =>
        new(name, ColumnType.Float32, meaning) { AppliesWhen = when };
}
