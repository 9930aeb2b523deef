using MathNet.Numerics.Distributions;

namespace Farm.Domain;

/// <summary>
/// The difference and the ratio of two independent proportions, with the score intervals of Miettinen and Nurminen
/// (Statistics in Medicine 4, 1985): the values that a score test, with the variance at its restricted maximum
/// likelihood and the factor N / (N − 1), does not reject. They exclude 0 (or 1) just when the test rejects equality,
/// and they hold at 0 successes and at all.
/// </summary>
public static class ScoreDifference
{
    /// <summary>Its name in reports.</summary>
    public const string Method = "Miettinen–Nurminen score interval";

    private const int Halvings = 200;

    /// <summary>The interval of p(first) − p(second), within [−1, 1]; none without trials on both sides.</summary>
    public static Interval Difference(
        Proportion first, Proportion second, double confidence = Interval.DefaultConfidence)
    {
        var critical = -Normal.InvCDF(0, 1, Interval.TailOf(confidence));
        if (first.Trials == 0 || second.Trials == 0)
        {
            return Interval.None;
        }

        var observed = first.Share - second.Share;
        return new Interval(
            Boundary(-1, observed, d => DifferenceScore(first, second, d) > critical),
            Boundary(1, observed, d => DifferenceScore(first, second, d) < -critical));
    }

    /// <summary>
    /// The interval of p(first) / p(second), within [0, ∞]; none without trials on both sides or any success at all.
    /// </summary>
    public static Interval Ratio(Proportion first, Proportion second, double confidence = Interval.DefaultConfidence)
    {
        var critical = -Normal.InvCDF(0, 1, Interval.TailOf(confidence));
        if (first.Trials == 0 || second.Trials == 0 || first.Successes + second.Successes == 0)
        {
            return Interval.None;
        }

        // The ratio r is searched for as r / (1 + r), which runs from 0 to 1.
        var observed = first.Share / (first.Share + second.Share);
        var low = Boundary(0, observed, s => RatioScore(first, second, s) > critical);
        var high = Boundary(1, observed, s => RatioScore(first, second, s) < -critical);
        return new Interval(low / (1 - low), high >= 1 ? double.PositiveInfinity : high / (1 - high));
    }

    /// <summary>The border between rejected values at the far end and the observed one, by halving.</summary>
    private static double Boundary(double far, double observed, Func<double, bool> isRejected)
    {
        var (outside, inside) = (far, observed);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (outside + inside) / 2;
            if (middle == outside || middle == inside)
            {
                break;
            }

            (outside, inside) = isRejected(middle) ? (middle, inside) : (outside, middle);
        }

        return isRejected(outside) ? inside : outside;
    }

    private static double DifferenceScore(Proportion first, Proportion second, double difference)
    {
        double n1 = first.Trials, n2 = second.Trials, x1 = first.Successes, x2 = second.Successes, n = n1 + n2;

        // The restricted maximum likelihood of p2, given p1 = p2 + d, is the middle root of a cubic.
        var l3 = n;
        var l2 = (n1 + 2 * n2) * difference - n - (x1 + x2);
        var l1 = (n2 * difference - n - 2 * x2) * difference + x1 + x2;
        var l0 = x2 * difference * (1 - difference);
        var third = l2 / (3 * l3);
        var q = third * third * third - l1 * third / (2 * l3) + l0 / (2 * l3);
        var p = Math.CopySign(Math.Sqrt(Math.Max(0, third * third - l1 / (3 * l3))), q);
        var angle = (Math.PI + Math.Acos(p == 0 ? 0 : Math.Clamp(q / (p * p * p), -1, 1))) / 3;
        var p2 = Math.Clamp(2 * p * Math.Cos(angle) - third, 0, 1);
        var p1 = Math.Clamp(p2 + difference, 0, 1);
        var variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * n / (n - 1);
        return Score(first.Share - second.Share - difference, variance);
    }

    private static double RatioScore(Proportion first, Proportion second, double position)
    {
        double n1 = first.Trials, n2 = second.Trials, x1 = first.Successes, x2 = second.Successes, n = n1 + n2;

        // With weights u = position and v = 1 − position, the hypothesis is v·p1 = u·p2: no infinite ratio in sight.
        var (u, v) = (position, 1 - position);
        var a = n * u;
        var b = n1 * u + x1 * v + n2 * v + x2 * u;
        var c = (x1 + x2) * v;
        var p2 = 2 * c / (b + Math.Sqrt(Math.Max(0, b * b - 4 * a * c)));
        var p1 = v == 0 ? 1 : Math.Clamp(p2 * u / v, 0, 1);
        p2 = Math.Clamp(p2, 0, 1);
        var variance = (v * v * p1 * (1 - p1) / n1 + u * u * p2 * (1 - p2) / n2) * n / (n - 1);
        return Score(v * first.Share - u * second.Share, variance);
    }

    private static double Score(double distance, double variance) =>
        distance == 0 ? 0 : variance > 0 ? distance / Math.Sqrt(variance) : distance * double.PositiveInfinity;
}
