using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Momentum;

/// <summary>A cell's parameters.</summary>
internal readonly struct MomentumSettings
{
    /// <summary>
    /// Samples, in units of 1/ε, that no trial of sampled gradients stops before: a unit that is not dead stays silent on
    /// all of them with a probability of at most e^−10.
    /// </summary>
    private const double QuietSamples = 10;

    /// <summary>Reads a cell.</summary>
    public MomentumSettings(Cell cell)
    {
        var parameters = cell.Parameters;
        Model = parameters["model"].Word;
        Target = parameters.TryGetValue("target", out var target) ? target.Word : "linear";
        Gradient = parameters.TryGetValue("gradient", out var gradient) ? gradient.Word : "exact";
        Problem = new SingleReluProblem(parameters["gamma"].Number, parameters["delta"].Number);
        Momentum = parameters["momentum"].Number;
        Rate = parameters["learning_rate"].Number;
        DeadBelow = parameters.TryGetValue("dead_below", out var dead) ? dead.Number : 0;
        StopsOnUpdateAlone = parameters["stop"].Word == "update";
        Tolerance = parameters["tolerance"].Number;
        MostSteps = (int)parameters["max_steps"].Number;
        Lattice = new MomentumLattice(cell);
        Dimension = parameters.TryGetValue("dimension", out var dimension) ? (int)dimension.Number : 1;
        BatchSize = parameters.TryGetValue("batch_size", out var batch) ? (int)batch.Number : 0;
        QuietSteps = BatchSize == 0 ? 1 : Math.Max(1, (int)Math.Ceiling(QuietSamples / (DeadBelow * BatchSize)));
        var scale = Math.Max(Problem.Gamma, 1e-3);
        OptimumWithin = 0.02 * scale + 1e-4;
    }

    /// <summary>Axis <c>model</c>.</summary>
    public string Model { get; }

    /// <summary>Axis <c>target</c>.</summary>
    public string Target { get; }

    /// <summary>Axis <c>gradient</c>.</summary>
    public string Gradient { get; }

    /// <summary>γ and Δ.</summary>
    public SingleReluProblem Problem { get; }

    /// <summary>β.</summary>
    public double Momentum { get; }

    /// <summary>η.</summary>
    public double Rate { get; }

    /// <summary>ε: a unit is dead below this share of active inputs.</summary>
    public double DeadBelow { get; }

    /// <summary>Whether a small update stops a trial whatever the gradient.</summary>
    public bool StopsOnUpdateAlone { get; }

    /// <summary>What an update's norm, and η‖∇L‖, must fall below.</summary>
    public double Tolerance { get; }

    /// <summary>
    /// Steps in a row in which the stop rule must hold: 1 for exact gradients, and with samples as many as draw 10/ε of them,
    /// since one batch that does not activate the unit says little.
    /// </summary>
    public int QuietSteps { get; }

    /// <summary>Most steps.</summary>
    public int MostSteps { get; }

    /// <summary>Where trials start.</summary>
    public MomentumLattice Lattice { get; }

    /// <summary>L: inputs of the model.</summary>
    public int Dimension { get; }

    /// <summary>Samples of a gradient.</summary>
    public int BatchSize { get; }

    /// <summary>The optimum is reached within this distance: 0.02·max(γ, 1e-3) + 1e-4.</summary>
    public double OptimumWithin { get; }
}
