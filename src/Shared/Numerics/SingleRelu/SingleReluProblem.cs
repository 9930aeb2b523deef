using System.Runtime.InteropServices;

namespace Farm.Numerics;

/// <summary>What a single ReLU of standard normal inputs is to fit, with what of it does not change while it is trained.</summary>
/// <remarks>
/// The target is y = γx + Δ, or relu(γx + Δ), in the direction of the weight. Source: Arnekvist, Carvalho, Kragic, Stork,
/// "The effect of Target Normalization and Momentum on Dying ReLU", section 5.
/// </remarks>
public readonly struct SingleReluProblem
{
    /// <summary>A target.</summary>
    /// <param name="gamma">γ, at least 0.</param>
    /// <param name="delta">Δ.</param>
    public SingleReluProblem(double gamma, double delta)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gamma);
        (Gamma, Delta) = (gamma, delta);

        // By the formula of the unit's own moments: at the optimum both are the same to the last bit, and cancel.
        var on = SingleRelu.Moments(DoubleLanes128.Of(gamma), DoubleLanes128.Of(delta), out var s);
        var opposite = SingleRelu.Moments(DoubleLanes128.Of(gamma), DoubleLanes128.Of(-delta), out _);
        Border = First(s);
        (Law, Density, Second) = (First(on.Zeroth), First(on.Density), First(on.Second));
        (OppositeLaw, OppositeSecond) = (First(opposite.Zeroth), First(opposite.Second));
        TargetSquare = gamma * gamma * Second + 2 * gamma * delta * Density + delta * delta * Law;
    }

    /// <summary>γ.</summary>
    public double Gamma { get; }

    /// <summary>Δ.</summary>
    public double Delta { get; }

    /// <summary>s = Δ/γ, within ±<see cref="SingleRelu.FarthestRatio"/>: γx + Δ is above 0 for x above −s.</summary>
    public double Border { get; }

    /// <summary>Φ(s).</summary>
    public double Law { get; }

    /// <summary>Φ(−s).</summary>
    public double OppositeLaw { get; }

    /// <summary>φ(s).</summary>
    public double Density { get; }

    /// <summary>E[x²] over x above −s.</summary>
    public double Second { get; }

    /// <summary>E[x²] over x below −s.</summary>
    public double OppositeSecond { get; }

    /// <summary>E[relu(γx + Δ)²].</summary>
    public double TargetSquare { get; }

    private static double First(DoubleLanes128 lanes)
    {
        Span<double> numbers = stackalloc double[DoubleLanes128.Count];
        DoubleLanes128.Store(lanes, ref MemoryMarshal.GetReference(numbers));
        return numbers[0];
    }
}
