namespace Farm.Domain;

/// <summary>What a comparison concludes, and by which rule.</summary>
/// <param name="Word">The conclusion.</param>
/// <param name="Rule">The rule that led to it, for people to judge.</param>
public sealed record Verdict(VerdictWord Word, string Rule)
{
    /// <summary>Compares a count that someone published with the farm's own.</summary>
    /// <param name="measured">The farm's.</param>
    /// <param name="published">The other.</param>
    /// <param name="confidence">Of both intervals.</param>
    public static Verdict OnPublished(
        Proportion measured, Proportion published, double confidence = Interval.DefaultConfidence)
    {
        if (measured.Trials == 0)
        {
            return new Verdict(VerdictWord.Open, "no trials yet");
        }

        var intervals = measured.Bound is null && published.Bound is null
            ? "the two Clopper–Pearson intervals"
            : "the intervals, of enumerated trials their bounds,";
        return measured.Interval(confidence).Overlaps(published.Interval(confidence))
            ? new Verdict(VerdictWord.Consistent, $"{intervals} overlap")
            : new Verdict(VerdictWord.Contradicted, $"{intervals} do not overlap");
    }

    /// <summary>Whether two cells differ in a number that is exact, since no trial was drawn.</summary>
    public static Verdict OnNumbers(double first, double second) =>
        double.IsNaN(first) || double.IsNaN(second) ? new Verdict(VerdictWord.Open, "no value on one side")
        : first == second ? new Verdict(VerdictWord.NotDistinguished, "equal, of trials that are enumerated")
        : new Verdict(VerdictWord.Differs, "not equal, of trials that are enumerated");

    /// <summary>Whether two cells differ, from the interval of their difference.</summary>
    public static Verdict OnDifference(Interval difference) =>
        !difference.Exists ? new Verdict(VerdictWord.Open, "too few values for an interval")
        : difference.Contains(0) ? new Verdict(VerdictWord.NotDistinguished, "the interval contains 0")
        : new Verdict(VerdictWord.Differs, "the interval excludes 0");
}

/// <summary>The conclusions there are.</summary>
public enum VerdictWord
{
    /// <summary>Nothing can be said yet.</summary>
    Open,

    /// <summary>The published figure may be right.</summary>
    Consistent,

    /// <summary>The published figure and the farm's cannot both be right.</summary>
    Contradicted,

    /// <summary>The two cells differ.</summary>
    Differs,

    /// <summary>The trials do not tell the two cells apart.</summary>
    NotDistinguished,
}

/// <summary>How conclusions are written.</summary>
public static class VerdictWords
{
    extension(VerdictWord word)
    {
        /// <summary>The word as outputs have it.</summary>
        public string Text => word switch
        {
            VerdictWord.Open => "open",
            VerdictWord.Consistent => "consistent",
            VerdictWord.Contradicted => "contradicted",
            VerdictWord.Differs => "differs",
            _ => "not distinguished",
        };
    }
}
