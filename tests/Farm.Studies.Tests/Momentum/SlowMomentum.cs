using MathNet.Numerics;

namespace Farm.Studies.Tests.Momentums;

/// <summary>
/// One start after another in plain float64, by the source's own equations 31 and 32 or, for relu targets, by the
/// difference of two truncated integrals, with the error function of a library.
/// </summary>
internal static class SlowMomentum
{
    public sealed record Setting(
        bool IsRelu, double Gamma, double Delta, double Beta, double Rate, bool StopsOnUpdate, int MostSteps, double DeadBelow);

    public readonly record struct Ended(double W, double B, int Steps, bool HasStopped, string End);

    public static Ended Follow(Setting s, double w, double b)
    {
        var (momentumW, momentumB, steps, hasStopped) = (0.0, 0.0, 0, false);
        while (steps < s.MostSteps && !hasStopped)
        {
            var (gradientW, gradientB) = Gradient(s, w, b);
            momentumW = s.Beta * momentumW + (1 - s.Beta) * gradientW;
            momentumB = s.Beta * momentumB + (1 - s.Beta) * gradientB;
            w -= s.Rate * momentumW;
            b -= s.Rate * momentumB;
            steps++;
            hasStopped = s.Rate * Norm(momentumW, momentumB) < 1e-6
                && (s.StopsOnUpdate || s.Rate * Norm(gradientW, gradientB) < 1e-6);
        }

        var end = Norm(w - s.Gamma, b - s.Delta) <= 0.02 * Math.Max(s.Gamma, 1e-3) + 1e-4 ? "optimum"
            : Law(b / Math.Abs(w)) < s.DeadBelow ? "dead"
            : "neither";
        return new Ended(w, b, steps, hasStopped, end);
    }

    private static (double W, double B) Gradient(Setting s, double w, double b)
    {
        var t = b / Math.Abs(w);
        var rho = Math.Sign(w);
        var (law, density) = (Law(t), Density(t));
        if (!s.IsRelu)
        {
            var (a, c) = (w - s.Gamma, b - s.Delta);
            return (a * law + rho * (c - rho * a * t) * density, rho * a * density + c * law);
        }

        // Over the inputs where the unit is on, (low, high); and where the target is on too, (lowToo, high).
        var (low, high) = rho > 0 ? (-t, double.PositiveInfinity) : (double.NegativeInfinity, t);
        var lowToo = Math.Min(high, Math.Max(low, -s.Delta / s.Gamma));
        var (m0, m1, m2) = Moments(low, high);
        var (q0, q1, q2) = Moments(lowToo, high);
        return (w * m2 + b * m1 - s.Gamma * q2 - s.Delta * q1, w * m1 + b * m0 - s.Gamma * q1 - s.Delta * q0);
    }

    /// <summary>E[x^k] over an interval.</summary>
    private static (double Zeroth, double First, double Second) Moments(double low, double high)
    {
        double Edge(double x) => double.IsInfinity(x) ? 0 : x * Density(x);
        var share = low > 0 ? Law(-low) - Law(-high) : Law(high) - Law(low);
        return (share, Density(low) - Density(high), share + Edge(low) - Edge(high));
    }

    private static double Law(double t) => SpecialFunctions.Erfc(-t / Math.Sqrt(2)) / 2;

    private static double Density(double t) => Math.Exp(-t * t / 2) / Math.Sqrt(Math.Tau);

    private static double Norm(double x, double y) => Math.Sqrt(x * x + y * y);
}
