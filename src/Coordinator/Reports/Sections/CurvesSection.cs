using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Sections;

/// <summary>The time series of any study of long trials, as far as they are stored.</summary>
internal static class CurvesSection
{
    private const int MostColumns = 4;

    /// <summary>How to read a band, as captions say it.</summary>
    public static string BandRule => "Lines are medians over trials; bands are exact 99% intervals of the median (from "
        + $"order statistics) where it has at least {Median.FewestForInterval} trials, else the range of the trials";

    /// <summary>The section; null when the study has no curves, or none is stored yet.</summary>
    public static Section? Of(ReportData data, StudyReport report)
    {
        if (data.Curves.Count == 0)
        {
            return null;
        }

        List<Measurement> columns =
        [
            .. data.Study.Long!.Curve.Where(m => m.Kind != MeasurementKind.Category && data.Curves.Any(c => c.IndexOf(m.Name) >= 0)),
        ];
        var series = StudyReport.SeriesParameter(data);
        var layout = PanelLayout.Of(data, report, [.. data.Curves.Select(c => c.Cell)], series);
        var plots = columns.Take(MostColumns).Select(c => PlotOf(data, c, layout, series)).OfType<Plot>().ToList();
        var html = Html.Of($"<p>What trials looked like on their way, those that are still under way included. "
            + $"<code>farm curves</code> prints every row of every trial{Kept(columns.Count)}.</p>\n");
        foreach (var plot in plots)
        {
            html.Add($"{FigureHtml.Of(plot)}");
        }

        return new Section("curves", "Over time", html, [.. plots]);
    }

    private static string Kept(int columns) => columns > MostColumns
        ? FormattableString.Invariant($"; here are the first {MostColumns} of {columns} columns")
        : "";

    private static Plot? PlotOf(ReportData data, Measurement column, PanelLayout layout, string? series)
    {
        var isFlag = column.Kind == MeasurementKind.Proportion;
        var unit = column.Unit.Length > 0 && column.Unit != column.Name ? $" ({column.Unit})" : "";
        var texts = new PanelTexts(
            $"curve-{column.Name}",
            $"{column.Name} over time",
            isFlag
                ? $"Share of trials: {column.Meaning}. Bands are exact 99% intervals (Clopper–Pearson). {data.CurveRules}"
                : $"{column.Name}: {column.Meaning}. {BandRule}. {data.CurveRules}",
            isFlag ? $"share of trials: {column.Name}" : column.Name + unit,
            "steps",
            series ?? "")
        {
            IsShare = isFlag,
            Choices = layout.Choices,
            IsOrdered = layout.IsOrdered,
        };
        return CurvePlot.Of(texts, data.Curves.Select(c => new CurveLine(
            layout[c.Cell],
            isFlag
                ? CurveFold.Shares([c], CurveFold.Column(column.Name))
                : CurveFold.Medians([c], CurveFold.Column(column.Name)))));
    }
}
