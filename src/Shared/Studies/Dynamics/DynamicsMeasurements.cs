using Farm.Domain;

namespace Farm.Studies.Dynamics;

/// <summary>The measurements of the <c>dynamics</c> study, in the order in which digests read their columns.</summary>
/// <remarks>A number that is not finite, and one that the orbit does not have, is stored as NaN.</remarks>
internal static class DynamicsMeasurements
{
    private static readonly AxisCondition[] ofExponents = [new("exponents", "on")];

    /// <summary>All measurements.</summary>
    public static IReadOnlyList<Measurement> All { get; } =
    [
        new("converged", ColumnType.Flag, "whether the orbit ends in a point") { KeptBits = 1 },
        new("end", ColumnType.Small, "how the orbit ends; rounding: on a cycle that repels, where only rounding can hold it")
        {
            Words = ["point", "cycle", "chaotic", "undecided", "diverged", "rounding"],
            KeptBits = 3,
        },
        new("fitted", ColumnType.Flag, "whether the loss at the end is below 1e-9") { KeptBits = 1 },
        new("lost_below_bound", ColumnType.Flag, "whether it ends in a cycle, chaos or at infinity although η times the largest curvature met is below 2")
        {
            KeptBits = 1,
        },
        new("held_beyond_bound", ColumnType.Flag, "whether it ends in a point although η times the largest curvature met is above 2")
        {
            KeptBits = 1,
        },
        new("period", ColumnType.Count, "period of the cycle, 1 for a point; 0 for none")
        {
            Unit = "steps",
            KeptBits = 11,
        },
        new("verified", ColumnType.Small, "in twice the precision, from the stored state")
        {
            Words = ["unchecked", "confirmed", "not-confirmed"],
            KeptBits = 2,
        },
        new("proof", ColumnType.Small, "in exact arithmetic: that a cycle of this period exists, each point inside its activity pattern")
        {
            Words = ["none", "proved", "failed"],
            KeptBits = 2,
        },
        new("direction", ColumnType.Small, "where the norm went above 1e9 or below 1e-9: whether θ/‖θ‖ settles, changes sign each step, has period 2, or turns")
        {
            Words = ["bounded", "settled", "flipping", "alternating", "turning"],
            KeptBits = 3,
        },
        new("raised", ColumnType.Count, "watched steps that raised the loss") { Unit = "steps", Histogram = new OctaveScale(0, 16) },
        new("raised_below_bound", ColumnType.Count, "those whose η times curvature, before and after, was below 2")
        {
            Unit = "steps",
            Histogram = new OctaveScale(0, 16),
        },
        new("curvature", ColumnType.Float64, "largest eigenvalue of the Hessian met in watched steps and at the end"),
        new("rate_times_curvature", ColumnType.Float64, "η times that; the source's bound is 2"),
        new("curvature_end", ColumnType.Float64, "largest eigenvalue of the Hessian at the end, over the cycle's points"),
        new("loss", ColumnType.Float64, "mean squared error at the end") { Histogram = new OctaveScale(-60, 12) },
        new("norm", ColumnType.Float64, "‖θ‖ at the end"),
        new("place", ColumnType.Float64, "first weight at the end") { Histogram = new LinearScale(-4, 4, 160) },
        new("multiplier", ColumnType.Float64, "largest modulus of the eigenvalues of the Jacobian along the cycle; none where a z is 0"),
        new("multiplier_re", ColumnType.Float64, "real part of that eigenvalue"),
        new("multiplier_im", ColumnType.Float64, "imaginary part, above the axis"),
        new("neutral", ColumnType.Small, "eigenvalues of the cycle within 1e-6 of the unit circle"),
        new("escape", ColumnType.Float64, "steps until the norm was above 1e9") { Unit = "steps", Histogram = new OctaveScale(0, 27) },
        new("exponent", ColumnType.Float64, "largest Lyapunov exponent")
        {
            Unit = "per step",
            Histogram = new LinearScale(-3, 1.5, 180),
            AppliesWhen = ofExponents,
        },
        new("exponent_error", ColumnType.Float64, "half of its 99% interval, Student's t over 32 blocks")
        {
            Unit = "per step",
            AppliesWhen = ofExponents,
        },
        new("exponent_2", ColumnType.Float64, "second exponent") { Unit = "per step", AppliesWhen = ofExponents },
        new("exponent_3", ColumnType.Float64, "third exponent") { Unit = "per step", AppliesWhen = ofExponents },
        new("singular", ColumnType.Flag, "whether the largest exponent is −∞: the Jacobians' product is 0")
        {
            KeptBits = 1,
            AppliesWhen = ofExponents,
        },
    ];
}
