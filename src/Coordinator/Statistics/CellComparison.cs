using Farm.Domain;

namespace Farm.Coordinator.Statistics;

/// <summary>What two cells differ in: one line for each measurement that both have.</summary>
/// <param name="First">One cell.</param>
/// <param name="Second">The other.</param>
/// <param name="Lines">The comparisons, in declared order; a category has one for each word.</param>
public sealed record CellComparison(CellStatistics First, CellStatistics Second, IReadOnlyList<ComparisonLine> Lines)
{
    /// <summary>Compares two cells of one study.</summary>
    public static CellComparison Of(
        CellStatistics first, CellStatistics second, double confidence = Interval.DefaultConfidence)
    {
        var lines = new List<ComparisonLine>();
        for (var i = 0; i < first.Measurements.Count; i++)
        {
            var measurement = first.Measurements[i];
            var j = second.IndexOf(measurement.Name);
            if (j < 0)
            {
                continue;
            }

            switch (measurement.Kind)
            {
                case MeasurementKind.Proportion:
                    lines.Add(ComparisonLine.Of(
                        measurement.Name, first.Proportion(i), second.Proportion(j), confidence));
                    break;
                case MeasurementKind.Category:
                    for (var word = 0; word < measurement.Words.Count; word++)
                    {
                        lines.Add(ComparisonLine.Of(
                            $"{measurement.Name}_{measurement.Words[word]}",
                            first.Proportion(i, word),
                            second.Proportion(j, word),
                            confidence));
                    }

                    break;
                default:
                    lines.Add(ComparisonLine.Of(measurement.Name, first.Mean(i), second.Mean(j), confidence));
                    break;
            }
        }

        return new CellComparison(first, second, lines);
    }
}

/// <summary>One measurement of two cells: their difference, first less second.</summary>
/// <param name="Name">The measurement, for a category with its word.</param>
/// <param name="First">Share or mean in the first cell.</param>
/// <param name="Second">Share or mean in the second cell.</param>
/// <param name="Difference">First − Second.</param>
/// <param name="Interval">Of the difference.</param>
/// <param name="Ratio">First / Second of two proportions; NaN for means.</param>
/// <param name="RatioInterval">Of the ratio; none for means.</param>
/// <param name="Method">How the intervals are made.</param>
/// <param name="Verdict">Whether they differ.</param>
public sealed record ComparisonLine(
    string Name,
    double First,
    double Second,
    double Difference,
    Interval Interval,
    double Ratio,
    Interval RatioInterval,
    string Method,
    Verdict Verdict)
{
    /// <summary>Compares two proportions.</summary>
    public static ComparisonLine Of(string name, Proportion first, Proportion second, double confidence)
    {
        if (first.Bound is not null || second.Bound is not null)
        {
            return OfBounds(name, first, second, confidence);
        }

        var interval = ScoreDifference.Difference(first, second, confidence);
        return new ComparisonLine(
            name,
            first.Share,
            second.Share,
            first.Share - second.Share,
            interval,
            first.Share / second.Share,
            ScoreDifference.Ratio(first, second, confidence),
            ScoreDifference.Method,
            Verdict.OnDifference(interval));
    }

    /// <summary>Compares two means.</summary>
    public static ComparisonLine Of(string name, Mean first, Mean second, double confidence)
    {
        var isSampled = !first.IsEnumerated && !second.IsEnumerated;
        var interval = isSampled ? Welch.Difference(first, second, confidence) : Domain.Interval.None;
        return new ComparisonLine(
            name,
            first.Value,
            second.Value,
            first.Value - second.Value,
            interval,
            double.NaN,
            Domain.Interval.None,
            isSampled ? Welch.Method : "exact: trials are enumerated",
            isSampled ? Verdict.OnDifference(interval) : Verdict.OnNumbers(first.Value, second.Value));
    }

    /// <summary>Compares two shares of which one at least is of enumerated trials: the differences that their bounds allow.</summary>
    private static ComparisonLine OfBounds(string name, Proportion first, Proportion second, double confidence)
    {
        var (one, other) = (first.Interval(confidence), second.Interval(confidence));
        var interval = one.Exists && other.Exists
            ? new Interval(one.Low - other.High, one.High - other.Low)
            : Domain.Interval.None;
        var ratio = interval.Exists && other.Low > 0
            ? new Interval(one.Low / other.High, one.High / other.Low)
            : Domain.Interval.None;
        return new ComparisonLine(
            name,
            first.Share,
            second.Share,
            first.Share - second.Share,
            interval,
            first.Share / second.Share,
            ratio,
            LatticeShare.Method,
            Verdict.OnDifference(interval));
    }
}
