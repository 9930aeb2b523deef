namespace Farm.Numerics;

/// <summary>
/// Where an eigenvalue λ ≥ 0 of a unit's Hessian block must lie for the roots μ that it makes to be below, in or above the
/// band [1 − τ, 1 + τ] of moduli: so that counts of λ below a few numbers are counts of μ.
/// </summary>
/// <remarks>
/// <para>With a = η(1 − β)λ the roots solve μ² − (1 + β − a)μ + β = 0. A real m is a root exactly at
/// a = (1 − m)(1 − β/m), and −m at a = (1 + m)(1 + β/m). At a = 0 the roots are 1 and β. As a grows they move towards each
/// other, are a complex pair of modulus √β between (1 − √β)² and (1 + √β)², then negative, and part again. So the dominant
/// root's modulus falls from 1 to √β, stays, and rises without bound through 1 at a = 2(1 + β); the lesser one's, β over
/// that, rises from β to √β, stays, and falls to 0.</para>
/// <para>If √β &lt; 1 − τ, the dominant root is in the band for λ ≤ Inner or Outer ≤ λ ≤ Edge, below it between Inner and
/// Outer, above it beyond Edge; the lesser one is always below. Else the dominant root is never below the band, and the
/// lesser one is in it exactly for Inner ≤ λ ≤ Outer. Gradient descent is β = 0: Inner τ/η, Outer (2 − τ)/η, Edge
/// (2 + τ)/η.</para>
/// </remarks>
public readonly record struct RootBands
{
    private readonly bool isSlow;
    private readonly bool isBoth;

    /// <summary>The bands of an update rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="tolerance">τ in [0, 1).</param>
    public RootBands(in UpdateRule rule, double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tolerance, 1);
        var (beta, low) = (rule.Beta, 1 - tolerance);
        var scale = rule.Rate * (1 - beta);
        Inner = tolerance * (1 - beta / low) / scale;
        Outer = (1 + low) * (1 + beta / low) / scale;
        Edge = (2 + tolerance) * (1 + beta / (1 + tolerance)) / scale;
        isSlow = Math.Sqrt(beta) >= low;
        isBoth = rule.Reading == RootReading.Both && beta > 0;
    }

    /// <summary>The λ at which a root is 1 − τ.</summary>
    public double Inner { get; }

    /// <summary>The λ at which a root is −(1 − τ).</summary>
    public double Outer { get; }

    /// <summary>The λ at which a root is −(1 + τ).</summary>
    public double Edge { get; }

    /// <summary>Counts of roots from counts of λ.</summary>
    /// <param name="belowInner">λ &lt; Inner.</param>
    /// <param name="belowOuter">λ &lt; Outer.</param>
    /// <param name="belowEdge">λ &lt; Edge.</param>
    /// <param name="all">All λ.</param>
    public BandCounts Count(int belowInner, int belowOuter, int belowEdge, int all)
    {
        var between = belowOuter - belowInner;
        if (isSlow)
        {
            return isBoth
                ? new(all - between, belowEdge + between, all - belowEdge)
                : new(0, belowEdge, all - belowEdge);
        }

        return new(between + (isBoth ? all : 0), belowInner + belowEdge - belowOuter, all - belowEdge);
    }

    /// <summary>The λ whose dominant roots are within a distance of −1, in the complex plane: period-two flips.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="distance">The distance, in [0, 1).</param>
    /// <remarks>
    /// A complex pair has |μ + 1|² = β + (1 + β − a) + 1, so it is within d from a = 2(1 + β) − d² on; that is where it still is
    /// a pair if √β ≥ 1 − d, and the real roots that follow are within d up to −(1 + d).
    /// </remarks>
    public static (double From, double To) Flips(in UpdateRule rule, double distance)
    {
        var (beta, low, high) = (rule.Beta, 1 - distance, 1 + distance);
        var scale = rule.Rate * (1 - beta);
        var from = Math.Sqrt(beta) < low ? (1 + low) * (1 + beta / low) : 2 * (1 + beta) - distance * distance;
        return (from / scale, (1 + high) * (1 + beta / high) / scale);
    }
}
