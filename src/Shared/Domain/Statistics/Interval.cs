namespace Farm.Domain;

/// <summary>A confidence interval [Low, High], in the unit of what it is for; NaN ends when there is none.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The level of every interval unless another is asked for.</summary>
    public const double DefaultConfidence = 0.99;

    /// <summary>No interval: too few trials for one.</summary>
    public static Interval None { get; } = new(double.NaN, double.NaN);

    /// <summary>Whether there is an interval.</summary>
    public bool Exists => !double.IsNaN(Low) && !double.IsNaN(High);

    /// <summary>High − Low.</summary>
    public double Width => High - Low;

    /// <summary>Whether a value lies in it, ends included.</summary>
    public bool Contains(double value) => Low <= value && value <= High;

    /// <summary>Whether the two have a value in common, ends included.</summary>
    public bool Overlaps(Interval other) => Low <= other.High && other.Low <= High;

    /// <summary>The tail that an interval of this confidence leaves on each side.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0 and below 1.</exception>
    internal static double TailOf(double confidence)
    {
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1.");
        }

        return (1 - confidence) / 2;
    }
}
