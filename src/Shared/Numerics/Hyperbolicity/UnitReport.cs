namespace Farm.Numerics;

/// <summary>What the classifier says of one unit.</summary>
/// <remarks>
/// λ are the eigenvalues of the unit's Hessian block H, under Adam of D^−½ H D^−½, of which all but <see cref="Rank"/> are 0.
/// Counts are exact but for λ that equal a border to rounding. A unit that is off, blocked or not finite has H = 0 or none:
/// its types say so, and its counts are those of λ = 0.
/// </remarks>
public readonly record struct UnitReport
{
    /// <summary>Samples on which the unit is active.</summary>
    public required int Active { get; init; }

    /// <summary>Samples that reach it: active, with s &gt; 0.</summary>
    public required int Reaching { get; init; }

    /// <summary>Rank r of the inputs (x, 1) of the samples that reach it.</summary>
    public required int Rank { get; init; }

    /// <summary>p: weights and bias, or shift.</summary>
    public required int Parameters { get; init; }

    /// <summary>‖θ‖.</summary>
    public required double Norm { get; init; }

    /// <summary>Sum of all λ.</summary>
    public double Trace { get; init; }

    /// <summary>Largest λ, to 1e-12 of it.</summary>
    public double Largest { get; init; }

    /// <summary>Least of the <see cref="Rank"/> λ that are not forced to 0, to 1e-12 of the largest.</summary>
    public double Smallest { get; init; }

    /// <summary>All p eigenvalues, τ 0.01.</summary>
    public required TypedCounts Fixed { get; init; }

    /// <summary>The r eigenvalues that are not forced to 0, τ 0.01.</summary>
    public required TypedCounts Span { get; init; }

    /// <summary>Those of the r that are not flat, τ 0.</summary>
    public required TypedCounts Scaled { get; init; }

    /// <summary>How many of the r are flat: λ &lt; 1e-3·tr(H)/r.</summary>
    public int Flat { get; init; }

    /// <summary>How many λ have a root within 0.01 of −1. They are in the counts above too.</summary>
    public int Flips { get; init; }

    /// <summary>As <see cref="Fixed"/>, by μ = 1 − ηλ, as if momentum were 0.</summary>
    public required TypedCounts FreeFixed { get; init; }

    /// <summary>As <see cref="Span"/>, by μ = 1 − ηλ.</summary>
    public required TypedCounts FreeSpan { get; init; }

    /// <summary>As <see cref="Scaled"/>, by μ = 1 − ηλ.</summary>
    public required TypedCounts FreeScaled { get; init; }

    /// <summary>1 − ηλ at the largest λ; for Adam η/(1 − β₁ᵗ).</summary>
    public double FreeFactor { get; init; }

    /// <summary>Whether H is that of batch normalisation with its mean, variance and gain held where they are.</summary>
    public required bool IsFrozenStatistics { get; init; }

    /// <summary>The source's flag: ‖g‖ &lt; 1e-6 while the loss is not 0. None when no gradients were given.</summary>
    public bool? IsGradientFlat { get; init; }

    /// <summary>The source's flag: the least singular value of H, all p, is below 1e-4; never preconditioned.</summary>
    public bool IsCurvatureFlat { get; init; }

    /// <summary>The source's third flag: some |μ| in the band.</summary>
    public bool IsNeutral => Fixed.Counts.In > 0;

    /// <summary>The source's degenerate unit: any of its three flags.</summary>
    public bool IsDegenerate => IsGradientFlat == true || IsCurvatureFlat || IsNeutral;
}
