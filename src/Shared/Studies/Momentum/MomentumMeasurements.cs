using Farm.Domain;

namespace Farm.Studies.Momentum;

/// <summary>What a trial of the <c>momentum</c> study measures.</summary>
internal static class MomentumMeasurements
{
    /// <summary>Codes of <c>end</c>.</summary>
    public const int Optimum = 0;

    /// <summary>The unit is dead.</summary>
    public const int Dead = 1;

    /// <summary>Neither.</summary>
    public const int Neither = 2;

    private static readonly AxisCondition ofUnit = new("model", "relu");
    private static readonly AxisCondition ofAffine = new("model", "affine");

    /// <summary>All measurements.</summary>
    public static IReadOnlyList<Measurement> All { get; } =
    [
        new("dead", ColumnType.Flag, "whether it ended dead, and not at the optimum") { KeptBits = 1, AppliesWhen = [ofUnit] },
        new("born_dead", ColumnType.Flag, "whether it was dead where it started") { KeptBits = 1, AppliesWhen = [ofUnit] },
        new("end", ColumnType.Small,
            "where it ended, in this order: within 0.02·max(γ, 0.001) + 0.0001 of the optimum; dead; neither")
        {
            Words = ["optimum", "dead", "neither"],
            KeptBits = 2,
        },
        new("stopped", ColumnType.Flag, "whether the stop rule ended it, and not the most steps") { KeptBits = 1 },
        new("steps", ColumnType.Float64, "steps made") { Unit = "steps", Histogram = new OctaveScale(0, 24) },
        new("w_end", ColumnType.Float64, "last weight, along the target where there are several"),
        new("b_end", ColumnType.Float64, "last bias"),
        new("across_end", ColumnType.Float64, "norm of the last weights across the target")
        {
            AppliesWhen = [new("gradient", "sampled", "network")],
        },
        new("t_end", ColumnType.Float64, "last b/‖w‖, within ±38") { Histogram = new LinearScale(-38, 38, 152) },
        new("active_end", ColumnType.Float64, "Φ(b/‖w‖) at the end: the share of inputs that activate the unit")
        {
            AppliesWhen = [ofUnit],
        },
        new("loss", ColumnType.Float64,
            "½·E[error²] at the end in closed form; none for several inputs and a target relu(γx + Δ)")
        {
            Histogram = new OctaveScale(-60, 20),
        },
        new("distance", ColumnType.Float64, "distance of the last parameters from the optimum")
        {
            Histogram = new OctaveScale(-60, 20),
        },
        new("least_t", ColumnType.Float64, "smallest b/‖w‖ on the way, within ±38") { AppliesWhen = [ofAffine] },
        new("eigen_real", ColumnType.Float64,
            "real part of the leading eigenvalue of the parameters' recurrence, measured from the first steps")
        {
            AppliesWhen = [ofAffine],
        },
        new("eigen_imaginary", ColumnType.Float64, "its imaginary part, at least 0") { AppliesWhen = [ofAffine] },
        new("radius", ColumnType.Float64, "the larger modulus of both measured eigenvalues") { AppliesWhen = [ofAffine] },
    ];
}
