using Farm.Coordinator.Reports.Page;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Equilibria;

/// <summary>The report of study <c>equilibria</c>.</summary>
internal sealed class EquilibriaReport : StudyReport
{
    /// <inheritdoc/>
    public override string Study => "equilibria";

    /// <inheritdoc/>
    public override string Part(ReportData data, string parameter, Value value) => parameter switch
    {
        "data" => $"on {value.Word}",
        "over" => $"over {value.Word}",
        _ => base.Part(data, parameter, value),
    };

    /// <inheritdoc/>
    public override Html Answer(ReportData data)
    {
        var cells = CellsOf(data).Where(c => c.IsOverFaces && c.IsComplete).ToList();
        if (cells.Count == 0)
        {
            return Html.Of($"<p>No model’s sign vectors are all computed yet{(IsReadable(data) ? "" : ": " + Unreadable)}.</p>");
        }

        // The sources' own data first; other data stand in the table of minima.
        var told = cells.Where(c => c.Word("data") == "xor").ToList();
        var html = Html.Of($"<p>Where training can end, exactly, by the loss of all minima there are:</p>\n<ul>");
        foreach (var cell in told.Count > 0 ? told : cells)
        {
            var minima = new MinimaOfCell(cell);
            html.Add($"<li><b>{Label(data, cell.Cell, "over")}</b>: minima of loss <b>{minima.Losses}</b>, {minima.Strictness}, ");
            html.Add($"{(minima.Bent == 0 ? "none on a kink of the loss" : $"{minima.Bent} faces of them on kinks of the loss")}</li>\n");
        }

        var statements = EquilibriaStatements.Of(CellsOf(data)).Where(s => s.Finding != Finding.Open).ToList();
        html.Add($"</ul>\n");
        return statements.Count == 0 ? html : html.Add(
            $"<p>Of {statements.Count} statements of the sources that this sweep decides, {Found(Finding.True)} are true, "
            + $"{Found(Finding.False)} false, and {Found(Finding.CannotHold)} speak of what cannot be.</p>");

        int Found(Finding finding) => statements.Count(s => s.Finding == finding);
    }

    /// <inheritdoc/>
    public override IEnumerable<Section> Sections(ReportData data)
    {
        var cells = CellsOf(data);
        if (MinimaSection.Of(data, this, cells) is { } minima)
        {
            yield return minima;
        }

        if (StatementSection.Of(EquilibriaStatements.Of(cells)) is { } statements)
        {
            yield return statements;
        }

        if (CircleSection.Of(cells) is { } circle)
        {
            yield return circle;
        }

        if (FaceSection.Of(data, this, cells) is { } faces)
        {
            yield return faces;
        }
    }

    /// <inheritdoc/>
    public override Html Method(ReportData data) => Html.Of($"""
        <p>While no pre-activation changes its sign, f is linear in the parameters and the loss one convex quadratic. The parameters
        with given signs (−, 0, +) form a face, an open cone in the subspace where those of sign 0 vanish, and every parameter
        vector lies on exactly one face. On each the normal equations give the set where the quadratic is stationary along the
        face; exact linear programs say whether it meets the face, and what is 0 on all of it. Next to such a point the loss is
        L + g·d + ½dᵀHd exactly, with g and H of the piece that d points into. Since every H is a sum of squares, a point without a
        direction of descent is a minimum; linear programs over all pieces look for one, and 0 in the hull of the gradients (Clarke’s
        condition) tells saddles and maxima from places that the flow only passes. All arithmetic is on fractions of whole numbers of
        any length; what is stored is the nearest float64, and the tables show the fraction again.</p>
        <ul><li><b>impossible</b>: no parameters have these signs. <b>none</b>: nothing is stationary along the face in it.</li>
        <li><b>passing</b>: stationary along a kink, but not across it. <b>saddle</b>, <b>maximum</b>: critical, and the loss falls in
        some direction. <b>strict</b> minima are isolated, <b>flat</b> ones are level in some direction.</li>
        <li><b>rests</b>: gradient descent, with derivative 0 at a kink (leaky: its slope), does not move there.</li></ul>

        """);

    private static string Unreadable => "single trials stand in a ledger only where blocks hold one each, so give no ‘block’";

    private static bool IsReadable(ReportData data) => data.Sweep.Sweep.BlockSize == 1;

    private static List<CellTrials> CellsOf(ReportData data) =>
        IsReadable(data) ? [.. WithTrials(data).Select(c => new CellTrials(data, c))] : [];
}
