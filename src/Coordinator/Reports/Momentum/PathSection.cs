using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Domain;
using Farm.Numerics;

namespace Farm.Coordinator.Reports.Momentum;

/// <summary>Paths of b/‖w‖ from one start for several momenta: the source's figure 2, right, and the same with a ReLU.</summary>
internal static class PathSection
{
    private const int Steps = 200;
    private const int MostMomenta = 5;

    /// <summary>Where the paths begin: in the linear cone, at the middle of the square's upper right quarter.</summary>
    private static readonly (double W, double B) start = (0.5, 1.5);

    /// <summary>The section; null when there are fewer than two momenta.</summary>
    public static Section? Of(ReportData data)
    {
        var cells = data.Cells.Select(c => c.Cell.Parameters).ToList();
        var momenta = cells.Select(p => p["momentum"].Number).Distinct().Order().ToList();
        if (momenta.Count < 2)
        {
            return null;
        }

        momenta = [.. Enumerable.Range(0, Math.Min(MostMomenta, momenta.Count))
            .Select(i => momenta[i * (momenta.Count - 1) / (Math.Min(MostMomenta, momenta.Count) - 1)]).Distinct()];
        var (rate, gamma) = (cells[0]["learning_rate"].Number, cells.Min(p => p["gamma"].Number));
        var (delta, dead) = (cells[0]["delta"].Number, cells[0].GetValueOrDefault("dead_below", Value.Of(1e-3)).Number);
        (string Name, string? Target)[] models =
            [("affine model", null), ("ReLU, linear target", "linear"), ("ReLU, relu target", "relu")];
        var panels = models.Select(m => (m.Name, Lines: momenta.Select(b => MomentumFormulas.Ratios(
            m.Target, new SingleReluProblem(gamma, delta), new HeavyBall(rate, b), start, Steps).ToArray()).ToList())).ToList();
        var border = BorderOf(dead);
        var alt = $"b/‖w‖ over {Steps} steps for β of {string.Join(", ", momenta.Select(Figures.Short))}.";
        var plot = new Plot(
            "paths", "Paths of b/‖w‖", alt,
            $"From (w, b) = ({start.W}, {start.B}) at γ = {Figures.Short(gamma)}, η = {Figures.Short(rate)}; drawn from the "
                + "formula. Below the dashed line a ReLU is dead. With complex eigenvalues the affine model swings past it and "
                + "comes back; a ReLU that gets there stays.",
            new PlotTable(
                ["model", "β", "least b/‖w‖", "last b/‖w‖"],
                [.. panels.SelectMany(p => p.Lines.Select((l, i) => (string[])
                    [p.Name, Figures.Short(momenta[i]), Figures.Short(l.Min()), Figures.Short(l[^1])]))]),
            [.. panels.Select(p => Panel(p.Name, p.Lines, momenta, border, alt))]);
        return new Section("paths", "Oscillation", FigureHtml.Of(plot), plot);
    }

    private static JsonNode Panel(string name, List<double[]> lines, List<double> momenta, double border, string alt) =>
        PlotTemplate.Fill(
            "paths",
            ("alt", alt),
            ("title", name),
            ("border", border),
            ("series", new JsonArray([.. momenta.Select(b => JsonValue.Create($"β {Figures.Short(b)}"))])),
            ("rows", PlotTemplate.Rows(lines.Select((l, i) => (l, i)), x => new JsonObject
            {
                ["series"] = $"β {Figures.Short(momenta[x.i])}",
                ["step"] = new JsonArray([.. x.l.Select((_, step) => JsonValue.Create(step))]),
                ["t"] = new JsonArray([.. x.l.Select(t => JsonValue.Create(Math.Round(t, 3)))]),
            })));

    private static double BorderOf(double dead) =>
        Math.Round(MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, dead), 4);
}
