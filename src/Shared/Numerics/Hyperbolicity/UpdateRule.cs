namespace Farm.Numerics;

/// <summary>Which roots of momentum's polynomial are counted for each eigenvalue λ.</summary>
public enum RootReading : byte
{
    /// <summary>
    /// One a direction: the root with the larger modulus, which decides whether the direction contracts. As β goes to 0 this
    /// is gradient descent.
    /// </summary>
    Dominant,

    /// <summary>
    /// Both, so that a unit of p parameters has 2p. Their product is β &lt; 1: no unit is a source then, since beside every root
    /// above 1 stands one below.
    /// </summary>
    Both,
}

/// <summary>How gradients change a unit's parameters, frozen at one update.</summary>
/// <remarks>
/// The eigenvalues μ of the update belong to those of the unit's Hessian block, λ: gradient descent μ = 1 − ηλ, the others
/// the roots of μ² − (1 + β − η(1 − β)λ)μ + β = 0. Gradient descent is that polynomial with β = 0.
/// </remarks>
public readonly record struct UpdateRule
{
    private UpdateRule(double rate, double beta, bool isAdam, double epsilon, double squareScale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        ArgumentOutOfRangeException.ThrowIfNegative(beta);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta, 1);
        (Rate, Beta, IsAdam, Epsilon, SquareScale) = (rate, beta, isAdam, epsilon, squareScale);
    }

    /// <summary>η, for Adam η/(1 − β₁ᵗ).</summary>
    public double Rate { get; }

    /// <summary>β in [0, 1), for Adam β₁, 0 for gradient descent.</summary>
    public double Beta { get; }

    /// <summary>Whether λ are the eigenvalues of D^−½ H D^−½, D = √v̂ + ε.</summary>
    public bool IsAdam { get; }

    /// <summary>ε of D.</summary>
    public double Epsilon { get; }

    /// <summary>What second moments are multiplied by to be v̂.</summary>
    public double SquareScale { get; }

    /// <summary>What is counted for each λ; <see cref="RootReading.Dominant"/> unless set.</summary>
    public RootReading Reading { get; init; }

    /// <summary>θ ← θ − ηg.</summary>
    /// <param name="rate">η &gt; 0.</param>
    public static UpdateRule GradientDescent(double rate) => new(rate, 0, isAdam: false, 0, 1);

    /// <summary>m ← βm + (1 − β)g, θ ← θ − ηm.</summary>
    /// <param name="rate">η &gt; 0.</param>
    /// <param name="beta">β in [0, 1).</param>
    public static UpdateRule Momentum(double rate, double beta) => new(rate, beta, isAdam: false, 0, 1);

    /// <summary>m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − η·m̂/(√v̂ + ε), with v held where it is.</summary>
    /// <param name="rate">η &gt; 0.</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε ≥ 0.</param>
    /// <param name="step">t ≥ 1: updates made, that which made v included.</param>
    public static UpdateRule Adam(double rate, double beta1, double beta2, double epsilon, long step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(beta2);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta2, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        return new(rate / (1 - Power(beta1, step)), beta1, isAdam: true, epsilon, 1 / (1 - Power(beta2, step)));
    }

    /// <summary>By squaring: the same bits everywhere, unlike a library's power.</summary>
    private static double Power(double number, long exponent)
    {
        var result = 1.0;
        for (; exponent > 0; exponent >>= 1)
        {
            result = (exponent & 1) != 0 ? result * number : result;
            number *= number;
        }

        return result;
    }
}
