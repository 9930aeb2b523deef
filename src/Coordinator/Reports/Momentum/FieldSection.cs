using System.Globalization;
using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Numerics;

namespace Farm.Coordinator.Reports.Momentum;

/// <summary>Vector fields of gradient descent: the source's figure 3, from the closed forms.</summary>
internal static class FieldSection
{
    private const int Side = 19;
    private const int MostPanels = 4;

    /// <summary>The section; null without cells of single ReLUs.</summary>
    public static Section? Of(ReportData data)
    {
        var cells = MomentumReport.Exact(data).ToList();
        var gammas = cells.Select(c => c.Cell.Parameters["gamma"].Number).Distinct().OrderDescending().ToList();
        if (gammas.Count == 0)
        {
            return null;
        }

        gammas = [.. Enumerable.Range(0, Math.Min(MostPanels, gammas.Count))
            .Select(i => gammas[i * (gammas.Count - 1) / Math.Max(1, Math.Min(MostPanels, gammas.Count) - 1)])];
        var (square, delta) = (cells.Max(c => c.Cell.Parameters["square"].Number), cells[0].Cell.Parameters["delta"].Number);
        List<string> targets = [.. cells.Select(c => c.Cell.Parameters["target"].Word).Distinct()];
        var alt = $"Directions of gradient descent for γ of {string.Join(", ", gammas.Select(Figures.Short))}.";
        var plot = new Plot(
            "fields", "Where gradient descent leads", alt,
            "Arrows point against the gradient in closed form (drawn from the formula, not from trials); colour is its norm. "
                + "The white dot is the optimum. In the lower half, near w = 0, the gradient vanishes: there units stay dead.",
            Table(gammas, targets, delta, square),
            [.. gammas.Select(g => Panel(g, delta, square, targets, alt))])
        {
            Choices = targets.Count < 2
                ? []
                : [new PlotChoice("target", "Target", [.. targets.Select((t, i) => (Text(i), t))])],
        };
        return new Section("fields", "The field", FigureHtml.Of(plot), plot);
    }

    private static JsonNode Panel(double gamma, double delta, double square, List<string> targets, string alt)
    {
        var (problem, rows) = (new SingleReluProblem(gamma, delta), new JsonArray());
        foreach (var (target, w, b) in targets.SelectMany(t => Points(square).Select(p => (t, p.W, p.B))))
        {
            var gradient = MomentumFormulas.Gradient(target, problem, w, b);
            rows.Add(new JsonObject
            {
                ["target"] = Text(targets.IndexOf(target)),
                ["w"] = Math.Round(w, 4),
                ["b"] = Math.Round(b, 4),
                ["angle"] = Math.Round(90 - Math.Atan2(-gradient.B, -gradient.W) * 180 / Math.PI, 1),
                ["size"] = Math.Round(Math.Log10(Math.Max(1e-30, Norm(gradient))), 3),
            });
        }

        return PlotTemplate.Fill(
            "field",
            ("alt", alt),
            ("title", $"γ = {Figures.Short(gamma)}"),
            ("domain", new JsonArray(-square, square)),
            ("rows", rows),
            ("optimum", new JsonArray(new JsonObject { ["w"] = gamma, ["b"] = delta })));
    }

    private static PlotTable Table(List<double> gammas, List<string> targets, double delta, double square) => new(
        ["γ", "target", .. Corners(square).Select(c => $"gradient at ({Figures.Short(c.W)}, {Figures.Short(c.B)})")],
        [.. gammas.SelectMany(g => targets.Select(t => (string[])
        [
            Figures.Short(g), t,
            .. Corners(square).Select(c => MomentumFormulas.Gradient(t, new SingleReluProblem(g, delta), c.W, c.B))
                .Select(v => $"({Figures.Short(v.W)}, {Figures.Short(v.B)})"),
        ]))]);

    private static IEnumerable<(double W, double B)> Points(double square) =>
        Enumerable.Range(0, Side * Side).Select(i => (
            square * (2.0 * (i % Side) + 1 - Side) / Side, square * (2.0 * (i / Side) + 1 - Side) / Side));

    private static IEnumerable<(double W, double B)> Corners(double square) =>
        [(square / 2, square / 2), (-square / 2, square / 2), (-square / 2, -square / 2), (square / 2, -square / 2)];

    private static double Norm((double W, double B) vector) => Math.Sqrt(vector.W * vector.W + vector.B * vector.B);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
