using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Sections;

/// <summary>Lines over steps, each with its band, in panels.</summary>
internal static class CurvePlot
{
    private static readonly double[] tableAt = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>The plot; null when there is no line.</summary>
    public static Plot? Of(PanelTexts texts, IEnumerable<CurveLine> all)
    {
        var lines = all.Where(l => l.Points.Count > 0).ToList();
        if (lines.Count == 0)
        {
            return null;
        }

        var alt = Alt(texts, lines);
        var values = lines.SelectMany(l => l.Points)
            .SelectMany(p => new[] { p.Middle, p.Band.Low, p.Band.High });
        var spec = PlotTemplate.Fill(
            "curves",
            [
                .. PanelPlot.Values(texts, alt, [.. lines.Select(l => l.At)], PlotTemplate.Rows(lines, l => Row(texts, l))),
                .. PanelPlot.Scale(texts, values),
            ]);
        return new Plot(texts.Id, texts.Title, alt, texts.Caption, Table(texts, lines), spec) { Choices = texts.Choices };
    }

    private static JsonObject Row(PanelTexts texts, CurveLine line)
    {
        var row = PanelPlot.RowOf(texts, line.At);
        row["step"] = new JsonArray([.. line.Points.Select(p => JsonValue.Create(p.Step))]);
        row["mid"] = new JsonArray([.. line.Points.Select(p => PanelPlot.Number(p.Middle))]);
        row["lo"] = new JsonArray([.. line.Points.Select(p => PanelPlot.Number(p.Band.Low))]);
        row["hi"] = new JsonArray([.. line.Points.Select(p => PanelPlot.Number(p.Band.High))]);
        row["n"] = new JsonArray([.. line.Points.Select(p => JsonValue.Create(p.Trials))]);
        return row;
    }

    private static string Alt(PanelTexts texts, List<CurveLine> lines)
    {
        var (low, high) = (lines.MinBy(l => l.Points[^1].Middle)!, lines.MaxBy(l => l.Points[^1].Middle)!);
        return $"{texts.Title}: {lines.Count} lines over {texts.Steps}. At their ends they lie between "
            + $"{Text(texts, low.Points[^1].Middle)} ({PanelPlot.LabelOf(texts, low.At)}) and "
            + $"{Text(texts, high.Points[^1].Middle)} ({PanelPlot.LabelOf(texts, high.At)}).";
    }

    /// <summary>Five points of each line: all of them would be more than anyone reads.</summary>
    private static PlotTable Table(PanelTexts texts, List<CurveLine> lines) => new(
        ["", "trials", .. tableAt.Select(At), $"last of {texts.Steps}"],
        [.. lines.Select(l => (string[])
        [
            PanelPlot.LabelOf(texts, l.At),
            l.Points.Min(p => p.Trials) == l.Points.Max(p => p.Trials)
                ? Figures.Count(l.Points[0].Trials)
                : $"{Figures.Count(l.Points.Min(p => p.Trials))} to {Figures.Count(l.Points.Max(p => p.Trials))}",
            .. tableAt.Select(part => Field(texts, l.Points[(int)Math.Round(part * (l.Points.Count - 1))])),
            Figures.Count(l.Points[^1].Step),
        ])]);

    private static string At(double part) => part switch
    {
        0 => "at the start",
        1 => "at the end",
        _ => $"at {Figures.Percent(part)}",
    };

    private static string Field(PanelTexts texts, CurvePoint point) => !point.Band.Exists
        ? Text(texts, point.Middle)
        : texts.IsShare
            ? $"{Figures.Percent(point.Middle)} ({Figures.Percent(point.Band)})"
            : $"{Figures.Short(point.Middle)} ({Figures.Short(point.Band)})";

    private static string Text(PanelTexts texts, double value) =>
        texts.IsShare ? Figures.Percent(value) : Figures.Short(value);
}
