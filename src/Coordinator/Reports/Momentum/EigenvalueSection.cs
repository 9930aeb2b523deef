using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;
using Farm.Numerics;

namespace Farm.Coordinator.Reports.Momentum;

/// <summary>Eigenvalues of the heavy ball in the unit circle: the source's figure 2, left.</summary>
internal static class EigenvalueSection
{
    private const int Points = 200;

    /// <summary>The section.</summary>
    public static Section? Of(ReportData data)
    {
        var rates = data.Cells.Select(c => c.Cell.Parameters["learning_rate"].Number).Distinct().Order().Take(3).ToList();
        if (rates.Count == 0)
        {
            return null;
        }

        var alt = $"Eigenvalues as β goes from 0 to 1, for η of {string.Join(", ", rates.Select(Figures.Short))}.";
        var affine = data.Cells.Where(c => c.Trials > 0 && c.IndexOf("eigen_real") >= 0).ToList();
        var plot = new Plot(
            "eigenvalues", "Eigenvalues of a step", alt,
            "Closed form; circles are what trials of the affine model measured from their own paths, where the sweep has any. "
                + "Inside the circle parameters converge; off the real axis they oscillate.",
            Table(rates, affine),
            [.. rates.Select(r => Panel(r, affine, alt))]);
        return new Section("eigenvalues", "Eigenvalues", FigureHtml.Of(plot), plot);
    }

    private static JsonNode Panel(double rate, List<CellStatistics> affine, string alt)
    {
        var curve = Enumerable.Range(0, Points).Select(i => i / (double)Points)
            .SelectMany(b => new HeavyBall(rate, b).Eigenvalues is var (one, other) ? new[] { (b, one), (b, other) } : [])
            .Select(p => Row(p.b, p.Item2.Real, p.Item2.Imaginary));
        var measured = affine.Where(c => c.Cell.Parameters["learning_rate"].Number == rate).SelectMany(c =>
            new[] { 1, -1 }.Select(sign => Row(
                c.Cell.Parameters["momentum"].Number, Mean(c, "eigen_real"), sign * Mean(c, "eigen_imaginary"))));
        return PlotTemplate.Fill(
            "eigen",
            ("alt", alt),
            ("title", $"η = {Figures.Short(rate)}"),
            ("rows", new JsonArray([.. curve])),
            ("measured", new JsonArray([.. measured])),
            ("circle", new JsonArray([.. Enumerable.Range(0, 121).Select(i => new JsonObject
            {
                ["re"] = Math.Round(Math.Cos(i * Math.Tau / 120), 5),
                ["im"] = Math.Round(Math.Sin(i * Math.Tau / 120), 5),
                ["order"] = i,
            })])));
    }

    private static PlotTable Table(List<double> rates, List<CellStatistics> affine)
    {
        var rows = rates.SelectMany(r => new[] { 0, HeavyBall.TurningMomentum(r), 0.9, 0.99 }.Select(b => RowOf(r, b, null))).ToList();
        rows.AddRange(affine.Select(c => RowOf(
            c.Cell.Parameters["learning_rate"].Number, c.Cell.Parameters["momentum"].Number, c)));
        return new PlotTable(
            ["η", "β", "closed form", "radius", "measured", "measured radius", "turns complex at β"], [.. rows]);
    }

    private static string[] RowOf(double rate, double momentum, CellStatistics? cell)
    {
        var ball = new HeavyBall(rate, momentum);
        return
        [
            Figures.Short(rate), Figures.Short(momentum),
            Complex(ball.Eigenvalues.First.Real, ball.Eigenvalues.First.Imaginary), Figures.Short(ball.SpectralRadius),
            cell is null ? "–" : Complex(Mean(cell, "eigen_real"), Mean(cell, "eigen_imaginary")),
            cell is null ? "–" : Figures.Short(Mean(cell, "radius")),
            Figures.Short(HeavyBall.TurningMomentum(rate)),
        ];
    }

    private static string Complex(double real, double imaginary) =>
        imaginary == 0 ? Figures.Short(real) : $"{Figures.Short(real)} ± {Figures.Short(imaginary)}i";

    private static double Mean(CellStatistics cell, string measurement) => cell.Mean(cell.IndexOf(measurement)).Value;

    private static JsonObject Row(double momentum, double real, double imaginary) => new()
    {
        ["beta"] = Math.Round(momentum, 4), ["re"] = Math.Round(real, 6), ["im"] = Math.Round(imaginary, 6),
    };
}
