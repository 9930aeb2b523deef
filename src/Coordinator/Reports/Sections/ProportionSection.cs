using System.Globalization;
using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Sections;

/// <summary>One share with its interval, to stand in a row of a plot.</summary>
/// <param name="Label">The row.</param>
/// <param name="Series">What its colour and shape stand for.</param>
/// <param name="Proportion">The share.</param>
internal sealed record ShareMark(string Label, string Series, Proportion Proportion);

/// <summary>What a plot of shares is called.</summary>
/// <param name="Section">The heading above it.</param>
/// <param name="Plot">Its own title.</param>
/// <param name="Axis">What its axis says: the share of what.</param>
/// <param name="Series">The parameter that colours tell apart; null for none.</param>
/// <param name="Remark">A sentence for the caption; may be empty.</param>
internal sealed record ShareTexts(string Section, string Plot, string Axis, string? Series, string Remark = "");

/// <summary>A proportion by cell, each with its interval.</summary>
internal static class ProportionSection
{
    private const double LargestFloor = 1e-3;
    private const double LeastFloor = 1e-9;

    /// <summary>A section with one such plot.</summary>
    /// <param name="data">The report's data.</param>
    /// <param name="report">Names the cells.</param>
    /// <param name="measurement">A measurement of kind proportion.</param>
    /// <param name="texts">What it is called.</param>
    /// <param name="beside">Marks from elsewhere, such as published counts, at labels of cells.</param>
    public static Section Of(
        ReportData data, StudyReport report, Measurement measurement, ShareTexts texts, IReadOnlyList<ShareMark> beside)
    {
        var series = texts.Series;
        var marks = data.Cells
            .Where(c => ReportData.ProportionOf(c, measurement).Trials > 0)
            .Select(c => new ShareMark(
                series is null ? report.Label(data, c.Cell) : report.Label(data, c.Cell, series),
                series is null ? "this farm" : report.Part(data, series, c.Cell.Parameters[series]),
                ReportData.ProportionOf(c, measurement)))
            .ToList();
        List<ShareMark> all = [.. marks, .. beside];
        var bars = data.IsEnumerated ? "discretisation bounds" : "exact 99% intervals (Clopper–Pearson)";
        var caption = $"{measurement.Name}: {measurement.Meaning}. Points are measured shares, bars their {bars}; where "
            + $"no bar shows, it is narrower than the point. The axis is "
            + $"logarithmic; a triangle at its left end stands for no trial at all, its bar for what that leaves "
            + $"possible. {texts.Remark}";
        var alt = Alt(marks, texts.Axis);
        var plot = Of($"plot-{measurement.Name}", texts.Plot, alt, caption, all, texts.Axis, isLog: true);
        return new Section($"by-cell-{measurement.Name}", texts.Section, FigureHtml.Of(plot), plot);
    }

    /// <summary>The plot of some shares.</summary>
    public static Plot Of(
        string id, string title, string alt, string caption, IReadOnlyList<ShareMark> marks, string axis, bool isLog)
    {
        var floor = isLog ? Floor(marks) : 0;
        var highest = marks.Max(m => Drawn(m.Proportion).High);
        JsonArray seriesNames = [.. marks.Select(m => m.Series).Distinct().Select(s => JsonValue.Create(s))];
        var spec = PlotTemplate.Fill(
            "shares",
            ("alt", alt),
            ("rows", PlotTemplate.Rows(marks, m => Row(m, floor))),
            ("axis", axis),
            ("scale", isLog ? "log" : "linear"),
            ("floor", floor),
            ("ticks", isLog ? Decades(floor) : null),
            ("height", marks.Select(m => m.Label).Distinct().Count() * (14 * seriesNames.Count + 8)),
            ("top", isLog || highest > 0.5 ? 1.0 : Math.Max(0.01, highest)),
            ("series", seriesNames),
            ("legend", seriesNames.Count > 1
                ? new JsonObject { ["orient"] = "top", ["title"] = null, ["symbolSize"] = 90, ["columns"] = 4 }
                : null));
        return new Plot(id, title, alt, caption, Table(marks), spec);
    }

    private static JsonObject Row(ShareMark mark, double floor)
    {
        var interval = Drawn(mark.Proportion);
        var isNone = mark.Proportion.Successes == 0 && floor > 0;
        return new JsonObject
        {
            ["label"] = mark.Label,
            ["series"] = mark.Series,
            ["share"] = isNone ? floor : Math.Max(floor, mark.Proportion.Share),
            ["lo"] = Math.Max(floor, interval.Low),
            ["hi"] = interval.High,
            ["none"] = isNone,
            ["count"] = $"{Figures.Count(mark.Proportion.Successes)} of {Figures.Count(mark.Proportion.Trials)}",
            ["measured"] = Figures.Percent(mark.Proportion.Share),
            ["interval"] = Figures.Percent(mark.Proportion.Interval()),
        };
    }

    /// <summary>What a bar spans: the interval, or where there is none the share alone.</summary>
    private static Interval Drawn(Proportion proportion) =>
        proportion.Interval() is { Exists: true } interval ? interval : new Interval(proportion.Share, proportion.Share);

    /// <summary>The powers of ten from the floor to 1.</summary>
    public static JsonArray Decades(double floor)
    {
        var least = (int)Math.Round(Math.Log10(floor));
        return
        [
            .. Enumerable.Range(least, 1 - least)
                .Select(e => JsonValue.Create(double.Parse($"1e{e}", CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>The power of ten below everything that the plot must show.</summary>
    private static double Floor(IReadOnlyList<ShareMark> marks)
    {
        var least = marks.Min(m => m.Proportion.Successes == 0
            ? Drawn(m.Proportion).High / 3
            : Math.Max(Drawn(m.Proportion).Low, m.Proportion.Share / 10));
        least = Math.Max(least, LeastFloor);
        return Math.Min(LargestFloor, Math.Pow(10, Math.Floor(Math.Log10(least))));
    }

    private static string Alt(List<ShareMark> marks, string axis)
    {
        if (marks.Count == 0)
        {
            return "No trials yet.";
        }

        var (low, high) = (marks.MinBy(m => m.Proportion.Share)!, marks.MaxBy(m => m.Proportion.Share)!);
        return $"The {axis}, for {marks.Count} cells: from {Figures.Percent(low.Proportion.Share)} ({low.Label}, "
            + $"{low.Series}) to {Figures.Percent(high.Proportion.Share)} ({high.Label}, {high.Series}).";
    }

    private static PlotTable Table(IReadOnlyList<ShareMark> marks) => new(
        ["", "series", "count", "trials", "share", marks.Any(m => m.Proportion.Bound is not null) ? "bound" : "99% interval"],
        [.. marks.Select(m => (string[])
        [
            m.Label,
            m.Series,
            Figures.Count(m.Proportion.Successes),
            Figures.Count(m.Proportion.Trials),
            Figures.Percent(m.Proportion.Share),
            Figures.Percent(m.Proportion.Interval()),
        ])]);
}
