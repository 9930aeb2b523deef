using Farm.Domain;

namespace Farm.Studies.Xor;

/// <summary>A cell's parameters as its kernels use them: float32, scaled as their formulas want them.</summary>
internal readonly struct XorSettings
{
    /// <summary>Reads a cell that has every parameter that applies.</summary>
    public XorSettings(Cell cell)
    {
        Model = cell.Parameters["model"].Word;
        Optimizer = cell.Parameters["optimizer"].Word;
        Slope = Optional(cell, "slope");
        var rate = cell.Parameters["learning_rate"].Number;
        Beta1 = Optional(cell, "beta1");
        Beta2 = Optional(cell, "beta2");
        Epsilon = Optional(cell, "adam_epsilon");
        Momentum = Optional(cell, "momentum");
        MinusRate = (float)-rate;
        MinusHalfRate = (float)(-rate / 2);
        MinusMomentumRate = (float)(-rate * (1 - (double)Momentum) / 2);

        Borders = new(Optimizer, rate, Optimizer switch { "adam" => Beta1, "heavy-ball" => Momentum, _ => 0 });

        Init = cell.Parameters["init"].Word;
        Sigma = (float)cell.Parameters["init_std"].Number;
        IsDistance = cell.Parameters.TryGetValue("margin_kind", out var kind) && kind.Word == "distance";
        Margin = Optional(cell, "margin");
        Radius = Optional(cell, "radius");

        MaxEpochs = (float)cell.Parameters["max_epochs"].Number;
        Treatment = XorTreatment.Of(cell);
        Keep = Treatment is { } treatment ? treatment.Keep(rate) : 1;
        Patience = Treatment is { IsRescue: true } ? float.PositiveInfinity : (float)cell.Parameters["patience"].Number;
        StopSum = 4 * (float)cell.Parameters["stop_loss"].Number;
        MinImprovementSum = 4 * (float)cell.Parameters["min_improvement"].Number;
    }

    /// <summary>Axis <c>model</c>.</summary>
    public readonly string Model;

    /// <summary>Axis <c>optimizer</c>.</summary>
    public readonly string Optimizer;

    /// <summary>Axis <c>init</c>.</summary>
    public readonly string Init;

    /// <summary>Whether the margin is a distance.</summary>
    public readonly bool IsDistance;

    /// <summary>Axis <c>slope</c>.</summary>
    public readonly float Slope;

    /// <summary>Axis <c>beta1</c>.</summary>
    public readonly float Beta1;

    /// <summary>Axis <c>beta2</c>.</summary>
    public readonly float Beta2;

    /// <summary>Axis <c>adam_epsilon</c>.</summary>
    public readonly float Epsilon;

    /// <summary>Axis <c>momentum</c>.</summary>
    public readonly float Momentum;

    /// <summary>−η.</summary>
    public readonly float MinusRate;

    /// <summary>−η/2, for a doubled gradient.</summary>
    public readonly float MinusHalfRate;

    /// <summary>−η(1 − β)/2, for heavy-ball's sum of doubled gradients.</summary>
    public readonly float MinusMomentumRate;

    /// <summary>Axis <c>init_std</c>.</summary>
    public readonly float Sigma;

    /// <summary>Axis <c>margin</c>; 0 where it does not apply.</summary>
    public readonly float Margin;

    /// <summary>Axis <c>radius</c>.</summary>
    public readonly float Radius;

    /// <summary>Axis <c>max_epochs</c>.</summary>
    public readonly float MaxEpochs;

    /// <summary>What is done to trials that are not well; null for nothing.</summary>
    public readonly XorTreatment? Treatment;

    /// <summary>What weight decay multiplies weights by at each update of a healed trial.</summary>
    public readonly float Keep;

    /// <summary>Axis <c>patience</c>; without end under a rescue.</summary>
    public readonly float Patience;

    /// <summary>Axis <c>stop_loss</c> for the sum over the four points, not the mean.</summary>
    public readonly float StopSum;

    /// <summary>Axis <c>min_improvement</c> for the sum over the four points, not the mean.</summary>
    public readonly float MinImprovementSum;

    /// <summary>Where the bands of the update's eigenvalues end.</summary>
    public readonly XorBorders Borders;

    private static float Optional(Cell cell, string axis) =>
        cell.Parameters.TryGetValue(axis, out var value) ? (float)value.Number : 0;
}
