using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Results;

/// <summary>The columns that each kind of measurement has in results.</summary>
public static class StatisticsColumns
{
    /// <summary>The quantiles that binned numbers have: <c>x_p05</c> to <c>x_p95</c>.</summary>
    public static IReadOnlyList<int> Percentiles { get; } = [5, 25, 50, 75, 95];

    /// <summary>Column names of a measurement, which depend on nothing but its declaration.</summary>
    public static IEnumerable<string> Names(Measurement measurement) => measurement.Kind switch
    {
        MeasurementKind.Proportion => OfProportion(measurement.Name),
        MeasurementKind.Category => measurement.Words.SelectMany(w => OfProportion($"{measurement.Name}_{w}")),
        _ => OfNumber(measurement),
    };

    /// <summary>A cell's fields for those columns; empty where it has no such measurement or no value.</summary>
    public static IEnumerable<Field> Fields(CellStatistics cell, Measurement measurement)
    {
        var index = cell.IndexOf(measurement.Name);
        return index < 0 ? Names(measurement).Select(_ => Field.Empty) : measurement.Kind switch
        {
            MeasurementKind.Proportion => OfProportion(cell.Proportion(index)),
            MeasurementKind.Category =>
                Enumerable.Range(0, measurement.Words.Count).SelectMany(w => OfProportion(cell.Proportion(index, w))),
            _ => OfNumber(cell, index),
        };
    }

    private static string[] OfProportion(string name) => [name, $"{name}_lo", $"{name}_hi"];

    private static Field[] OfProportion(Proportion proportion)
    {
        if (proportion.Trials == 0)
        {
            return [Field.Empty, Field.Empty, Field.Empty];
        }

        var interval = proportion.Interval();
        return [Field.Of(proportion.Share), Field.Of(interval.Low), Field.Of(interval.High)];
    }

    private static IEnumerable<string> OfNumber(Measurement measurement)
    {
        var name = measurement.Name;
        string[] first = MayLack(measurement) ? [$"{name}_count"] : [];
        var quantiles = measurement.Histogram is null ? [] : Percentiles.Select(p => $"{name}_p{p:00}");
        return
        [
            .. first, $"{name}_mean", $"{name}_mean_lo", $"{name}_mean_hi", $"{name}_sd",
            .. quantiles, $"{name}_min", $"{name}_max",
        ];
    }

    private static IEnumerable<Field> OfNumber(CellStatistics cell, int index)
    {
        var (measurement, summary, mean) = (cell.Measurements[index], cell.Summaries[index], cell.Mean(index));
        var interval = mean.Interval();
        if (MayLack(measurement))
        {
            yield return Field.Of(summary.Count);
        }

        yield return Field.Of(mean.Value);
        yield return Field.Of(interval.Low);
        yield return Field.Of(interval.High);
        yield return Field.Of(mean.StandardDeviation);
        if (measurement.Histogram is not null)
        {
            foreach (var percentile in Percentiles)
            {
                yield return Field.Of(Quantile.Of(summary, measurement, percentile / 100.0).Value);
            }
        }

        yield return Field.Of(summary.Minimum);
        yield return Field.Of(summary.Maximum);
    }

    /// <summary>Whether single trials may lack it, so that the number of those that have it is of interest.</summary>
    private static bool MayLack(Measurement measurement) =>
        measurement.Type is ColumnType.Float32 or ColumnType.Float64;
}
