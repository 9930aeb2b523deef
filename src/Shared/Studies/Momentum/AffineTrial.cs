using Farm.Numerics;

namespace Farm.Studies.Momentum;

/// <summary>
/// A trial of the affine model wx + b, whose gradient is (w − γ, b − Δ), and the recurrence that its first steps obey.
/// </summary>
/// <remarks>
/// Both deviations a = w − γ and c = b − Δ go by a(k+1) = T·a(k) − D·a(k−1). T and D are the least-squares fit to the first
/// steps; with β = 0 one step tells the next, D cannot be seen, and the only eigenvalue is their ratio.
/// </remarks>
internal struct AffineTrial
{
    /// <summary>Steps that the fit is made of: enough to see a slow turn, few enough not to see rounding alone.</summary>
    public const int FittedSteps = 40;

    private double xx, xy, yy, xz, yz;

    /// <summary>A trial that was followed elsewhere.</summary>
    /// <param name="w">Last w.</param>
    /// <param name="b">Last b.</param>
    /// <param name="steps">Steps made.</param>
    /// <param name="hasStopped">Whether the stop rule was reached.</param>
    /// <param name="leastRatio">Smallest b/|w| on the way.</param>
    /// <param name="squares">The fit's sums of x², xy and y².</param>
    /// <param name="products">The fit's sums of xz and yz.</param>
    public AffineTrial(
        double w,
        double b,
        int steps,
        bool hasStopped,
        double leastRatio,
        (double Xx, double Xy, double Yy) squares,
        (double Xz, double Yz) products)
    {
        (W, B, Steps, HasStopped, LeastRatio) = (w, b, steps, hasStopped, leastRatio);
        (xx, xy, yy) = squares;
        (xz, yz) = products;
    }

    /// <summary>Steps made.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether the stop rule was reached.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>Smallest b/|w| on the way, within ±38.</summary>
    public double LeastRatio { get; private set; }

    /// <summary>Last w.</summary>
    public double W { get; private set; }

    /// <summary>Last b.</summary>
    public double B { get; private set; }

    /// <summary>T as it was measured; NaN when nothing moved.</summary>
    public readonly double Trace => IsOneDimensional ? xz / xx : (xz * yy - yz * xy) / (xx * yy - xy * xy);

    /// <summary>D as it was measured; 0 where it cannot be seen.</summary>
    public readonly double Determinant => IsOneDimensional ? 0 : (yz * xx - xz * xy) / (xx * yy - xy * xy);

    private readonly bool IsOneDimensional => !(xx * yy - xy * xy > 1e-12 * xx * yy);

    /// <summary>Follows a start to its end.</summary>
    public static AffineTrial Follow(in MomentumSettings settings, double w, double b)
    {
        var constants = MomentumConstants.Of(settings);
        var (gamma, delta) = (settings.Problem.Gamma, settings.Problem.Delta);
        var trial = new AffineTrial { W = w, B = b, LeastRatio = RatioOf(w, b) };
        var (a, c, momentumA, momentumC) = (w - gamma, b - delta, 0.0, 0.0);
        var (beforeA, beforeC) = (double.NaN, double.NaN);
        while (trial.Steps < settings.MostSteps && !trial.HasStopped)
        {
            var gradient = a * a + c * c;
            momentumA = constants.Momentum * momentumA + constants.Rest * a;
            momentumC = constants.Momentum * momentumC + constants.Rest * c;
            var (nextA, nextC) = (a - constants.Rate * momentumA, c - constants.Rate * momentumC);
            if (trial.Steps is > 0 and < FittedSteps)
            {
                trial.Fit(beforeA, a, nextA);
                trial.Fit(beforeC, c, nextC);
            }

            (beforeA, beforeC, a, c) = (a, c, nextA, nextC);
            trial.Steps++;
            trial.LeastRatio = Math.Min(trial.LeastRatio, RatioOf(gamma + a, delta + c));
            trial.HasStopped = momentumA * momentumA + momentumC * momentumC < constants.SmallSquare
                && gradient * constants.GradientCounts < constants.SmallSquare;
        }

        (trial.W, trial.B) = (gamma + a, delta + c);
        return trial;
    }

    /// <summary>b/|w| within ±38; at w = 0 the limit by the sign of b, at both 0 the lower.</summary>
    public static double RatioOf(double w, double b)
    {
        var t = b / Math.Abs(w);
        return double.IsNaN(t) ? -SingleRelu.FarthestRatio : Math.Clamp(t, -SingleRelu.FarthestRatio, SingleRelu.FarthestRatio);
    }

    private void Fit(double before, double now, double next)
    {
        var (x, y) = (now, -before);
        (xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y);
        (xz, yz) = (xz + x * next, yz + y * next);
    }
}
