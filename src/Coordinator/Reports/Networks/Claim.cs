using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>A claim of the study's source, judged in every setting of the sweep that can judge it.</summary>
/// <param name="Title">The claim in a few words.</param>
/// <param name="Words">What the source says, and what is compared.</param>
/// <param name="Columns">Headings of the two figures that are compared and of their comparison.</param>
/// <param name="Cases">The settings.</param>
internal sealed record Claim(
    string Title, string Words, (string First, string Second, string Compared) Columns, IReadOnlyList<ClaimCase> Cases)
{
    /// <summary>How many settings say what.</summary>
    public string Tally => VerdictTally.Of(Cases.Select(c => c.Verdict), "settings") + ".";

    /// <summary>A claim that has settings to be judged in; null for none.</summary>
    public static Claim? Of(
        string title, string words, (string First, string Second, string Compared) columns, IEnumerable<ClaimCase> cases)
    {
        List<ClaimCase> all = [.. cases];
        return all.Count > 0 ? new Claim(title, words, columns, all) : null;
    }
}

/// <summary>One setting: two figures, their comparison with its interval, and what follows.</summary>
internal sealed record ClaimCase(
    string Setting, string First, string Second, string Compared, string Bounds, Verdict Verdict)
{
    /// <summary>Whether the first of two geometric means is the larger, as the claim says.</summary>
    public static ClaimCase Larger(string setting, TrialMean first, TrialMean second)
    {
        var ratio = TrialMean.Ratio(first, second);
        return new ClaimCase(
            setting,
            Figures.Short(first.Value),
            Figures.Short(second.Value),
            $"× {Figures.Short(first.Value / second.Value)}",
            Figures.Short(ratio),
            Judge(ratio, 1));
    }

    /// <summary>Whether the first of two mean shares is the larger, as the claim says.</summary>
    public static ClaimCase MoreShare(string setting, TrialMean first, TrialMean second) =>
        Difference(setting, first, second, interval => Judge(interval, 0));

    /// <summary>Whether the first of two mean shares is not the larger, as the claim says.</summary>
    public static ClaimCase NotMoreShare(string setting, TrialMean first, TrialMean second) =>
        Difference(setting, first, second, JudgeNotMore);

    /// <summary>
    /// Consistent when an interval lies above what "no effect" would be, contradicted when below, else not distinguished.
    /// </summary>
    public static Verdict Judge(Interval interval, double neutral) =>
        !interval.Exists ? new Verdict(VerdictWord.Open, "too few trials for an interval")
        : interval.Low > neutral ? new Verdict(VerdictWord.Consistent, Rule("lies above", neutral))
        : interval.High < neutral ? new Verdict(VerdictWord.Contradicted, Rule("lies below", neutral))
        : new Verdict(VerdictWord.NotDistinguished, Rule("contains", neutral));

    /// <summary>Contradicted when an interval of a difference lies above 0, else consistent.</summary>
    public static Verdict JudgeNotMore(Interval interval) =>
        !interval.Exists ? new Verdict(VerdictWord.Open, "too few trials for an interval")
        : interval.Low > 0 ? new Verdict(VerdictWord.Contradicted, Rule("lies above", 0))
        : new Verdict(VerdictWord.Consistent, "the interval does not lie above 0");

    private static ClaimCase Difference(string setting, TrialMean first, TrialMean second, Func<Interval, Verdict> judge)
    {
        var difference = Welch.Difference(first.Of, second.Of);
        var points = new Interval(100 * difference.Low, 100 * difference.High);
        return new ClaimCase(
            setting,
            Figures.Percent(first.Value),
            Figures.Percent(second.Value),
            Figures.Short(100 * (first.Value - second.Value)),
            Figures.Short(points),
            judge(difference));
    }

    private static string Rule(string how, double neutral) => FormattableString.Invariant($"the interval {how} {neutral}");
}
