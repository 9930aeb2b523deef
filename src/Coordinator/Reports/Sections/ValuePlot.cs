using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Sections;

/// <summary>One cell's value in a plot over a parameter.</summary>
/// <param name="At">Where its line stands.</param>
/// <param name="Place">The parameter's value.</param>
/// <param name="Value">The value over the cell's trials.</param>
/// <param name="Lost">Trials that have no value since they diverged.</param>
internal sealed record ValueMark(LinePlace At, double Place, TrialMean Value, int Lost)
{
    /// <summary>What theory says the value is, drawn as a ring around where the point should be; null where it says nothing.</summary>
    public double? Expected { get; init; }
}

/// <summary>Values with their intervals over a parameter, joined by lines, in panels.</summary>
internal static class ValuePlot
{
    private const int MostTicks = 9;

    /// <summary>The plot; null when no two places can be joined.</summary>
    /// <param name="texts">What it is called; its steps are the parameter.</param>
    /// <param name="all">The values.</param>
    /// <param name="places">The horizontal scale: log, symlog or linear.</param>
    public static Plot? Of(PanelTexts texts, IEnumerable<ValueMark> all, string places)
    {
        var marks = all.Where(m => m.Value.Count + m.Lost > 0).OrderBy(m => m.Place).ToList();
        var at = marks.Select(m => m.Place).Distinct().ToList();
        if (at.Count < 2 || marks.All(m => m.Value.Count == 0))
        {
            return null;
        }

        // A mark without a value has no line, but a place all the same: the panels keep the sweep's order.
        var inOrder = all.Where(marks.Contains).Select(m => m.At).ToList();
        var alt = Alt(texts, [.. marks.Where(m => m.Value.Count > 0)]);
        var isLog = PanelPlot.IsLogarithmic(texts, marks.Select(m => m.Value.Value));
        var ends = marks.SelectMany(m => isLog
            ? new[] { m.Value.Value }
            : [m.Value.Value, m.Value.Interval.Low, m.Value.Interval.High]);
        var across = PanelPlot.ScaleOf(places);
        (across["nice"], across["padding"]) = (false, 12);
        var spec = PlotTemplate.Fill(
            "values",
            [
                .. PanelPlot.Values(texts, alt, inOrder, PlotTemplate.Rows(marks, m => Row(texts, m))),
                .. PanelPlot.Scale(texts, ends),
                ("xscale", across),
                ("ticks", at.Count <= MostTicks ? new JsonArray([.. at.Select(v => JsonValue.Create(v))]) : null),
            ]);
        if (marks.Any(m => m.Expected is not null))
        {
            spec["spec"]!["layer"]!.AsArray().Add(PlotTemplate.Fill("rings"));
        }

        return new Plot(texts.Id, texts.Title, alt, texts.Caption, Table(texts, marks), spec) { Choices = texts.Choices };
    }

    private static JsonObject Row(PanelTexts texts, ValueMark mark)
    {
        var row = PanelPlot.RowOf(texts, mark.At);
        row["at"] = mark.Place;
        row["place"] = Figures.Short(mark.Place);
        row["mid"] = PanelPlot.Number(mark.Value.Value);
        row["lo"] = PanelPlot.Number(mark.Value.Interval.Low);
        row["hi"] = PanelPlot.Number(mark.Value.Interval.High);
        row["text"] = Text(texts, mark.Value);
        row["n"] = mark.Value.Count;
        row["lost"] = Figures.Count(mark.Lost);
        if (mark.Expected is { } expected)
        {
            row["expected"] = PanelPlot.Number(expected);
        }

        return row;
    }

    private static string Text(PanelTexts texts, TrialMean value) => texts.IsShare
        ? $"{Figures.Percent(value.Value)} ({Figures.Percent(value.Interval)})"
        : $"{Figures.Short(value.Value)} ({Figures.Short(value.Interval)})";

    private static string Alt(PanelTexts texts, List<ValueMark> marks)
    {
        var (low, high) = (marks.MinBy(m => m.Value.Value)!, marks.MaxBy(m => m.Value.Value)!);
        return $"{texts.Title}: from {Text(texts, low.Value)} at {texts.Steps} {Figures.Short(low.Place)} "
            + $"({PanelPlot.LabelOf(texts, low.At)}) to {Text(texts, high.Value)} at {Figures.Short(high.Place)} "
            + $"({PanelPlot.LabelOf(texts, high.At)}).";
    }

    private static PlotTable Table(PanelTexts texts, List<ValueMark> marks)
    {
        var places = marks.Select(m => m.Place).Distinct().ToList();
        return new PlotTable(
            [texts.Steps, .. places.Select(Figures.Short)],
            [.. marks.GroupBy(m => PanelPlot.LabelOf(texts, m.At)).OrderBy(g => g.Key, StringComparer.Ordinal).Select(line =>
                (string[])
                [
                    line.Key,
                    .. places.Select(p => line.FirstOrDefault(m => m.Place == p) is { } mark ? Field(texts, mark) : ""),
                ])]);
    }

    private static string Field(PanelTexts texts, ValueMark mark)
    {
        var lost = mark.Lost > 0 ? $"{Figures.Count(mark.Lost)} diverged" : "";
        return mark.Value.Count == 0 ? lost : $"{Text(texts, mark.Value)}{(lost.Length > 0 ? $"; {lost}" : "")}";
    }
}
