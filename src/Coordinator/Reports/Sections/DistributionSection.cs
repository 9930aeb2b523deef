using System.Globalization;
using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Results;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Sections;

/// <summary>How a binned number is distributed: quantiles of every cell, the histogram of a chosen one.</summary>
internal static class DistributionSection
{
    /// <summary>A section with both plots.</summary>
    /// <param name="data">The report's data.</param>
    /// <param name="report">Names the cells.</param>
    /// <param name="measurement">A number with a histogram.</param>
    /// <param name="title">The section's title.</param>
    public static Section Of(ReportData data, StudyReport report, Measurement measurement, string title)
    {
        var cells = data.Cells
            .Where(c => c.IndexOf(measurement.Name) is var i && i >= 0 && c.Summaries[i].Count > 0)
            .Select(c => (Label: report.Label(data, c.Cell), Cell: c, Index: c.IndexOf(measurement.Name)))
            .ToList();
        if (cells.Count == 0)
        {
            return new Section($"distribution-{measurement.Name}", title, Html.Of(
                $"<p>No trial has a value of {measurement.Name} yet.</p>"));
        }

        var quantiles = Quantiles(measurement, cells);
        var histogram = Histogram(measurement, cells);
        return new Section(
            $"distribution-{measurement.Name}",
            title,
            new Html().Add($"{FigureHtml.Of(quantiles)}{FigureHtml.Of(histogram)}"),
            quantiles,
            histogram);
    }

    private static Plot Quantiles(Measurement measurement, List<(string Label, CellStatistics Cell, int Index)> cells)
    {
        var rows = cells.Select(c => (c.Label, Values: StatisticsColumns.Percentiles
            .Select(p => Quantile.Of(c.Cell.Summaries[c.Index], measurement, p / 100.0)).ToArray())).ToList();
        var isLog = measurement.Histogram is OctaveScale;
        var least = isLog ? rows.Min(r => Positive(r.Values)) : 0;
        var name = Axis(measurement);
        var medians = rows.Select(r => r.Values[2].Value).ToList();
        var alt = $"Quantiles of {measurement.Name} for {rows.Count} cells; medians from {Figures.Short(medians.Min())}"
            + $" to {Figures.Short(medians.Max())}.";
        var spec = PlotTemplate.Fill(
            "quantiles",
            ("alt", alt),
            ("axis", name),
            ("scale", isLog ? "log" : "linear"),
            ("zero", false),
            ("height", 24 * rows.Count),
            ("rows", PlotTemplate.Rows(rows, r => new JsonObject
            {
                ["label"] = r.Label,
                ["p05"] = Math.Max(r.Values[0].Value, least),
                ["p25"] = Math.Max(r.Values[1].Value, least),
                ["p50"] = Math.Max(r.Values[2].Value, least),
                ["p75"] = Math.Max(r.Values[3].Value, least),
                ["p95"] = Math.Max(r.Values[4].Value, least),
            })));
        var error = rows.Max(r => r.Values.Max(q => q.Error));
        var table = new PlotTable(
            ["", .. StatisticsColumns.Percentiles.Select(p => $"{p}%"), "± at most"],
            [.. rows.Select(r => (string[])
            [
                r.Label,
                .. r.Values.Select(q => Figures.Short(q.Value)),
                Figures.Short(r.Values.Max(q => q.Error)),
            ])]);
        return new Plot(
            $"plot-{measurement.Name}-quantiles",
            $"{measurement.Name}: where the middle trials lie",
            alt,
            $"{Sentence(measurement.Meaning)}: thin lines from the 5% to the 95% quantile, thick ones from 25% to 75%, "
                + $"ticks at the median. Quantiles are read from histograms; their error is at most a bin’s width, "
                + $"here {Figures.Short(error)}{(measurement.Unit.Length > 0 ? " " + measurement.Unit : "")}.",
            table,
            spec);
    }

    private static Plot Histogram(Measurement measurement, List<(string Label, CellStatistics Cell, int Index)> cells)
    {
        var bins = cells
            .SelectMany((c, at) => DrawnBins.Of(c.Cell, c.Index).Select(b => (At: at, b.Low, b.High, b.Count, b.Share)))
            .ToList();
        var openBins = DrawnBins.OpenBins(measurement.Histogram!, cells.Select(c => c.Cell.Summaries[c.Index]));
        var alt = $"Histogram of {measurement.Name} for one cell at a time, {cells.Count} to choose from.";
        var spec = PlotTemplate.Fill(
            "histogram",
            ("alt", alt),
            ("axis", Axis(measurement)),
            ("scale", measurement.Histogram is OctaveScale ? "log" : "linear"),
            ("low", bins.Min(b => b.Low)),
            ("high", bins.Max(b => b.High)),
            ("rows", PlotTemplate.Rows(bins, b => new JsonObject
            {
                ["cell"] = b.At.ToString(CultureInfo.InvariantCulture),
                ["lo"] = b.Low,
                ["hi"] = b.High,
                ["share"] = Math.Round(b.Share, DrawnBins.SharePlaces),
                ["count"] = b.Count,
            })));
        return new Plot(
            $"plot-{measurement.Name}-histogram",
            $"{measurement.Name}: all trials of one cell",
            alt,
            $"Share of the cell’s trials in each bin. {openBins}",
            DrawnBins.Table(cells.Select(c => c.Label), bins.Select(b => (b.At, b.Low, b.High, b.Share)), ""),
            spec)
        {
            Choices = [new PlotChoice(
                "cell", "Cell", [.. cells.Select((c, at) => (at.ToString(CultureInfo.InvariantCulture), c.Label))])],
        };
    }

    private static double Positive(Quantile[] values) =>
        values.Select(q => q.Value).Where(v => v > 0).DefaultIfEmpty(1).Min();

    private static string Axis(Measurement measurement) =>
        measurement.Unit.Length == 0 || measurement.Unit == measurement.Name
            ? measurement.Name
            : $"{measurement.Name} ({measurement.Unit})";

    private static string Sentence(string meaning) => char.ToUpperInvariant(meaning[0]) + meaning[1..];
}
