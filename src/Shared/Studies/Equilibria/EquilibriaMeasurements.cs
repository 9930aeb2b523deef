using Farm.Domain;

namespace Farm.Studies.Equilibria;

/// <summary>The measurements of the <c>equilibria</c> study, in the order in which digests read their columns.</summary>
/// <remarks>
/// All are computed exactly and stored as the nearest float64. A number that a trial does not have is NaN. Bit k of a mask
/// is pre-activation k: unit 1 on each sample, then unit 2. Where a face's stationary set is more than a point, what is
/// said of a point is of one in its relative interior.
/// </remarks>
internal static class EquilibriaMeasurements
{
    /// <summary>Most eigenvalues that a model has here.</summary>
    public const int MostParameters = 6;

    private static readonly AxisCondition overFaces = new("over", "faces");

    private static readonly AxisCondition overCircle = new("over", "circle");

    private static readonly AxisCondition ofPairs = new("model", "relu-pair");

    private static readonly AxisCondition inPlane = new("data", SmallData.Parity, SmallData.Tent) { IsNot = true };

    /// <summary>All measurements.</summary>
    public static IReadOnlyList<Measurement> All { get; } =
    [
        Faces(new("can_hold", ColumnType.Flag, "whether any parameters give these signs") { KeptBits = 1 }),
        Faces(new("kind", ColumnType.Small, "what the face holds")
        {
            Words = ["impossible", "none", "passing", "saddle", "maximum", "flat-minimum", "strict-minimum"],
            KeptBits = 3,
        }),
        Faces(new("stationary", ColumnType.Flag, "whether the loss is stationary along the face somewhere in it")
        {
            KeptBits = 1,
        }),
        Faces(new("meets_closure", ColumnType.Flag, "whether it is somewhere in the face or on its border") { KeptBits = 1 }),
        Faces(new("rests", ColumnType.Flag, "whether gradient descent stays there, with its derivative at 0") { KeptBits = 1 }),
        Faces(new("differentiable", ColumnType.Flag, "whether the loss has a gradient there") { KeptBits = 1 }),
        Faces(new("has_hessian", ColumnType.Flag, "whether eigenvalues are given: of a region's quadratic, or there") { KeptBits = 1 }),
        Faces(new("bounded", ColumnType.Flag, "whether the stationary set within the closure is bounded; not where it is empty")
        {
            KeptBits = 1,
        }),
        Faces(new("zeros", ColumnType.Small, "pre-activations that are 0 by the face's signs") { KeptBits = 4 }),
        Faces(new("span", ColumnType.Small, "dimension of the face") { KeptBits = 3 }),
        Faces(new("rank", ColumnType.Small, "rank of the samples that the loss depends on along it") { KeptBits = 3 }),
        Faces(new("critical_dimension", ColumnType.Small, "span − rank: of the set where its quadratic is stationary")
        {
            KeptBits = 3,
        }),
        Faces(new("kinks", ColumnType.Count, "mask: pre-activations 0 on all of that set within the closure") { KeptBits = 16 }),
        Faces(new("bends", ColumnType.Count, "mask: those among them whose sample has an error") { KeptBits = 16 }),
        Faces(new("set_dimension", ColumnType.Float32, "dimension of that set within the closure")),
        Faces(new("least", ColumnType.Float64, "least value of the face's quadratic, whether or not it is reached")),
        new("loss", ColumnType.Float64, "the loss on that set; over the circle, at the direction"),
        Faces(new("steepest", ColumnType.Float64, "least slope of the loss there, in a direction within −1 … 1 an axis")),
        .. Enumerable.Range(1, MostParameters).Select(Eigenvalue),
        Faces(new("rational_eigenvalues", ColumnType.Small, "eigenvalues that are rational, and so exact") { KeptBits = 3 }),
        .. Units("turn_law", u => new(u, ColumnType.Small, "θ̇ = −factor·∂L/∂θ of gradient flow in the face: its factor")
        {
            Words = TurnLaws.Words,
            KeptBits = 2,
            AppliesWhen = [overFaces, inPlane],
        }),
        new("angle", ColumnType.Float32, "direction of the unit's weights") { Unit = "degrees", AppliesWhen = [overCircle] },
        new("turning", ColumnType.Small, "what the loss does at the direction, as the unit turns")
        {
            Words = ["slope", "minimum", "maximum", "level"],
            KeptBits = 2,
            AppliesWhen = [overCircle],
        },
        Bias("bias_slope_left", "dL/db of the unit's bias b, coming from below"),
        Bias("bias_slope_right", "dL/db, coming from above"),
        .. Parameters(),
        .. Angular("slope_left", "dL/dθ of the unit's angle θ, coming from below"),
        .. Angular("slope_right", "dL/dθ, coming from above"),
        .. Angular("curvature_left", "d²L/dθ², coming from below"),
        .. Angular("curvature_right", "d²L/dθ², coming from above"),
    ];

    private static Measurement Faces(Measurement measurement) => measurement with { AppliesWhen = [overFaces] };

    private static Measurement Bias(string name, string meaning) =>
        new(name, ColumnType.Float64, meaning) { AppliesWhen = [overCircle] };

    private static Measurement Eigenvalue(int number)
    {
        var measurement = Faces(new($"eigenvalue_{number}", ColumnType.Float64, "of the Hessian, in ascending order"));
        return number > 4 ? measurement with { AppliesWhen = [overFaces, ofPairs] } : measurement;
    }

    private static Measurement[] Angular(string name, string meaning) =>
        Units(name, u => new(u, ColumnType.Float64, meaning) { AppliesWhen = [inPlane] });

    private static Measurement[] Units(string name, Func<string, Measurement> of)
    {
        var second = of(name + "_2");
        return [of(name + "_1"), second with { AppliesWhen = [.. second.AppliesWhen, ofPairs] }];
    }

    private static IEnumerable<Measurement> Parameters()
    {
        for (var unit = 1; unit <= 2; unit++)
        {
            AxisCondition[] when = unit == 2 ? [ofPairs] : [];
            yield return Parameter($"w{unit}_x", "first weight there", when);
            yield return Parameter($"w{unit}_y", "second weight there", [.. when, new("data", SmallData.Tent) { IsNot = true }]);
            yield return Parameter($"w{unit}_z", "third weight there", [.. when, new("data", SmallData.Parity)]);
            yield return Parameter($"b{unit}", "bias there", when);
        }
    }

    private static Measurement Parameter(string name, string meaning, AxisCondition[] when) =>
        new(name, ColumnType.Float64, meaning) { AppliesWhen = when };
}
