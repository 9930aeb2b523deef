using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Results;

/// <summary>The comparison of two cells as a table: a row a measurement.</summary>
public static class ComparisonTable
{
    /// <summary>The table; its columns are always the same.</summary>
    public static FieldTable Of(CellComparison comparison) => new(
        [
            "measurement", "first", "second", "difference", "difference_lo", "difference_hi",
            "ratio", "ratio_lo", "ratio_hi", "verdict", "rule", "method",
        ],
        [.. comparison.Lines.Select(Row)]);

    private static Field[] Row(ComparisonLine line) =>
    [
        Field.Of(line.Name),
        Field.Of(line.First),
        Field.Of(line.Second),
        Field.Of(line.Difference),
        Field.Of(line.Interval.Low),
        Field.Of(line.Interval.High),
        Field.Of(line.Ratio),
        Field.Of(line.RatioInterval.Low),
        Field.Of(line.RatioInterval.High),
        Field.Of(line.Verdict.Word.Text),
        Field.Of(line.Verdict.Rule),
        Field.Of(line.Method),
    ];
}
