namespace Farm.Numerics;

/// <summary>
/// The heavy ball on ½a²: each pair (m, a) of momentum and parameter goes by A = [[β, 1 − β], [−ηβ, 1 − η(1 − β)]].
/// </summary>
/// <remarks>
/// Trace T = 1 + β − η(1 − β), determinant β; the eigenvalues are T/2 ± √(T²/4 − β). They are complex where T² &lt; 4β, which
/// is β &gt; ((1 − η)/(1 + η))² (T = ±2√β is a quadratic in √β with the roots 1 and |1 − η|/(1 + η)). A curvature λ in place of 1 takes the place of η by ηλ.
/// Source: Arnekvist et al., equation 20.
/// </remarks>
/// <param name="Rate">η, above 0.</param>
/// <param name="Momentum">β, in [0, 1).</param>
public readonly record struct HeavyBall(double Rate, double Momentum)
{
    /// <summary>Sum of the eigenvalues.</summary>
    public double Trace => 1 + Momentum - Rate * (1 - Momentum);

    /// <summary>Product of the eigenvalues.</summary>
    public double Determinant => Momentum;

    /// <summary>Whether the eigenvalues are complex: parameters oscillate.</summary>
    public bool IsOscillating => Trace * Trace < 4 * Determinant;

    /// <summary>The larger modulus: how much is left of a deviation after an update, in the long run.</summary>
    public double SpectralRadius => RadiusOf(Trace, Determinant);

    /// <summary>Both eigenvalues, the one with the larger real part, or the one above the axis, first.</summary>
    public (System.Numerics.Complex First, System.Numerics.Complex Second) Eigenvalues => RootsOf(Trace, Determinant);

    /// <summary>The β above which the eigenvalues are complex.</summary>
    /// <param name="rate">η, above 0.</param>
    public static double TurningMomentum(double rate)
    {
        var ratio = (1 - rate) / (1 + rate);
        return ratio * ratio;
    }

    /// <summary>The roots of λ² − trace·λ + determinant.</summary>
    public static (System.Numerics.Complex First, System.Numerics.Complex Second) RootsOf(double trace, double determinant)
    {
        var (half, square) = (trace / 2, trace * trace / 4 - determinant);
        var root = Math.Sqrt(Math.Abs(square));
        return square >= 0
            ? (new(half + root, 0), new(half - root, 0))
            : (new(half, root), new(half, -root));
    }

    /// <summary>The larger modulus of those roots.</summary>
    public static double RadiusOf(double trace, double determinant)
    {
        var (first, second) = RootsOf(trace, determinant);
        return Math.Max(Magnitude(first), Magnitude(second));
    }

    private static double Magnitude(System.Numerics.Complex number) =>
        Math.Sqrt(number.Real * number.Real + number.Imaginary * number.Imaginary);
}
