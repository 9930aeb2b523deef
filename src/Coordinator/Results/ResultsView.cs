using System.Globalization;
using Farm.Coordinator.Statistics;
using Farm.Domain;
using Spectre.Console;

namespace Farm.Coordinator.Results;

/// <summary>Tables for people at a terminal: the few most telling columns.</summary>
public static class ResultsView
{
    private const int MostProportions = 2;
    private const int MostNumbers = 2;

    /// <summary>Shows a sweep's results.</summary>
    public static void Write(IAnsiConsole console, ResultsTable results)
    {
        var measurements = results.Cells.SelectMany(c => c.Measurements).DistinctBy(m => m.Name).ToList();
        measurements.RemoveAll(m => m.Kind == MeasurementKind.Number && results.Cells.All(c => Figure(c, m).Length == 0));
        var shown = measurements.Where(m => m.Kind == MeasurementKind.Proportion).Take(MostProportions)
            .Concat(measurements.Where(m => m.Kind == MeasurementKind.Number).Take(MostNumbers))
            .ToList();
        var table = NewTable(
            ["cell", .. results.Telling, "trials", .. shown.Select(Heading)], results.Telling.Count + 1);
        foreach (var cell in results.Cells)
        {
            string[] row =
            [
                cell.Cell.Id,
                .. results.Telling.Select(p => cell.Cell.Parameters.TryGetValue(p, out var v) ? v.Text : ""),
                cell.Trials.ToString("N0", CultureInfo.InvariantCulture),
                .. shown.Select(m => Figure(cell, m)),
            ];
            table.AddRow([.. row.Select(f => new Text(f))]);
        }

        console.Write(table);
        console.WriteLine(
            (results.Cells.Any(c => c.Shares is not null)
                ? "Trials are enumerated: shares with their discretisation bounds, means without any interval. "
                : "Shares and means with their 99% intervals. ")
            + "All figures: --format csv or --format json.");
        foreach (var note in results.FewNotes())
        {
            console.WriteLine(note);
        }
    }

    /// <summary>Shows the comparison of two cells.</summary>
    public static void Write(IAnsiConsole console, CellComparison comparison)
    {
        var (first, second) = (comparison.First.Cell, comparison.Second.Cell);
        var table = NewTable(["measurement", first.Id, second.Id, "difference", "99% interval", "ratio", "verdict"], 1);
        foreach (var line in comparison.Lines)
        {
            string[] row =
            [
                line.Name,
                Short(line.First),
                Short(line.Second),
                Short(line.Difference),
                line.Interval.Exists ? $"{Short(line.Interval.Low)} … {Short(line.Interval.High)}" : "",
                line.RatioInterval.Exists
                    ? $"{Short(line.Ratio)} ({Short(line.RatioInterval.Low)} … {Short(line.RatioInterval.High)})"
                    : "",
                line.Verdict.Word.Text,
            ];
            table.AddRow([.. row.Select(f => new Text(f))]);
        }

        console.Write(table);
        if (comparison.First.Shares is not null || comparison.Second.Shares is not null)
        {
            console.WriteLine($"Differs: what is possible of {first.Id} − {second.Id} excludes 0. Shares: {LatticeShare.Method}.");
            return;
        }

        console.WriteLine(
            $"Differs: the 99% interval of {first.Id} − {second.Id} excludes 0. Shares: {ScoreDifference.Method}; "
                + $"means: {Welch.Method}.");
        console.WriteLine("Each line stands alone: of a hundred that do not differ, one is expected to seem to.");
    }

    private static Table NewTable(IReadOnlyList<string> headings, int leftAligned)
    {
        var table = new Table { Border = TableBorder.Simple };
        for (var i = 0; i < headings.Count; i++)
        {
            var alignment = i < leftAligned ? Justify.Left : Justify.Right;
            table.AddColumn(new TableColumn(new Text(headings[i])) { Alignment = alignment });
        }

        return table;
    }

    private static string Heading(Measurement measurement) =>
        measurement.Kind == MeasurementKind.Proportion ? measurement.Name : $"{measurement.Name} (mean)";

    private static string Figure(CellStatistics cell, Measurement measurement)
    {
        var index = cell.IndexOf(measurement.Name);
        if (index < 0 || cell.Summaries[index].Count == 0)
        {
            return "";
        }

        if (measurement.Kind == MeasurementKind.Proportion)
        {
            var proportion = cell.Proportion(index);
            var share = proportion.Interval();
            return share.Exists
                ? $"{Percent(proportion.Share)} ({Percent(share.Low)} … {Percent(share.High)})"
                : Percent(proportion.Share);
        }

        var mean = cell.Mean(index);
        var interval = mean.Interval();
        return interval.Exists
            ? $"{Short(mean.Value)} ({Short(interval.Low)} … {Short(interval.High)})"
            : Short(mean.Value);
    }

    private static string Percent(double share) => Short(100 * share) + "%";

    private static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
