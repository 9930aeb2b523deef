namespace Farm.Domain;

/// <summary>Student's t distribution.</summary>
public static class StudentT
{
    /// <summary>The t that |T| exceeds with probability 1 − confidence: 2.5758… for many degrees at 0.99.</summary>
    /// <param name="degrees">Degrees of freedom, above 0; need not be whole.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static double TwoSided(double degrees, double confidence = Interval.DefaultConfidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);

        // T² / (ν + T²) has the distribution Beta(½, ν / 2).
        var x = BetaQuantile.Upper(0.5, degrees / 2, 2 * Interval.TailOf(confidence));
        return Math.Sqrt(degrees * x / (1 - x));
    }
}
