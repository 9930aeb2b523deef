using Farm.Coordinator.Reports.Page;

namespace Farm.Coordinator.Reports.Equilibria;

/// <summary>The minima of a cell in a few words.</summary>
/// <param name="cell">A cell whose trials go over faces, all of them there.</param>
internal sealed class MinimaOfCell(CellTrials cell)
{
    private readonly List<long> minima = [.. cell.Minima];

    /// <summary>The losses there are, ascending.</summary>
    public string Losses => LossesOf(minima);

    /// <summary>Whether all, some or none are strict.</summary>
    public string Strictness => minima.Count(t => cell.KindOf(t) == "strict-minimum") switch
    {
        0 => "none strict",
        var strict when strict == minima.Count => "all strict",
        _ => "some strict",
    };

    /// <summary>Faces that hold minima.</summary>
    public int Faces => minima.Count;

    /// <summary>Faces of minima at which the loss's slope jumps.</summary>
    public int Bent => minima.Count(t => cell.Of(t, "differentiable") == 0);

    /// <summary>Faces of minima at which gradient descent does not stay.</summary>
    public int Restless => minima.Count(t => cell.Of(t, "rests") == 0);

    /// <summary>Losses of saddles and maxima.</summary>
    public string Saddles => LossesOf(cell.Critical.Except(minima));

    private string LossesOf(IEnumerable<long> trials) =>
        string.Join(", ", trials.Select(t => cell.Of(t, "loss")).Distinct().Order().Select(Fractions.Of)) is { Length: > 0 } text
            ? text
            : "–";
}

/// <summary>The minima of every model on every data set.</summary>
internal static class MinimaSection
{
    /// <summary>The section; null when no cell's sign vectors are all there.</summary>
    public static Section? Of(ReportData data, StudyReport report, IReadOnlyList<CellTrials> cells)
    {
        var done = cells.Where(c => c.IsOverFaces && c.IsComplete).ToList();
        if (done.Count == 0)
        {
            return null;
        }

        var html = Html.Of($"""
            <p>The least of a row’s losses is the best that its model can do; every other one is a trap. Every minimum in the interior of
            a region is one of a convex quadratic, so that saddles and maxima lie on kinks alone.</p>

            """);
        string[] columns =
            ["model and data", "losses of minima", "strict", "faces", "on kinks", "not at rest", "losses of saddles and maxima"];
        html.Add($"{TableHtml.Start("Minima", columns)}");
        foreach (var cell in done)
        {
            var minima = new MinimaOfCell(cell);
            html.Add($"<tr><th scope=\"row\">{report.Label(data, cell.Cell, "over")}</th><td>{minima.Losses}</td>");
            html.Add($"<td>{minima.Strictness}</td><td>{Figures.Count(minima.Faces)}</td><td>{Figures.Count(minima.Bent)}</td>");
            html.Add($"<td>{Figures.Count(minima.Restless)}</td><td>{minima.Saddles}</td></tr>\n");
        }

        html.Add($"{TableHtml.End}<p><b>On kinks</b>: the slope of the loss jumps there, upward on every side. <b>Not at rest</b>: gradient "
            + $"descent, with its derivative at 0, does not stay there but steps to and fro across the kink.</p>\n");
        return new Section("minima", "Minima by model and data", html);
    }
}
