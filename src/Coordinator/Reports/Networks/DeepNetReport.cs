using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>The report of study <c>deep-net</c>: the source's figure 6, and unit types while networks learn.</summary>
internal sealed class DeepNetReport : NetworkReport
{
    private static readonly string[] sizes = ["depth", "width"];

    /// <inheritdoc/>
    public override string Study => "deep-net";

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims(ReportData data) => DeepNetClaims.Of(data, this);

    /// <inheritdoc/>
    public override IEnumerable<Section> Sections(ReportData data)
    {
        var caption = $"{CurvesSection.BandRule}. {data.CurveRules}";
        var dead = new PanelTexts(
            "dead-over-time",
            "Dead units of the worst layer over time",
            "Share of units that are off on the whole data set, of the layer that has the largest such share (the source’s "
                + $"figure 6). {caption}",
            "dead, worst layer",
            "updates",
            "")
        {
            IsShare = true,
        };
        Section?[] sections =
        [
            SectionOf("dead-units", "Dead units over time", new Html(), Course(data, dead, "worst_dead", c => true)),
            SectionOf("by-size", "Depth and width", new Html(), Ends(data)),
            SectionOf("learning", "Learning over time", new Html(), Learning(data, caption)),
            Foretelling.Of(data, this),
            .. Common(data, null),
        ];
        return sections.OfType<Section>();
    }

    private IEnumerable<Plot?> Learning(ReportData data, string caption)
    {
        PanelTexts Texts(string id, string title, string axis) => new(id, title, caption, axis, "updates", "");
        yield return Course(data, Texts("fit-over-time", "Fit over time", "fit: MSE/γ²"), "fit", IsRegression);
        yield return Course(data, Texts("loss-over-time", "Loss over time", "cross-entropy"), "loss", c => !IsRegression(c));
        var accuracy = Texts("accuracy-over-time", "Accuracy over time", "share classified right") with { IsShare = true };
        yield return Course(data, accuracy, "accuracy", c => !IsRegression(c));
    }

    private IEnumerable<Plot?> Ends(ReportData data)
    {
        const string off = "Units that are off on the whole data set, of the layer that has most of them.";
        ValueWords[] words =
        [
            new("worst_dead", "Dead units of the worst layer at the end", "dead, worst layer", off, true),
            new("worst_dead_start", "Dead units of the worst layer at the start", "dead, worst layer", off, true),
            new("dead_data_start", "Dead data at the start", "share of dead data",
                "Samples on which no unit of a layer has z above 0, of the layer that has most of them.", true),
            new("fit", "Fit at the end", "fit: MSE/γ²", "Mean squared error/γ² on the first 1,000 samples: lower is better.", false),
            new("accuracy", "Accuracy at the end", "share classified right", "Share of the data that is classified right.", true),
        ];
        foreach (var parameter in sizes.Where(data.Telling.Contains))
        {
            foreach (var each in words)
            {
                var cells = data.Cells.Where(c => c.IndexOf(each.Measurement) >= 0).ToList();
                yield return cells.Count > 0 ? ValuesOver(data, parameter, cells, each) : null;
            }
        }
    }

    /// <summary>
    /// A column over updates, a line for each depth (or what else differs); data sets to choose from, first all of them
    /// together, as the source averages over them.
    /// </summary>
    private Plot? Course(ReportData data, PanelTexts words, string column, Func<CellCurves, bool> isIn)
    {
        var curves = data.Curves.Where(isIn).OrderBy(Depth).ToList();
        var series = data.Telling.Contains("depth") ? "depth" : Lines(data);
        var layout = PanelLayout.Of(data, this, [.. curves.Select(c => c.Cell)], series, "data");
        var sets = curves.Select(DataOf).Distinct().ToList();
        List<string> options = sets.Count > 1 ? [$"all {sets.Count} together", .. sets] : sets;
        var choices = options.Count > 1
            ? [PanelLayout.ChoiceOf("data", "Data set", options), .. layout.Choices]
            : layout.Choices;
        var texts = words with
        {
            Choices = choices, IsOrdered = layout.IsOrdered, SeriesName = series is null ? "" : NameOf(series),
        };
        var lines = options.SelectMany((option, at) => curves
            .Where(c => (sets.Count > 1 && at == 0) || DataOf(c) == option)
            .GroupBy(c => Key(layout[c.Cell]))
            .Select(group => new CurveLine(
                Place(layout[group.First().Cell], options.Count > 1 ? at : -1),
                CurveFold.Medians([.. group], CurveFold.Column(column)))));
        return CurvePlot.Of(texts, lines);
    }

    private static LinePlace Place(LinePlace at, int option) => option < 0 ? at : at with { Choice = [option, .. at.Choice] };

    private static string Key(LinePlace at) => $"{string.Join(',', at.Choice)}|{at.Panel}|{at.Series}";

    private static double Depth(CellCurves cell) => cell.Cell.Parameters["depth"].Number;

    private static string DataOf(CellCurves cell) => cell.Cell.Parameters["data"].Word;

    private static bool IsRegression(CellCurves cell) => cell.IndexOf("fit") >= 0;
}
