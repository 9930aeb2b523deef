namespace Farm.Numerics;

/// <summary>How a gradient changes parameters.</summary>
public enum OptimizerKind
{
    /// <summary>θ ← θ − ηg; with reshuffled mini-batches this is stochastic gradient descent.</summary>
    GradientDescent,

    /// <summary>Heavy ball: m ← βm + (1 − β)g; θ ← θ − ηm.</summary>
    Momentum,

    /// <summary>m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; θ ← θ − η·(m/(1 − β₁ᵗ))/(√(v/(1 − β₂ᵗ)) + ε).</summary>
    Adam,
}

/// <summary>An optimiser and its constants. The defaults are Adam's own (Kingma and Ba 2015) and the heavy ball's usual 0.9.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Rate">η, at least 0.</param>
public sealed record NetworkOptimizer(OptimizerKind Kind, double Rate)
{
    /// <summary>β of the heavy ball, in [0, 1).</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>β₁, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>λ: before each update every weight, but no bias, gain or shift, is multiplied by 1 − ηλ.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether it keeps a running mean of gradients.</summary>
    public bool HasFirstMoments => Kind != OptimizerKind.GradientDescent;

    /// <summary>Whether it keeps a running mean of squared gradients.</summary>
    public bool HasSecondMoments => Kind == OptimizerKind.Adam;

    /// <summary>The update's Jacobian as the classifier wants it, at the update that is the t-th.</summary>
    /// <param name="update">t, from 1.</param>
    public UpdateRule RuleAt(long update) => Kind switch
    {
        OptimizerKind.GradientDescent => UpdateRule.GradientDescent(Rate),
        OptimizerKind.Momentum => UpdateRule.Momentum(Rate, Momentum),
        _ => UpdateRule.Adam(Rate, Beta1, Beta2, Epsilon, update),
    };
}
