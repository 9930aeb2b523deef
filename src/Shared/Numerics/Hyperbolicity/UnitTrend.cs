namespace Farm.Numerics;

/// <summary>What is remembered of a unit from check to check: plain numbers, so that a long trial's state can hold them.</summary>
/// <remarks>Its default is that of a unit never checked.</remarks>
public readonly record struct UnitTrend
{
    /// <summary>Weight of the old average.</summary>
    public const double OldWeight = 0.9;

    /// <summary>Checks in a row after which a type is flagged.</summary>
    public const int ChecksToFlag = 3;

    /// <summary>Finite values that the average of the largest λ has seen.</summary>
    public int LargestSeen { get; private init; }

    /// <summary>Moving average of the largest λ: the first value, then 0.9 of the old and 0.1 of the new. 0 before any.</summary>
    public double AverageLargest { get; private init; }

    /// <summary>Finite values that the average of the least λ has seen.</summary>
    public int SmallestSeen { get; private init; }

    /// <summary>Moving average of the least λ on the span.</summary>
    public double AverageSmallest { get; private init; }

    /// <summary>How often in a row the variant <c>fixed</c> gave its last type.</summary>
    public TypeRun Fixed { get; private init; }

    /// <summary>How often in a row the variant <c>span</c> gave its last type.</summary>
    public TypeRun Span { get; private init; }

    /// <summary>How often in a row the variant <c>scaled</c> gave its last type.</summary>
    public TypeRun Scaled { get; private init; }

    /// <summary>After a full check.</summary>
    public UnitTrend After(in UnitReport report)
    {
        var trend = AfterLargest(report.Largest);
        var isFinite = double.IsFinite(report.Smallest);
        return trend with
        {
            AverageSmallest = Average(AverageSmallest, report.Smallest, SmallestSeen),
            SmallestSeen = isFinite ? SmallestSeen + 1 : SmallestSeen,
            Fixed = Fixed.After(report.Fixed.Type),
            Span = Span.After(report.Span.Type),
            Scaled = Scaled.After(report.Scaled.Type),
        };
    }

    /// <summary>After a cheap check. What is not finite is not averaged.</summary>
    public UnitTrend AfterLargest(double largest) => this with
    {
        AverageLargest = Average(AverageLargest, largest, LargestSeen),
        LargestSeen = double.IsFinite(largest) ? LargestSeen + 1 : LargestSeen,
    };

    private static double Average(double old, double value, int seen) =>
        !double.IsFinite(value) ? old : seen == 0 ? value : OldWeight * old + (1 - OldWeight) * value;
}

/// <summary>A type and how many checks in a row gave it.</summary>
/// <param name="Type">The last check's.</param>
/// <param name="Length">0 before any check.</param>
public readonly record struct TypeRun(UnitType Type, int Length)
{
    /// <summary>Whether the type stood in the last three checks.</summary>
    public bool IsFlagged => Length >= UnitTrend.ChecksToFlag;

    /// <summary>After one more check.</summary>
    public TypeRun After(UnitType type) => Length > 0 && type == Type ? new(type, Length + 1) : new(type, 1);
}
