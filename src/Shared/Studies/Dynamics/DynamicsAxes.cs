using Farm.Domain;

namespace Farm.Studies.Dynamics;

/// <summary>The parameters of the <c>dynamics</c> study.</summary>
internal static class DynamicsAxes
{
    /// <summary>Models of one weight.</summary>
    public static readonly string[] OfOneWeight = ["weight-linear", "weight-relu", "weight-abs"];

    private static readonly string[] ofTwoInputs = ["relu", "abs", "relu-pair", "two-layer"];

    private static readonly Axis startWidth = new(
        "start_width", new NumberDomain(0, 1e6, MinimumExcluded: true), Value.Of(2),
        "half the side of the cube that parameters start in, from minus this to this; of normal starts the standard deviation");

    private static readonly Axis[] ofModels =
    [
        new("model", new WordDomain([.. OfOneWeight, .. ofTwoInputs]), Value.Of("abs"),
            "network: wx, relu(wx), |wx|; with two inputs and a bias relu(z), |z|, relu(z1) + relu(z2); 2-width-1 with both layers trained"),
        new("slope", new NumberDomain(0, 1, MaximumExcluded: true), Value.Of(0),
            "slope of the ReLU below zero, and its derivative at 0")
        {
            AppliesWhen = [new("model", "weight-relu", "relu", "relu-pair", "two-layer")],
        },
        new("width", new IntegerDomain(1, 8), Value.Of(3), "hidden units of the network of two layers")
        {
            Unit = "units",
            AppliesWhen = [new("model", "two-layer")],
        },
        new("points", new WordDomain(OrbitSets.OfOneInput), Value.Of("one"),
            "data of one input, x → y: one 1 → 1; mirror ±1 → 1; lopsided 1 → 1, −2 → 1")
        {
            AppliesWhen = [new("model", OfOneWeight)],
        },
        new("data", new WordDomain(OrbitSets.OfTwoInputs), Value.Of("xor"),
            "targets of the corners of the square, (±1, ±1), or a set of four points without symmetry")
        {
            AppliesWhen = [new("model", ofTwoInputs)],
        },
        new("learning_rate", new NumberDomain(0, 1000, MinimumExcluded: true), Value.Of(0.1), "step size η"),
    ];

    private static readonly Axis[] ofOrbits =
    [
        new("transient", new IntegerDomain(0, 100_000_000), Value.Of(4096), "steps before anything is measured")
        {
            Unit = "steps",
        },
        new("steps", new IntegerDomain(512, 100_000_000), Value.Of(8192), "steps that exponents are measured over, a multiple of 512")
        {
            Unit = "steps",
        },
        new("exponents", new WordDomain("on", "off"), Value.Of("on"), "whether Lyapunov exponents are measured; without, none is called chaotic"),
        new("max_period", new IntegerDomain(1, 2047), Value.Of(64), "longest cycle that is looked for") { Unit = "steps" },
        new("watch", new IntegerDomain(0, 60_000), Value.Of(64),
            "steps from the start on in which curvature and loss are looked at in every step")
        {
            Unit = "steps",
        },
        new("verify_every", new IntegerDomain(0, 1_000_000_000), Value.Of(16),
            "each so-many-th orbit is verified in twice the precision and, where it can be, proved; 0 for none"),
    ];

    /// <summary>Axes of the study whose starts are drawn, each after those it depends on.</summary>
    public static IReadOnlyList<Axis> Drawn { get; } =
    [
        .. ofModels,
        new("start", new WordDomain("cube", "normal"), Value.Of("cube"),
            "where orbits begin: drawn uniformly from a cube; or weights normal and biases 0"),
        startWidth,
        .. ofOrbits,
    ];

    /// <summary>Axes of the study whose starts are enumerated.</summary>
    public static IReadOnlyList<Axis> Enumerated { get; } =
    [
        .. ofModels,
        new("lattice", new IntegerDomain(1, 1_000_000), Value.Of(16),
            "starts along each parameter, in the middle of equal parts of the cube")
        {
            Unit = "points",
        },
        startWidth,
        .. ofOrbits,
    ];
}
