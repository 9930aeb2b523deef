using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Xor;

/// <summary>The report of study <c>xor</c>.</summary>
internal sealed class XorReport : StudyReport
{
    private static readonly string[] strategy = ["init", "margin", "margin_kind", "radius"];

    /// <inheritdoc/>
    public override string Study => "xor";

    /// <inheritdoc/>
    public override Html Answer(ReportData data) => XorAnswer.Of(data, this);

    /// <inheritdoc/>
    public override Html Method(ReportData data) => XorMethod.Of();

    /// <inheritdoc/>
    public override IEnumerable<Section> Sections(ReportData data)
    {
        if (data.Main is not { } failed || !WithTrials(data).Any())
        {
            yield break;
        }

        var margins = MarginSection.PlotOf(data, this, failed);
        // A published count stands in its cell's row, so that rows must not mix strategies where there is one.
        var series = SeriesParameter(data);
        series = series == "init" && data.Cells.Any(c => PublishedCounts.Of(c) is not null) ? null : series;
        var published = Published(data, series);
        var remark = published.Count > 0
            ? "“Published” are the counts of the study’s source, small samples, with their own exact intervals."
            : "";
        var texts = new ShareTexts(
            margins is null ? "Failure by strategy" : "Failure by strategy and margin",
            published.Count > 0 ? "Failure of every cell, beside the published counts" : "Failure of every cell",
            "share of trials that failed",
            series,
            remark);
        var shares = ProportionSection.Of(data, this, failed, texts, published);
        yield return margins is null
            ? shares
            : shares with
            {
                Body = Html.Of($"{shares.Body}{FigureHtml.Of(margins)}"),
                Plots = [.. shares.Plots, margins],
            };
        if (HealingSection.Of(data, this) is { } healing)
        {
            yield return healing;
        }

        // Of trials that are healed a dead point foretells nothing yet.
        var unhealed = WithTrials(data).Where(c => !XorTreatments.IsHealed(c.Cell)).ToList();
        if (unhealed.Count > 0)
        {
            yield return DeadDataSection.Of(data, this, unhealed);
        }

        var epochs = data.Study.Measurements.Single(m => m.Name == "epochs");
        yield return DistributionSection.Of(data, this, epochs, "Epochs");
        yield return AngleSection.Of(data, this);
        if (VerdictSection.Of(data, this, failed) is { } verdicts)
        {
            yield return verdicts;
        }
    }

    /// <inheritdoc/>
    public override string Label(ReportData data, Cell cell, params IReadOnlyList<string> without)
    {
        // A strategy reads better in one piece: "margin 0.1 by distance".
        var parameters = cell.Parameters;
        var init = parameters["init"].Word;
        var differs = data.Telling.Contains("init") && !without.Contains("init");
        var name = !differs ? ""
            : init == "margin" ? $"margin {parameters["margin"].Text} by {parameters["margin_kind"].Word}"
            : init == "sphere" ? $"sphere of radius {parameters["radius"].Text}"
            : init;
        var heals = data.Telling.Contains("healing") && !without.Contains("healing") ? XorTreatments.Name(cell) : "";
        List<string> rest = differs ? [.. without, .. strategy] : [.. without];
        rest.AddRange(heals.Length > 0 ? ["healing", "rescue_kind"] : []);
        var others = data.Telling
            .Where(p => !rest.Contains(p) && parameters.ContainsKey(p))
            .Select(p => Part(data, p, parameters[p]));
        var parts = others.Prepend(name).Prepend(heals).Where(p => p.Length > 0).ToList();
        return parts.Count > 0 ? string.Join(", ", parts) : data.Study.Name;
    }

    /// <inheritdoc/>
    public override string Part(ReportData data, string parameter, Value value) => parameter switch
    {
        "init_std" => $"σ {Number(data, parameter, value)}",
        "learning_rate" => $"η {Number(data, parameter, value)}",
        _ => base.Part(data, parameter, value),
    };

    private List<ShareMark> Published(ReportData data, string? series) =>
    [
        .. PublishedCounts.Beside(WithTrials(data)).Select(c => new ShareMark(
                series is null ? Label(data, c.Cell.Cell) : Label(data, c.Cell.Cell, series),
                FormattableString.Invariant($"published (σ {c.Count.InitStd})"),
                c.Count.Failed)),
    ];
}
