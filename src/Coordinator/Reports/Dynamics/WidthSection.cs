using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;

namespace Farm.Coordinator.Reports.Dynamics;

/// <summary>Points that do not fit the data, against the number of hidden units.</summary>
internal static class WidthSection
{
    /// <summary>The section; null when width is none of the sweep's axes.</summary>
    public static Section? Of(ReportData data, StudyReport report)
    {
        var marks = Marks(data, report).Where(m => m.Mark.Proportion.Trials > 0).ToList();
        if (marks.Select(m => m.Width).Distinct().Count() < 2)
        {
            return null;
        }

        var (least, most) = (marks.MinBy(m => m.Width)!, marks.MaxBy(m => m.Width)!);
        var alt = $"Share of points that do not fit the data, from {Figures.Percent(least.Mark.Proportion.Share)} at width {least.Width} "
            + $"to {Figures.Percent(most.Mark.Proportion.Share)} at width {most.Width}.";
        var plot = ProportionSection.Of(
            "plot-width",
            "Points that do not fit the data, by width",
            alt,
            "Of the orbits that end in a point, the share whose loss there is 10⁻⁹ or more, with exact 99% intervals (Clopper–Pearson). "
                + "Two hidden ReLUs can fit XOR without error, one cannot.",
            [.. marks.Select(m => m.Mark)],
            "share of points that do not fit",
            isLog: false);
        return new Section("width", "Bad points against width", FigureHtml.Of(plot), plot);
    }

    /// <summary>The share of each cell of the network of two layers.</summary>
    public static IEnumerable<(long Width, string Setting, ShareMark Mark)> Marks(ReportData data, StudyReport report)
    {
        if (!data.Telling.Contains("width"))
        {
            yield break;
        }

        foreach (var cell in data.Cells.Where(c => c.Cell.Parameters.ContainsKey("width")))
        {
            var width = (long)cell.Cell.Parameters["width"].Number;
            var setting = report.Label(data, cell.Cell, "width");
            yield return (width, setting, new ShareMark($"width {width}", setting, OrbitTrials.BadPoints(data, cell)));
        }
    }
}
