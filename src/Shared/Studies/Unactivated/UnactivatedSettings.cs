using Farm.Domain;
using Farm.Numerics;

namespace Farm.Studies.Unactivated;

/// <summary>A cell of the study, as its kernels read it.</summary>
internal sealed record UnactivatedSettings
{
    /// <summary>Reads a cell.</summary>
    public UnactivatedSettings(Cell cell)
    {
        var law = cell.Parameters["law"].Word;
        Inputs = (int)cell.Parameters["n0"].Number;
        Units = (int)cell.Parameters["n1"].Number;
        Depth = (int)cell.Parameters["depth"].Number;
        Hidden = Depth > 1 ? (int)cell.Parameters["hidden"].Number : 0;
        Estimator = cell.Parameters["estimator"].Word;
        Law = law == "normal" ? SymmetricLaw.Normal : SymmetricLaw.Uniform;
        IsHe = law == "he-uniform";
        Scale = cell.Parameters["scale"].Number;
        PositiveShare = Estimator == "smoothed" ? cell.Parameters["positive_share"].Number : 0.5;
        if (Estimator == "sampled")
        {
            Cloud = (int)cell.Parameters["cloud"].Number;
            Spread = cell.Parameters["spread"].Number;
            Jittered = (int)cell.Parameters["jittered"].Number;
            Jitter = Jittered > 0 ? cell.Parameters["jitter"].Number : 0;
        }
    }

    /// <summary>n₀.</summary>
    public int Inputs { get; }

    /// <summary>n₁.</summary>
    public int Units { get; }

    /// <summary>Hidden layers below the neuron.</summary>
    public int Depth { get; }

    /// <summary>Units of hidden layers after the first; 0 for none.</summary>
    public int Hidden { get; }

    /// <summary>How it is decided.</summary>
    public string Estimator { get; }

    /// <summary>The law of all parameters but for a layer's factor.</summary>
    public SymmetricLaw Law { get; }

    /// <summary>Whether a layer's factor is √(6/fan-in).</summary>
    public bool IsHe { get; }

    /// <summary>Factor of the first layer beside the law's.</summary>
    public double Scale { get; }

    /// <summary>Share of the neuron's weights that are drawn positive.</summary>
    public double PositiveShare { get; }

    /// <summary>Inputs of a cloud.</summary>
    public int Cloud { get; }

    /// <summary>Standard deviation of its inputs.</summary>
    public double Spread { get; }

    /// <summary>Networks near the drawn one.</summary>
    public int Jittered { get; }

    /// <summary>How near.</summary>
    public double Jitter { get; }

    /// <summary>What the first layer's parameters are multiplied by, out of the law's own scale.</summary>
    public double FirstFactor => Scale * FactorOf(Inputs);

    /// <summary>What a layer's parameters are multiplied by.</summary>
    public double FactorOf(int fanIn) => IsHe ? Math.Sqrt(6.0 / fanIn) : 1;
}
