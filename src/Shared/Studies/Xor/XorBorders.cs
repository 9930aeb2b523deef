using Farm.Numerics;

namespace Farm.Studies.Xor;

/// <summary>
/// The borders of an update rule's bands for twice an eigenvalue of a unit's Hessian block, as float32. Under Adam they are
/// those of a = 2ηλ/S, S the sum of weights in the means, and have yet to be multiplied by it.
/// </summary>
internal readonly struct XorBorders
{
    private const double Tolerance = 0.01;
    private const double FlipDistance = 0.01;

    /// <summary>Takes the rule of a cell.</summary>
    public XorBorders(string optimizer, double rate, double beta)
    {
        // A rule with a = λ: rate · (1 − β) = 1. Then 2λ = 2a/(η(1 − β)), and for Adam 2λ = aS/η.
        var rule = UpdateRule.Momentum(1 / (1 - beta), beta);
        var scale = optimizer == "adam" ? 1 / rate : 2 / (rate * (1 - beta));
        var bands = new RootBands(rule, Tolerance);
        var (from, to) = RootBands.Flips(rule, FlipDistance);
        Inner = (float)(bands.Inner * scale);
        Outer = (float)(bands.Outer * scale);
        Edge = (float)(bands.Edge * scale);
        Stable = (float)(new RootBands(rule, 0).Edge * scale);
        (FlipFrom, FlipTo) = ((float)(from * scale), (float)(to * scale));
        HasBelow = Math.Sqrt(beta) < 1 - Tolerance;
    }

    /// <summary><see cref="RootBands.Inner"/>.</summary>
    public readonly float Inner;

    /// <summary><see cref="RootBands.Outer"/>.</summary>
    public readonly float Outer;

    /// <summary><see cref="RootBands.Edge"/>.</summary>
    public readonly float Edge;

    /// <summary>Where |μ| is 1.</summary>
    public readonly float Stable;

    /// <summary>Where flips begin.</summary>
    public readonly float FlipFrom;

    /// <summary>Where flips end.</summary>
    public readonly float FlipTo;

    /// <summary>Whether momentum lets any root below the band: √β &lt; 0.99.</summary>
    public readonly bool HasBelow;
}
