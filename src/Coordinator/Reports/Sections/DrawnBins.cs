using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Sections;

/// <summary>Histograms' bins as plots draw them and tables list them.</summary>
internal static class DrawnBins
{
    /// <summary>Decimal places of a share in a plot's data: far more than a plot shows.</summary>
    public const int SharePlaces = 8;

    /// <summary>The bins of a cell that hold values, with edges that can be drawn.</summary>
    public static IEnumerable<(double Low, double High, long Count, double Share)> Of(
        CellStatistics cell, int index)
    {
        var (summary, scale) = (cell.Summaries[index], cell.Measurements[index].Histogram!);
        for (var bin = 0; bin < summary.Histogram.Length; bin++)
        {
            if (summary.Histogram[bin] > 0)
            {
                var (low, high) = Edges(scale, bin);
                yield return (low, high, summary.Histogram[bin], (double)summary.Histogram[bin] / summary.Count);
            }
        }
    }

    /// <summary>A table of shares, a row a bin and a column a cell.</summary>
    /// <param name="labels">The cells.</param>
    /// <param name="bins">Bins that hold values: the cell's position, both edges, the share.</param>
    /// <param name="unit">Follows each edge.</param>
    public static PlotTable Table(
        IEnumerable<string> labels, IEnumerable<(int Cell, double Low, double High, double Share)> bins, string unit)
    {
        List<string> columns = [.. labels];
        var rows = bins.GroupBy(b => (b.Low, b.High)).OrderBy(g => g.Key.Low).Select(group =>
        {
            var range = $"{Figures.Short(group.Key.Low)}{unit} to {Figures.Short(group.Key.High)}{unit}";
            string[] row = [range, .. columns.Select(_ => "0%")];
            foreach (var bin in group)
            {
                row[bin.Cell + 1] = Figures.Percent(bin.Share);
            }

            return row;
        });
        return new PlotTable(["share of trials in", .. columns], [.. rows]);
    }

    /// <summary>What the open bins at either end hold, where they hold anything.</summary>
    public static string OpenBins(HistogramScale scale, IEnumerable<MeasurementSummary> summaries)
    {
        var all = summaries.ToList();
        var first = all.Any(s => s.Histogram[0] > 0)
            ? $"The first bin holds all below {Figures.Short(scale.LowerEdge(1))}. "
            : "";
        var last = all.Any(s => s.Histogram[^1] > 0)
            ? $"The last bin holds all from {Figures.Short(scale.LowerEdge(scale.Bins - 1))} on."
            : "";
        return first + last;
    }

    private static (double Low, double High) Edges(HistogramScale scale, int bin)
    {
        // The open bins at either end are drawn as wide as their neighbours.
        var (low, high) = (scale.LowerEdge(bin), scale.LowerEdge(bin + 1));
        if (scale is LinearScale linear)
        {
            return (bin == 0 ? high - linear.Width : low, bin == scale.Bins - 1 ? low + linear.Width : high);
        }

        return (bin == 0 ? high / 1.5 : low, bin == scale.Bins - 1 ? low * 1.5 : high);
    }
}
