namespace Farm.Domain;

/// <summary>
/// The difference of two means whose variances need not be equal (Welch, Biometrika 34, 1947), with the degrees of
/// freedom of Welch and Satterthwaite.
/// </summary>
public static class Welch
{
    /// <summary>Its name in reports.</summary>
    public const string Method = "Welch's t interval";

    /// <summary>The interval of mean(first) − mean(second); none for fewer than two values on either side.</summary>
    public static Interval Difference(Mean first, Mean second, double confidence = Interval.DefaultConfidence)
    {
        if (first.Count < 2 || second.Count < 2)
        {
            return Interval.None;
        }

        var difference = first.Value - second.Value;
        var v1 = first.StandardError * first.StandardError;
        var v2 = second.StandardError * second.StandardError;
        var v = v1 + v2;
        if (v == 0)
        {
            return new Interval(difference, difference);
        }

        var degrees = v * v / (v1 * v1 / (first.Count - 1) + v2 * v2 / (second.Count - 1));
        var half = StudentT.TwoSided(degrees, confidence) * Math.Sqrt(v);
        return new Interval(difference - half, difference + half);
    }
}
