using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>What the reports of the studies of networks in training have in common.</summary>
internal abstract class NetworkReport : StudyReport
{
    /// <summary>The claims that the study's source makes, judged.</summary>
    public abstract IReadOnlyList<Claim> Claims(ReportData data);

    /// <inheritdoc/>
    public override Html Answer(ReportData data)
    {
        var claims = Claims(data);
        var trials = data.Cells.Sum(c => c.Trials);
        if (claims.Count == 0)
        {
            return Html.Of($"<p>{Figures.Count(trials)} trials have ended so far; they do not yet tell the source’s claims "
                + $"apart. The plots show how far they are.</p>");
        }

        var html = new Html();
        foreach (var claim in claims)
        {
            html.Add($"<p><b>{claim.Title}:</b> {claim.Tally}</p>\n");
        }

        return html.Add($"<p>Over {Figures.Count(trials)} trainings; the rules stand under “Verdicts”.</p>\n");
    }

    /// <inheritdoc/>
    public override string Part(ReportData data, string parameter, Value value) => parameter switch
    {
        "gamma" => $"γ {Figures.Short(value.Number)}",
        "delta" => $"δ {Figures.Short(value.Number)}",
        "learning_rate" => $"η {Number(data, parameter, value)}",
        "depth" => value.Number == 1 ? "1 layer" : $"{Number(data, parameter, value)} layers",
        "healing" => value.Word == "off" ? "no healing" : $"healing {value.Word}",
        _ => base.Part(data, parameter, value),
    };

    /// <inheritdoc/>
    public override Html Method(ReportData data) => NetworkMethod.Of();

    /// <summary>What every such page ends with: unit types, health, healing, divergence, verdicts.</summary>
    /// <param name="data">The report's data.</param>
    /// <param name="series">The parameter that lines of health measures differ in; null for layers.</param>
    protected IEnumerable<Section> Common(ReportData data, string? series)
    {
        Section?[] sections =
        [
            UnitTypesSection.Of(data, this),
            HealthSection.Of(data, this, series),
            HealingSection.Of(data, this),
            DivergedSection.Of(data, this),
            ClaimSection.Of(Claims(data)),
        ];
        return sections.OfType<Section>();
    }

    /// <summary>The parameter of the sweep that lines are coloured by: the optimiser where it differs.</summary>
    protected static string? Lines(ReportData data) =>
        data.Telling.Contains("optimizer") ? "optimizer" : SeriesParameter(data);

    /// <summary>A measurement at the end over a parameter.</summary>
    protected Plot? ValuesOver(
        ReportData data, string parameter, IReadOnlyList<CellStatistics> cells, ValueWords words)
    {
        var series = Lines(data) is { } lines && lines != parameter ? lines : null;
        var layout = PanelLayout.Of(data, this, [.. cells.Select(c => c.Cell)], series, parameter);
        var name = NameOf(parameter);
        var mean = words.IsShare
            ? "Points are means over trials, bars their 99% intervals (Student’s t, cut at 0 and 100%)"
            : "Points are geometric means over trials, bars their 99% intervals (Student’s t of the logarithms)";
        var texts = new PanelTexts(
            $"plot-{words.Measurement}-by-{parameter}",
            $"{words.Title} by {name}",
            $"{words.Meaning} {mean}; where no bar shows, it is narrower than the point. A ✕ at the upper edge marks a cell "
                + $"of which trials diverged: they are not in the mean.",
            words.Axis,
            name,
            series ?? "")
        {
            IsShare = words.IsShare,
            Choices = layout.Choices,
            IsOrdered = layout.IsOrdered,
        };
        var places = parameter switch { "delta" => "symlog", "width" or "depth" or "gamma" => "log", _ => "linear" };
        return ValuePlot.Of(texts, cells.Select(c => MarkOf(data, c, layout[c.Cell], parameter, words)), places);
    }

    /// <summary>The symbol of a parameter, where it has one.</summary>
    protected static string NameOf(string parameter) => parameter switch { "gamma" => "γ", "delta" => "δ", _ => parameter };

    /// <summary>A curve column over updates, a line for each value of a parameter.</summary>
    protected Plot? Over(
        ReportData data, IReadOnlyList<CellCurves> curves, string series, string column, PanelTexts words)
    {
        var layout = PanelLayout.Of(data, this, [.. curves.Select(c => c.Cell)], series);
        var texts = words with { Choices = layout.Choices, IsOrdered = layout.IsOrdered, SeriesName = NameOf(series) };
        return CurvePlot.Of(texts, curves
            .OrderBy(c => c.Cell.Parameters[series].IsNumber ? c.Cell.Parameters[series].Number : 0)
            .Select(c => new CurveLine(layout[c.Cell], CurveFold.Medians([c], CurveFold.Column(column)))));
    }

    /// <summary>A section of those of some plots that there are; null for none.</summary>
    protected static Section? SectionOf(string id, string title, Html intro, params IEnumerable<Plot?> plots)
    {
        var all = plots.OfType<Plot>().ToList();
        foreach (var plot in all)
        {
            intro.Add($"{FigureHtml.Of(plot)}");
        }

        return all.Count > 0 ? new Section(id, title, intro, [.. all]) : null;
    }

    private static ValueMark MarkOf(
        ReportData data, CellStatistics cell, LinePlace at, string parameter, ValueWords words)
    {
        var values = data.ValuesOf(cell);
        var measured = values.Of(words.Measurement);
        return new ValueMark(
            at,
            cell.Cell.Parameters[parameter].Number,
            words.IsShare ? TrialMean.OfShares(measured) : TrialMean.Geometric(measured),
            values.Of("diverged").Count(d => d == 1));
    }
}

/// <summary>What a measurement is called in a plot over a parameter.</summary>
internal sealed record ValueWords(string Measurement, string Title, string Axis, string Meaning, bool IsShare);
