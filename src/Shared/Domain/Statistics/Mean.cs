namespace Farm.Domain;

/// <summary>The mean of a measurement and its spread.</summary>
/// <param name="Count">Values.</param>
/// <param name="Value">Their mean; NaN for none.</param>
/// <param name="StandardDeviation">Root of their unbiased variance; NaN for fewer than two.</param>
public readonly record struct Mean(long Count, double Value, double StandardDeviation)
{
    /// <summary>How its interval is made, as reports name it.</summary>
    public const string IntervalMethod = "mean ± t·sd/√n, Student's t with n − 1 degrees of freedom";

    /// <summary>Whether it is of enumerated trials, which sample nothing: then it has no sampling interval.</summary>
    public bool IsEnumerated { get; init; }

    /// <summary>Standard error of the mean.</summary>
    public double StandardError => StandardDeviation / Math.Sqrt(Count);

    /// <summary>From a count, a sum and a sum of squares.</summary>
    public static Mean Of(long count, double sum, double sumOfSquares)
    {
        var mean = sum / count;
        return count < 2
            ? new Mean(count, mean, double.NaN)
            : new Mean(count, mean, Math.Sqrt(Math.Max(0, (sumOfSquares - sum * mean) / (count - 1))));
    }

    /// <summary>
    /// Student's interval; none for fewer than two values or enumerated ones. Exact for normal values, and by the central limit theorem
    /// for any others when there are many.
    /// </summary>
    public Interval Interval(double confidence = Domain.Interval.DefaultConfidence)
    {
        if (Count < 2 || IsEnumerated)
        {
            return Domain.Interval.None;
        }

        var half = StudentT.TwoSided(Count - 1, confidence) * StandardError;
        return new Interval(Value - half, Value + half);
    }
}
