using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Domain;

namespace Farm.Coordinator.Reports;

/// <summary>The report of a study without words of its own here: its proportion by cell, its distributions.</summary>
internal sealed class GenericReport : StudyReport
{
    private const int MostDistributions = 3;

    /// <inheritdoc/>
    public override string Study => "";

    /// <inheritdoc/>
    public override Html Answer(ReportData data)
    {
        var main = data.Main;
        var cells = main is null ? [] : WithTrials(data).OrderBy(c => ReportData.ProportionOf(c, main).Share).ToList();
        if (main is null || cells.Count == 0)
        {
            return Html.Of($"<p>{Figures.Count(data.Cells.Sum(c => c.Trials))} trials in {data.Cells.Count} cells; the "
                + $"table below has every figure.</p>");
        }

        var kind = data.IsEnumerated ? "bound" : "99% interval";
        var (low, high) = (ReportData.ProportionOf(cells[0], main), ReportData.ProportionOf(cells[^1], main));
        return cells.Count == 1
            ? Html.Of($"<p><b>{main.Name}</b> ({main.Meaning}) holds for <b>{Figures.Percent(low.Share)}</b> of "
                + $"{Figures.Count(low.Trials)} trials ({kind} {Figures.Percent(low.Interval())}).</p>")
            : Html.Of($"<p><b>{main.Name}</b> ({main.Meaning}) ranges from <b>{Figures.Percent(low.Share)}</b> ({kind} "
                + $"{Figures.Percent(low.Interval())}) for {Label(data, cells[0].Cell)} to <b>"
                + $"{Figures.Percent(high.Share)}</b> ({Figures.Percent(high.Interval())}) for "
                + $"{Label(data, cells[^1].Cell)}.</p>");
    }

    /// <inheritdoc/>
    public override IEnumerable<Section> Sections(ReportData data)
    {
        if (data.Main is { } main)
        {
            var texts = new ShareTexts(
                $"Share of {main.Name}",
                $"{main.Name} by cell",
                $"share of trials: {main.Name}",
                SeriesParameter(data));
            yield return ProportionSection.Of(data, this, main, texts, []);
        }

        if (CurvesSection.Of(data, this) is { } curves)
        {
            yield return curves;
        }

        var binned = data.Study.Measurements.Where(m => m.Kind == MeasurementKind.Number && m.Histogram is not null);
        foreach (var measurement in binned.Take(MostDistributions))
        {
            yield return DistributionSection.Of(data, this, measurement, measurement.Name);
        }
    }

    /// <inheritdoc/>
    public override Html Method(ReportData data) => new();
}
