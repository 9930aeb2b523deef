using Farm.Coordinator.Reports.Networks;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Momentum;

/// <summary>The report of study <c>momentum</c>: the source's figures 2 to 5, and its claims.</summary>
internal sealed class MomentumReport : StudyReport
{
    /// <summary>More cells than that make no readable plot of one row each; the table has them all.</summary>
    private const int MostRows = 40;

    /// <inheritdoc/>
    public override string Study => "momentum";

    /// <inheritdoc/>
    public override Html Answer(ReportData data)
    {
        var cells = data.Cells.Where(c => c.Trials > 0 && c.IndexOf("dead") >= 0).OrderBy(c => Dead(c).Share).ToList();
        var html = cells.Count > 0 ? Deaths(data, cells) : Html.Of(
            $"<p>{Figures.Count(data.Cells.Sum(c => c.Trials))} starts in {data.Cells.Count} cells, none of a ReLU yet.</p>\n");
        foreach (var claim in MomentumClaims.Of(data, this))
        {
            html.Add($"<p><b>{claim.Title}</b>: {claim.Tally}</p>\n");
        }

        return html;
    }

    private Html Deaths(ReportData data, List<CellStatistics> cells)
    {
        var (low, high) = (cells[0], cells[^1]);
        var html = Html.Of($"<p>Of the starts in the square <b>{Figures.Percent(Dead(low).Share)}</b> "
            + $"({Figures.Percent(Dead(low).Interval())}) die for {Label(data, low.Cell)}");
        if (cells.Count > 1)
        {
            html.Add($" and <b>{Figures.Percent(Dead(high).Share)}</b> ({Figures.Percent(Dead(high).Interval())}) for "
                + $"{Label(data, high.Cell)}");
        }

        return html.Add($".</p>\n");
    }

    /// <inheritdoc/>
    public override IEnumerable<Section> Sections(ReportData data)
    {
        Section?[] sections =
        [
            DeadShareSection.Of(data, this),
            BasinSection.Of(data, this),
            Shares(data),
            FieldSection.Of(data),
            PathSection.Of(data),
            EigenvalueSection.Of(data),
            ClaimSection.Of(MomentumClaims.Of(data, this), Html.Of($"""
                <p>Shares are compared by their discretisation bounds: what starts between ends of different kinds leave open.
                Consistent means no more than that this lattice does not speak against the claim in this setting.</p>

                """)),
        ];
        return sections.OfType<Section>();
    }

    /// <inheritdoc/>
    public override Html Method(ReportData data) => Html.Of($"""
        <p>A single unit relu(wx + b) of a standard normal x is fitted to γx + Δ (target linear, as its source replaces the
        target) or to relu(γx + Δ), by the gradient of ½·E[error²] and the heavy ball m ← βm + (1 − β)g, θ ← θ − ηm. Trials are
        the centres of equal boxes that tile a square of (w, b). A trial stops when ‖ηm‖ and η‖gradient‖ are below the
        tolerance (stop both; the source looks at ‖ηm‖ alone, stop update), at the latest after the most steps. Then, in this
        order: <b>optimum</b> within 0.02·max(γ, 0.001) + 0.0001 of (γ, Δ); <b>dead</b> when Φ(b/‖w‖) is below ε; else
        <b>neither</b>. Gradients are exact: closed forms with an own Φ and φ, right to 1e-9, in float64; or, where a cell says
        so, means over fresh samples or those of the trainer of networks.</p>

        """);

    /// <inheritdoc/>
    public override string Part(ReportData data, string parameter, Value value) => parameter switch
    {
        "gamma" or "delta" or "momentum" or "learning_rate" or "dead_below" =>
            $"{Symbol(parameter)} {Number(data, parameter, value)}",
        "target" => $"{value.Word} target",
        "stop" => value.Word == "both" ? "stop by both" : "stop by update",
        "gradient" => $"{value.Word} gradient",
        "init" => $"{value.Word} starts",
        _ => base.Part(data, parameter, value),
    };

    /// <summary>The source's symbol of a parameter.</summary>
    internal static string Symbol(string parameter) => parameter switch
    {
        "gamma" => "γ",
        "delta" => "Δ",
        "momentum" => "β",
        "learning_rate" => "η",
        "dead_below" => "ε",
        _ => parameter,
    };

    /// <summary>Cells of single ReLUs trained by exact gradients that have trials.</summary>
    internal static IEnumerable<CellStatistics> Exact(ReportData data) => WithTrials(data)
        .Where(c => c.Cell.Parameters.TryGetValue("gradient", out var gradient) && gradient.Word == "exact");

    private Section? Shares(ReportData data)
    {
        var dead = data.Study.Measurements.Single(m => m.Name == "dead");
        if (data.Cells.Count > MostRows || !WithTrials(data).Any(c => c.IndexOf(dead.Name) >= 0))
        {
            return null;
        }

        var texts = new ShareTexts(
            "Every cell", "Starts that die, by cell", "share of starts that die", SeriesParameter(data) is "momentum" ? "momentum" : null);
        return ProportionSection.Of(data, this, dead, texts, []);
    }

    private static Proportion Dead(CellStatistics cell) => cell.Proportion(cell.IndexOf("dead"));
}
