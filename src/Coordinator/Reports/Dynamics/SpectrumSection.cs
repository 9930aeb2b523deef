using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Dynamics;

/// <summary>The leading eigenvalue along each cycle, in the unit circle.</summary>
internal static class SpectrumSection
{
    private const int MostOfCell = 100;

    private sealed record Mark(LinePlace At, double Rate, double Re, double Im, int Period);

    /// <summary>The section; words only where single orbits are not kept whole.</summary>
    public static Section? Of(ReportData data, OrbitPanels panels)
    {
        var marks = panels.Groups.SelectMany(g => g.Cells.SelectMany(c => Marks(data, panels, c).Take(MostOfCell))).ToList();
        if (marks.Count == 0)
        {
            return data.Sweep.Sweep.Keep == Keep.All ? null : new Section("spectra", "Spectra", Html.Of(
                $"<p>A sweep with <code>keep: all</code> shows here the eigenvalues of every single orbit’s cycle.</p>"));
        }

        var texts = panels.TextsOf(
            "plot-spectra",
            "Leading eigenvalues along points and cycles",
            FormattableString.Invariant($"The eigenvalue of largest modulus of the Jacobian of one turn of the cycle that an orbit ends ")
                + FormattableString.Invariant($"in, pairs with both of theirs; at most {MostOfCell} orbits of a cell. Inside the unit circle ")
                + "cycles attract, 1 is a direction along which points lie side by side, −1 where a period doubles.",
            "imaginary part",
            "end");
        var alt = $"Leading eigenvalues of {marks.Count} orbits in the complex plane; moduli from "
            + $"{Figures.Short(marks.Min(Modulus))} to {Figures.Short(marks.Max(Modulus))}.";
        var rows = PlotTemplate.Rows(marks.SelectMany(m => m.Im == 0 ? [m] : new[] { m, m with { Im = -m.Im } }), m => Row(texts, m));
        var spec = PlotTemplate.Fill(
            "spectrum",
            [
                .. PanelPlot.Values(texts, alt, [.. marks.Select(m => m.At)], rows),
                ("circle", new JsonArray([.. Enumerable.Range(0, 73).Select(i => new JsonObject
                {
                    ["order"] = i,
                    ["re"] = Math.Round(Math.Cos(i * Math.PI / 36), 4),
                    ["im"] = Math.Round(Math.Sin(i * Math.PI / 36), 4),
                })])),
            ]);
        var plot = new Plot(texts.Id, texts.Title, alt, texts.Caption, Table(marks), spec) { Choices = texts.Choices };
        return new Section("spectra", "Spectra in the unit circle", FigureHtml.Of(plot), plot);
    }

    private static double Modulus(Mark mark) => Math.Sqrt(mark.Re * mark.Re + mark.Im * mark.Im);

    private static IEnumerable<Mark> Marks(ReportData data, OrbitPanels panels, CellStatistics cell)
    {
        foreach (var columns in OrbitTrials.Read(data, cell, Keep.All))
        {
            int Of(string name) => columns.IndexOf(name);
            for (var row = 0; row < columns.Rows; row++)
            {
                var (re, im) = (columns.ValueAt(Of("multiplier_re"), row), columns.ValueAt(Of("multiplier_im"), row));
                var period = (int)columns.ValueAt(Of("period"), row);
                if (double.IsFinite(re) && period > 0)
                {
                    yield return new Mark(
                        panels.PlaceOf(cell, period == 1 ? "point" : "cycle"), OrbitGroup.RateOf(cell), re, Math.Abs(im), period);
                }
            }
        }
    }

    private static JsonObject Row(PanelTexts texts, Mark mark)
    {
        var row = PanelPlot.RowOf(texts, mark.At);
        row["re"] = PanelPlot.Number(mark.Re);
        row["im"] = PanelPlot.Number(mark.Im);
        row["rate"] = mark.Rate;
        row["period"] = mark.Period;
        return row;
    }

    private static PlotTable Table(List<Mark> marks) => new(
        ["", "η", "end", "orbits", "periods", "least modulus", "largest modulus", "not real"],
        [.. marks.GroupBy(m => (Panel: string.Join(", ", m.At.Choice.Select(c => c.ToString(System.Globalization.CultureInfo.InvariantCulture)).Append(m.At.Panel)), m.Rate, m.At.Series)).Select(g => (string[])
        [
            g.Key.Panel,
            Figures.Short(g.Key.Rate),
            g.Key.Series,
            Figures.Count(g.Count()),
            string.Join(' ', g.Select(m => m.Period).Distinct().Order().Take(6)),
            Figures.Short(g.Min(Modulus)),
            Figures.Short(g.Max(Modulus)),
            Figures.Count(g.Count(m => m.Im != 0)),
        ])]);
}
