using Farm.Domain;

namespace Farm.Studies.Momentum;

/// <summary>The parameters of the <c>momentum</c> study.</summary>
internal static class MomentumAxes
{
    /// <summary>Most points along a side: four million starts.</summary>
    private const int MostPoints = 2000;

    private static readonly AxisCondition ofUnit = new("model", "relu");
    private static readonly AxisCondition ofSamples = new("gradient", "sampled", "network");

    /// <summary>All axes, each after those it depends on.</summary>
    public static IReadOnlyList<Axis> All { get; } =
    [
        new("model", new WordDomain("relu", "affine"), Value.Of("relu"), "what is trained: relu(wx + b), or wx + b"),
        new("target", new WordDomain("linear", "relu"), Value.Of("linear"),
            "what it is to fit: γx + Δ, as the source replaces it, or relu(γx + Δ)")
        {
            AppliesWhen = [ofUnit],
        },
        new("gradient", new WordDomain("exact", "sampled", "network"), Value.Of("exact"),
            "expected gradients in closed form, of fresh samples each step, or those of the trainer of networks")
        {
            AppliesWhen = [ofUnit],
        },
        new("dimension", new IntegerDomain(1, 1024), Value.Of(1), "inputs L; the target looks along the last")
        {
            AppliesWhen = [ofSamples],
            Unit = "inputs",
        },
        new("batch_size", new IntegerDomain(1, 65_536), Value.Of(64), "samples of each step's gradient")
        {
            AppliesWhen = [ofSamples],
            Unit = "samples",
        },
        new("gamma", new NumberDomain(0, 1000), Value.Of(1), "scale γ of the target"),
        new("delta", new NumberDomain(-1000, 1000), Value.Of(0), "bias Δ of the target"),
        new("momentum", new NumberDomain(0, 1, MaximumExcluded: true), Value.Of(0), "β of m ← βm + (1−β)g, θ ← θ − ηm"),
        new("learning_rate", new NumberDomain(0, 2, MinimumExcluded: true), Value.Of(0.1), "step size η"),
        new("dead_below", new NumberDomain(0, 0.5, MinimumExcluded: true), Value.Of(1e-3),
            "ε: a unit is dead when the share of inputs that activate it is below")
        {
            AppliesWhen = [ofUnit],
        },
        new("stop", new WordDomain("both", "update"), Value.Of("both"),
            "a trial stops when ‖ηm‖ and η‖gradient‖ are small, or, as in the source, when ‖ηm‖ is; with samples, in as many "
                + "steps in a row as draw 10/ε of them"),
        new("tolerance", new NumberDomain(0, 1, MinimumExcluded: true), Value.Of(1e-6), "what they must fall below"),
        new("max_steps", new IntegerDomain(1, 10_000_000), Value.Of(200_000), "most steps") { Unit = "steps" },
        new("lattice", new IntegerDomain(1, MostPoints), Value.Of(60),
            "points along a side of the lattice of starts: a cell has its square as trials")
        {
            Unit = "points",
        },
        new("square", new NumberDomain(0, 1000, MinimumExcluded: true), Value.Of(2),
            "half a side of the square of (w, b) that starts are the lattice of"),
        new("init", new WordDomain("plain", "rescaled"), Value.Of("plain"), "starts as they are, or multiplied by γ"),
    ];
}
