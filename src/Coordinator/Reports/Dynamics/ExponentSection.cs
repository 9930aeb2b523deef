using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Dynamics;

/// <summary>Lyapunov exponents over the step size.</summary>
internal static class ExponentSection
{
    private static readonly (string Measurement, string Series)[] exponents =
        [("exponent", "largest"), ("exponent_2", "second"), ("exponent_3", "third")];

    /// <summary>The section; null when none was measured.</summary>
    public static Section? Of(OrbitPanels panels)
    {
        var texts = panels.TextsOf(
            "plot-exponents",
            "Lyapunov exponents",
            "Means over the bounded orbits with Student’s 99% interval, per step; each orbit’s own comes from QR along it, over 32 "
                + "blocks after the transient. Above 0 neighbours part: chaos, where the orbit is bounded. An exponent of −∞ is in no "
                + "mean. A ✕ at the upper edge marks cells of which orbits diverged.",
            "exponent per step",
            "exponent");
        var marks = panels.Lines.SelectMany(g => g.Cells.SelectMany(c => Marks(panels, g, c))).ToList();
        return marks.Count > 0 && ValuePlot.Of(texts, marks, "linear") is { } plot
            ? new Section("exponents", "Lyapunov exponents", FigureHtml.Of(plot), plot)
            : null;
    }

    private static IEnumerable<ValueMark> Marks(OrbitPanels panels, OrbitGroup group, CellStatistics cell)
    {
        var diverged = (int)OrbitGroup.CountOf(cell, "end", "diverged");
        foreach (var (measurement, series) in exponents)
        {
            var index = cell.IndexOf(measurement);
            if (index >= 0 && cell.Summaries[index].Count > 0)
            {
                var mean = cell.Mean(index);
                yield return new ValueMark(
                    panels.PlaceOf(cell, series),
                    Math.Round(group.PlaceOf(cell), 6),
                    new TrialMean((int)mean.Count, mean.Value, mean.Interval(), mean),
                    diverged);
            }
        }
    }
}
