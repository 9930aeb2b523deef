using Farm.Coordinator.Reports.Page;
using Farm.Studies.Equilibria;

namespace Farm.Coordinator.Reports.Equilibria;

/// <summary>What every sign vector holds: all of a small model, groups alike of a larger one.</summary>
internal static class FaceSection
{
    private const int MostRows = 130;

    private static readonly string[] columns =
        ["signs", "holds", "dimension", "loss", "least", "spectrum", "kinks", "bends", "point (weights; bias)"];

    private sealed record Group(
        string Kind, double Loss, double Dimension, string Spectrum, bool Rests, IReadOnlyList<long> Trials);

    /// <summary>The section; null when no cell goes over faces.</summary>
    public static Section? Of(ReportData data, StudyReport report, IReadOnlyList<CellTrials> cells)
    {
        var faces = cells.Where(c => c.IsOverFaces && c.Trials.Count > 0).ToList();
        if (faces.Count == 0)
        {
            return null;
        }

        var html = Html.Of($"""
            <p>Signs are those of the pre-activations on the samples, in their order. <b>Holds</b> says what lies in the face itself;
            <b>dimension</b> and <b>loss</b> are of the set where its quadratic is stationary, within the face or on its border, with a
            dash where it meets neither; <b>least</b> is the quadratic’s least value, reached or not. <b>Kinks</b> are pre-activations
            that are 0 on all of that set, <b>bends</b> those of them across which the loss’s slope can jump, as
            <code>unit:sample</code>. Faces that cannot hold are left out, and so are kinks on which nothing is stationary.</p>

            """);
        foreach (var cell in faces)
        {
            var label = report.Label(data, cell.Cell, "over");
            html.Add($"<h3>{label}</h3>\n<p>Samples: {string.Join(", ", EquilibriaStudy.SamplesOf(cell.Cell)).Replace('-', '−')}.</p>\n");
            List<long> shown = [.. cell.Trials.Where(t => IsShown(cell, t))];
            html.Add($"{(shown.Count <= MostRows ? All(cell, shown, label) : Grouped(cell, label))}");
        }

        return new Section("faces", "Every activity pattern", html);
    }

    /// <summary>Regions that can hold, and kinks along which something is stationary.</summary>
    private static bool IsShown(CellTrials cell, long trial) =>
        cell.Of(trial, "can_hold") == 1 && (cell.Of(trial, "zeros") == 0 || cell.Of(trial, "stationary") == 1);

    private static Html All(CellTrials cell, List<long> trials, string label)
    {
        var html = TableHtmlOf(label, columns);
        foreach (var trial in trials.OrderBy(t => cell.Of(t, "zeros")).ThenByDescending(t => cell.Of(t, "kind")))
        {
            double Of(string name) => cell.Of(trial, name);
            html.Add($"<tr><th scope=\"row\">{cell.SignsOf(trial)}</th><td>{cell.KindOf(trial)}{Rest(Of("rests") == 1)}</td>");
            html.Add($"<td>{Fractions.Of(Of("set_dimension"))}</td>");
            html.Add($"<td>{Fractions.Of(Of("loss"))}</td><td>{Fractions.Of(Of("least"))}</td><td>{cell.SpectrumOf(trial)}</td>");
            html.Add($"<td>{Mask(cell, Of("kinks"))}</td><td>{Mask(cell, Of("bends"))}</td>");
            html.Add($"<td>{(Of("meets_closure") == 1 ? cell.PointOf(trial) : "–")}</td></tr>\n");
        }

        return html.Add($"{TableHtml.End}");
    }

    private static Html Grouped(CellTrials cell, string label)
    {
        var groups = cell.Trials.Where(t => cell.Of(t, "stationary") == 1)
            .GroupBy(t => (
                Kind: cell.KindOf(t), Loss: cell.Of(t, "loss"), Dimension: cell.Of(t, "set_dimension"), Spectrum: cell.SpectrumOf(t),
                Rests: cell.Of(t, "rests") == 1))
            .Select(g => new Group(g.Key.Kind, g.Key.Loss, g.Key.Dimension, g.Key.Spectrum, g.Key.Rests, [.. g]))
            .OrderBy(g => g.Loss).ThenByDescending(g => cell.Of(g.Trials[0], "kind")).ThenBy(g => g.Dimension);
        var html = Html.Of($"<p>{Figures.Count(cell.Trials.Count)} sign vectors: those alike in all of this are one row.</p>\n");
        html.Add($"{TableHtmlOf(label, ["holds", "loss", "dimension", "spectrum", "faces", "one of them", "point (weights; bias)"])}");
        foreach (var group in groups)
        {
            html.Add($"<tr><th scope=\"row\">{group.Kind}{Rest(group.Rests)}</th><td>{Fractions.Of(group.Loss)}</td>");
            html.Add($"<td>{Fractions.Of(group.Dimension)}</td><td>{group.Spectrum}</td><td>{Figures.Count(group.Trials.Count)}</td>");
            html.Add($"<td>{cell.SignsOf(group.Trials[0])}</td><td>{cell.PointOf(group.Trials[0])}</td></tr>\n");
        }

        return html.Add($"{TableHtml.End}");
    }

    private static Html TableHtmlOf(string label, IEnumerable<string> headings) => TableHtml.Start($"Faces of {label}", headings);

    /// <summary>A saddle where gradient descent stays is another thing than one that it only passes.</summary>
    private static string Rest(bool rests) => rests ? ", rests" : "";

    private static string Mask(CellTrials cell, double mask)
    {
        if (!double.IsFinite(mask) || mask == 0)
        {
            return "–";
        }

        var samples = EquilibriaStudy.SamplesOf(cell.Cell).Count;
        return string.Join(' ', Enumerable.Range(0, 16).Where(k => ((int)mask >> k & 1) == 1)
            .Select(k => FormattableString.Invariant($"{k / samples + 1}:{k % samples + 1}")));
    }
}
