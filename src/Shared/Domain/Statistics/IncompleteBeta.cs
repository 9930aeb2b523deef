namespace Farm.Domain;

/// <summary>The logarithm of the regularised incomplete beta function I_x(a, b), for huge a and b as well.</summary>
internal static class IncompleteBeta
{
    private const int MostTerms = 1_000_000;
    private const double Precision = 1e-16;

    /// <summary>log I_x(a, b). Both x and y = 1 − x are given, so that the smaller one keeps all its digits.</summary>
    public static double LogLower(double a, double b, double x, double y)
    {
        // a − (a + b)x without cancellation: which of the two forms is exact depends on which of x, y is small.
        var distance = x <= y ? a - (a + b) * x : (a + b) * y - b;
        return distance >= 0
            ? LogDensityTimesX(a, b, x, y) + Math.Log(y * Fraction(a, b, x, y, distance))
            : Math.Log(-ExpMinusOne(LogDensityTimesX(b, a, y, x) + Math.Log(x * Fraction(b, a, y, x, -distance))));
    }

    /// <summary>log of x times the density of Beta(a, b) at x.</summary>
    /// <remarks>
    /// Loader's saddle-point form ("Fast and accurate computation of binomial probabilities", 2000): gamma functions'
    /// logarithms cancel to 1e-6 at 10⁹, their Stirling remainders and the deviances do not.
    /// </remarks>
    public static double LogDensityTimesX(double a, double b, double x, double y)
    {
        var n = a + b;
        var logMass = StirlingRemainder(n) - StirlingRemainder(a) - StirlingRemainder(b)
            - Deviance(a, n * x) - Deviance(b, n * y);

        // x^a y^b / B(a, b) = (ab / n) · Γ(n+1) / (Γ(a+1) Γ(b+1)) · x^a y^b; the density has y^(b−1).
        return logMass + 0.5 * Math.Log(a / n * b / (2 * Math.PI)) - Math.Log(y);
    }

    /// <summary>exp(x) − 1 without cancellation, which the framework's own <c>ExpM1</c> does not avoid.</summary>
    public static double ExpMinusOne(double x) => 2 * Math.Exp(x / 2) * Math.Sinh(x / 2);

    /// <summary>
    /// The continued fraction of x^a y^b / B(a, b) in I_x(a, b) for x ≤ a / (a + b), in the contracted form of DiDonato
    /// and Morris (ACM Transactions on Mathematical Software 18, 1992, algorithm 708, BFRAC); distance is a − (a + b)x.
    /// </summary>
    private static double Fraction(double a, double b, double x, double y, double distance)
    {
        var c = 1 + distance;
        var c0 = b / a;
        var c1 = 1 + 1 / a;
        var (p, s) = (1.0, a + 1);
        var (numerator, denominator, nextNumerator, nextDenominator) = (0.0, 1.0, 1.0, c / c1);
        var value = c1 / c;
        for (var n = 1; n <= MostTerms; n++)
        {
            var t = n / a;
            var w = n * (b - n) * x;
            var e = a / s;
            var alpha = p * (p + c0) * e * e * (w * x);
            e = (1 + t) / (c1 + t + t);
            var beta = n + w / s + e * (c + n * (1 + y));
            p = 1 + t;
            s += 2;

            (numerator, nextNumerator) = (nextNumerator, alpha * numerator + beta * nextNumerator);
            (denominator, nextDenominator) = (nextDenominator, alpha * denominator + beta * nextDenominator);
            var last = value;
            value = nextNumerator / nextDenominator;
            if (Math.Abs(value - last) <= Precision * value)
            {
                return value;
            }

            numerator /= nextDenominator;
            denominator /= nextDenominator;
            (nextNumerator, nextDenominator) = (value, 1);
        }

        throw new ArithmeticException(FormattableString.Invariant(
            $"The incomplete beta function did not converge at a = {a}, b = {b}, x = {x}."));
    }

    /// <summary>log Γ(n + 1) − (n + ½) log n + n − ½ log 2π.</summary>
    private static double StirlingRemainder(double n)
    {
        if (n < 16)
        {
            return MathNet.Numerics.SpecialFunctions.GammaLn(n + 1) - (n + 0.5) * Math.Log(n) + n
                - 0.5 * Math.Log(2 * Math.PI);
        }

        var square = n * n;
        return (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 - (1 / 1188.0 - 691 / 360360.0 / square)
            / square) / square) / square) / square) / n;
    }

    /// <summary>x log(x / m) + m − x, without cancellation near x = m.</summary>
    private static double Deviance(double x, double m)
    {
        if (Math.Abs(x - m) >= 0.1 * (x + m))
        {
            return x * Math.Log(x / m) + m - x;
        }

        var v = (x - m) / (x + m);
        var sum = (x - m) * v;
        var term = 2 * x * v;
        for (var j = 1; ; j++)
        {
            term *= v * v;
            var next = sum + term / (2 * j + 1);
            if (next == sum)
            {
                return sum;
            }

            sum = next;
        }
    }
}
