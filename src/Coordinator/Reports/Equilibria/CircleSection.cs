using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;

namespace Farm.Coordinator.Reports.Equilibria;

/// <summary>The loss while the unit's weights turn at one length and bias, its minima and maxima marked.</summary>
internal static class CircleSection
{
    /// <summary>The section; null when the sweep goes round no circle.</summary>
    public static Section? Of(IReadOnlyList<CellTrials> cells)
    {
        List<CircleTrials> circles = [.. cells.Where(c => !c.IsOverFaces && c.IsComplete).Select(c => new CircleTrials(c))];
        if (circles.Count == 0)
        {
            return null;
        }

        var panels = circles.Select(PanelOf).Distinct().ToList();
        var models = circles.Select(c => c.Trials.Word("model")).Distinct().ToList();
        var alt = $"The loss over the direction of the unit’s weights, {circles.Count} lines in {panels.Count} panels; on the four "
            + string.Join("; ", circles.Select(c => $"diagonals for {LabelOf(c)}: {c.Turns(45)} at 45°, {c.Turns(135)} at 135°")) + ".";
        var spec = PlotTemplate.Fill(
            "angular",
            ("alt", alt),
            ("panels", panels.Count),
            ("sort", Texts(panels)),
            ("series", Texts(models)),
            ("colours", Texts(models.Select((_, i) => $"var(--c{i % 6 + 1})"))),
            ("rows", PlotTemplate.Rows(circles.SelectMany(Points), p => Row(p.Circle, p.Trial))));
        var plot = new Plot(
            "plot-circle",
            "The loss along the unit’s angle",
            alt,
            "Computed exactly at rational points of the circle, the diagonals among them; a marker says what the loss does at one "
                + "of these, as the unit turns: between them there may be others. A maximum with a kink has no second derivative. Slopes and "
                + "curvatures are per radian, from below and from above.",
            Table(circles),
            spec);
        return new Section("circle", "The loss while a unit turns", FigureHtml.Of(plot), plot);
    }

    private static IEnumerable<(CircleTrials Circle, long Trial)> Points(CircleTrials circle) =>
        circle.Trials.Trials.OrderBy(t => circle.Trials.Of(t, "angle")).Select(t => (circle, t));

    private static JsonObject Row(CircleTrials circle, long trial)
    {
        double Of(string name) => circle.Trials.Of(trial, name);
        return new JsonObject
        {
            ["panel"] = PanelOf(circle),
            ["series"] = circle.Trials.Word("model"),
            ["angle"] = Math.Round(Of("angle"), 3),
            ["loss"] = Math.Round(Of("loss"), 6),
            ["exact"] = Fractions.Of(Of("loss")),
            ["turning"] = circle.TurnsAt(trial),
            ["slopes"] = $"{Fractions.Of(Of("slope_left_1"))}, {Fractions.Of(Of("slope_right_1"))}",
            ["curvatures"] = $"{Fractions.Of(Of("curvature_left_1"))}, {Fractions.Of(Of("curvature_right_1"))}",
        };
    }

    private static PlotTable Table(List<CircleTrials> circles) => new(
        ["", "θ", "there", "loss", "slopes", "curvatures", "∂L/∂b"],
        [.. circles.SelectMany(c => new[] { 45, 135, -135, -45 }.Select(d => (string[])
        [
            LabelOf(c),
            $"{d}°".Replace('-', '−'),
            c.Turns(d),
            c.Number(d, "loss"),
            $"{c.Number(d, "slope_left_1")}, {c.Number(d, "slope_right_1")}",
            $"{c.Number(d, "curvature_left_1")}, {c.Number(d, "curvature_right_1")}",
            $"{c.Number(d, "bias_slope_left")}, {c.Number(d, "bias_slope_right")}",
        ]))]);

    private static string PanelOf(CircleTrials circle) => $"b = {circle.Bias}, r = {circle.Radius}";

    private static string LabelOf(CircleTrials circle) => $"{circle.Trials.Word("model")}, {PanelOf(circle)}";

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => JsonValue.Create(t))];
}
