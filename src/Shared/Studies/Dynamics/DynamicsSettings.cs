using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Dynamics;

/// <summary>A cell's parameters as its orbits use them.</summary>
internal sealed class DynamicsSettings
{
    /// <summary>Blocks that exponents' intervals are made of.</summary>
    public const int Blocks = 32;

    /// <summary>What <c>steps</c> is a multiple of.</summary>
    public const int Multiple = Blocks * IOrbitKernel.Stride;

    /// <summary>Reads a cell that has every parameter that applies.</summary>
    public DynamicsSettings(Cell cell)
    {
        var parameters = cell.Parameters;
        var slope = parameters.TryGetValue("slope", out var below) ? below.Number : 0;
        var units = parameters.TryGetValue("width", out var width) ? (int)width.Number : 1;
        OrbitModel model = parameters["model"].Word switch
        {
            "weight-linear" => new(1, 1, HasBias: false, IsDeep: false, Slope: 1),
            "weight-relu" => new(1, 1, HasBias: false, IsDeep: false, slope),
            "weight-abs" => new(1, 1, HasBias: false, IsDeep: false, Slope: -1),
            "abs" => new(2, 1, HasBias: true, IsDeep: false, Slope: -1),
            "relu" => new(2, 1, HasBias: true, IsDeep: false, slope),
            "relu-pair" => new(2, 2, HasBias: true, IsDeep: false, slope),
            _ => new(2, units, HasBias: true, IsDeep: true, slope),
        };
        var (points, targets) = OrbitSets.Of(parameters[model.Inputs == 1 ? "points" : "data"].Word);
        Problem = new OrbitProblem(model, points, targets, parameters["learning_rate"].Number);
        StartWidth = parameters["start_width"].Number;
        IsNormal = parameters.TryGetValue("start", out var start) && start.Word == "normal";
        Lattice = parameters.TryGetValue("lattice", out var lattice) ? (int)lattice.Number : 0;
        Transient = (int)parameters["transient"].Number;
        Steps = (int)parameters["steps"].Number;
        HasExponents = parameters["exponents"].Word == "on";
        MaxPeriod = (int)parameters["max_period"].Number;
        Watch = (int)parameters["watch"].Number;
        VerifyEvery = (long)parameters["verify_every"].Number;
    }

    /// <summary>Model, data and step size.</summary>
    public OrbitProblem Problem { get; }

    /// <summary>Half the side of the cube that orbits start in; a standard deviation where they start normally.</summary>
    public double StartWidth { get; }

    /// <summary>Whether weights are drawn from a normal law and biases are 0.</summary>
    public bool IsNormal { get; }

    /// <summary>Starts along each parameter; 0 where starts are drawn.</summary>
    public int Lattice { get; }

    /// <summary>The lattice's sides, one a parameter.</summary>
    public int[] Sides => [.. Enumerable.Repeat(Lattice, Problem.Model.Parameters)];

    /// <summary>Steps before anything is measured.</summary>
    public int Transient { get; }

    /// <summary>Steps that exponents are measured over.</summary>
    public int Steps { get; }

    /// <summary>Whether they are.</summary>
    public bool HasExponents { get; }

    /// <summary>Longest cycle.</summary>
    public int MaxPeriod { get; }

    /// <summary>Steps that are looked at one by one.</summary>
    public int Watch { get; }

    /// <summary>Which orbits are verified; 0 for none.</summary>
    public long VerifyEvery { get; }

    /// <summary>Whether a trial's orbit is verified.</summary>
    public bool Verifies(long trial) => VerifyEvery > 0 && trial % VerifyEvery == 0;
}
