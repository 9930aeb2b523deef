using MathNet.Numerics.Distributions;

namespace Farm.Domain;

/// <summary>
/// Quantiles of the beta distribution for small tails, exact to a few units in the last place for parameters up to
/// 10⁹ and beyond.
/// </summary>
/// <remarks>
/// MathNet's <c>Beta.InvCDF</c> bisects to an absolute 1e-8 and takes its logarithms of the gamma function apart, which
/// leaves no digit of a probability of 1e-7 and few at n = 10⁹; hence a Newton iteration of our own. It solves
/// log tail(x) = log p for log x: both tails are log-concave there, so that Newton's steps hardly ever need the
/// bracket that guards them.
/// </remarks>
internal static class BetaQuantile
{
    /// <summary>Newton's error after a step is far below the step's square: such a step is the last.</summary>
    private const double LastStep = 1e-12;
    private const int MostSteps = 200;

    /// <summary>The x with P(X ≤ x) = tail, for X of Beta(a, b).</summary>
    public static double Lower(double a, double b, double tail) => Solve(a, b, tail, upper: false);

    /// <summary>The x with P(X ≥ x) = tail, for X of Beta(a, b).</summary>
    public static double Upper(double a, double b, double tail) => Solve(a, b, tail, upper: true);

    private static double Solve(double a, double b, double tail, bool upper)
    {
        var target = Math.Log(tail);
        var x = Start(a, b, tail, upper);
        var (low, high) = (0.0, 1.0);
        for (var step = 0; step < MostSteps; step++)
        {
            var logTail = upper ? IncompleteBeta.LogLower(b, a, 1 - x, x) : IncompleteBeta.LogLower(a, b, x, 1 - x);
            var excess = logTail - target;
            if ((excess > 0) == upper)
            {
                low = x;
            }
            else
            {
                high = x;
            }

            // d log tail / d log x = ± x · density / tail.
            var slope = Math.Exp(IncompleteBeta.LogDensityTimesX(a, b, x, 1 - x) - logTail);
            var logStep = -excess / (upper ? -slope : slope);
            var next = x * Math.Exp(logStep);

            // Before the bracket is asked: rounding may put the last step a unit outside it.
            if (Math.Abs(logStep) <= LastStep)
            {
                return next;
            }

            x = next > low && next < high ? next : (low + high) / 2;
        }

        throw new ArithmeticException(FormattableString.Invariant(
            $"The quantile {tail} of Beta({a}, {b}) was not found in {MostSteps} steps."));
    }

    private static double Start(double a, double b, double tail, bool upper)
    {
        var mean = a / (a + b);
        var relativeDeviation = Math.Sqrt(b / (a * (a + b + 1)));
        var distance = Normal.InvCDF(0, 1, tail) * relativeDeviation;
        return Math.Min(mean * Math.Exp(upper ? -distance : distance), (1 + mean) / 2);
    }
}
