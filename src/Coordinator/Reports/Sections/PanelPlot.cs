using System.Globalization;
using System.Text.Json.Nodes;
using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;

namespace Farm.Coordinator.Reports.Sections;

/// <summary>A line over steps, or a part of a whole over steps.</summary>
internal sealed record CurveLine(LinePlace At, IReadOnlyList<CurvePoint> Points);

/// <summary>What a plot of panels is called and how it is drawn.</summary>
/// <param name="Id">Its element's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Caption">How to read it.</param>
/// <param name="Axis">What its vertical axis says.</param>
/// <param name="Steps">What its horizontal axis says.</param>
/// <param name="SeriesName">What the colours stand for.</param>
internal sealed record PanelTexts(
    string Id, string Title, string Caption, string Axis, string Steps, string SeriesName)
{
    /// <summary>Whether values are shares, from 0 to 1.</summary>
    public bool IsShare { get; init; }

    /// <summary>The reader's choices; a line's place has an option of each.</summary>
    public IReadOnlyList<PlotChoice> Choices { get; init; } = [];

    /// <summary>Whether series have an order, which their colours then have too.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>The largest value over the least from which on the vertical axis is logarithmic.</summary>
    public double LogarithmicFrom { get; init; } = 1000;

    /// <summary>Colours of the series, in their order; empty for the page's own.</summary>
    public IReadOnlyList<string> Colours { get; init; } = [];
}

/// <summary>What all plots of panels have in common: places, choices, colours, scales.</summary>
internal static class PanelPlot
{
    private const int RampColours = 9;
    private const int Palette = 6;
    /// <summary>Short labels leave panels room.</summary>
    private const string Labels =
        "abs(datum.value) >= 10000 || datum.value && abs(datum.value) < 0.01 ? format(datum.value, '.0e') : format(datum.value, '.3~g')";

    /// <summary>The values that every template of panels needs.</summary>
    public static IReadOnlyList<(string Name, JsonNode? Value)> Values(
        PanelTexts texts, string alt, IReadOnlyList<LinePlace> places, JsonArray rows)
    {
        var series = SeriesOf(places);
        var most = places.GroupBy(p => string.Join(',', p.Choice)).Select(g => g.Select(p => p.Panel).Distinct().Count());
        return
        [
            ("alt", alt),
            ("panels", most.DefaultIfEmpty(1).Max()),
            ("entry", 34 + 8 * series.Select(s => s.Length).DefaultIfEmpty(0).Max()),
            ("choices", new JsonArray([.. texts.Choices.Select(c => new JsonObject { ["name"] = c.Parameter, ["value"] = "0" })])),
            ("chosen", string.Join(
                " && ", texts.Choices.Select(c => $"datum.{c.Parameter} === {c.Parameter}").DefaultIfEmpty("true"))),
            ("rows", rows),
            ("sort", Texts(places.Select(p => p.Panel).Distinct())),
            ("series", Texts(series)),
            ("colours", Texts(ColoursOf(texts, series.Count))),
            ("name", texts.SeriesName.Length > 0 ? texts.SeriesName : " "),
            ("legend", series is [_]
                ? null
                : new JsonObject { ["orient"] = "top", ["title"] = null, ["symbolSize"] = 90, ["symbolOpacity"] = 1 }),
            ("steps", texts.Steps),
            ("axis", texts.Axis),
        ];
    }

    /// <summary>The vertical scale's values: all of a share, else logarithmic where values span three decades.</summary>
    public static IReadOnlyList<(string Name, JsonNode? Value)> Scale(PanelTexts texts, IEnumerable<double> values) =>
    [
        ("yscale", texts.IsShare
            ? new JsonObject { ["domain"] = new JsonArray(0, 1), ["nice"] = false }
            : ScaleOf(IsLogarithmic(texts, values) ? "log" : "linear")),
        ("labels", texts.IsShare ? "format(datum.value, '~%')" : Labels),
    ];

    /// <summary>A scale that need not have 0 in it; a logarithmic one cannot, and warns when told so.</summary>
    public static JsonObject ScaleOf(string type)
    {
        var scale = new JsonObject { ["type"] = type };
        if (type != "log")
        {
            scale["zero"] = false;
        }

        return scale;
    }

    /// <summary>Whether the vertical axis is logarithmic: no value is 0 or less, and they span enough.</summary>
    public static bool IsLogarithmic(PanelTexts texts, IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).ToList();
        return !texts.IsShare && finite.Count > 0 && finite.Min() > 0 && finite.Max() / finite.Min() >= texts.LogarithmicFrom;
    }

    /// <summary>A row's beginning: the choices' options, the panel, the series.</summary>
    public static JsonObject RowOf(PanelTexts texts, LinePlace at)
    {
        var row = new JsonObject();
        foreach (var (choice, option) in texts.Choices.Zip(at.Choice))
        {
            row[choice.Parameter] = option.ToString(CultureInfo.InvariantCulture);
        }

        (row["panel"], row["series"]) = (at.Panel, at.Series);
        return row;
    }

    /// <summary>A number to four digits, which is more than a plot shows; null for none.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value)
        ? JsonValue.Create(double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
        : null;

    /// <summary>A place in words: the texts of its options, its panel, its series.</summary>
    public static string LabelOf(PanelTexts texts, LinePlace at)
    {
        var parts = texts.Choices.Zip(at.Choice).Select(c => c.First.Options[c.Second].Text).Append(at.Panel).Append(at.Series);
        return string.Join(", ", parts.Where(p => p.Length > 0)) is { Length: > 0 } label ? label : "all";
    }

    private static List<string> SeriesOf(IReadOnlyList<LinePlace> places) => [.. places.Select(p => p.Series).Distinct()];

    private static IEnumerable<string> ColoursOf(PanelTexts texts, int count) =>
        texts.Colours.Count > 0 ? texts.Colours
        : !texts.IsOrdered && count <= Palette ? Enumerable.Range(1, count).Select(i => $"var(--c{i})")
        : count == 1 ? ["var(--c1)"]
        : Enumerable.Range(0, count)
            .Select(i => 1 + (int)Math.Round(i * (RampColours - 1.0) / (count - 1))).Select(i => $"var(--s{i})");

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => JsonValue.Create(t))];
}
