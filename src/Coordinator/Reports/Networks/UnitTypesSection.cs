using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Reports.Sections;
using Farm.Coordinator.Statistics;
using Farm.Studies;

namespace Farm.Coordinator.Reports.Networks;

/// <summary>What the units of each layer are, over updates: stacked shares of a cell and a variant of the classifier.</summary>
internal static class UnitTypesSection
{
    private const int MostSteps = 14;
    private const int Variants = 3;

    /// <summary>The variants, the most telling first: the source's own calls nearly everything non-hyperbolic.</summary>
    private static readonly (string Name, string Words)[] variants =
    [
        ("scaled", "scaled: without flat eigenvalues, τ 0"),
        ("span", "span: on the span of the reaching samples, τ 0.01"),
        ("fixed", "fixed: all eigenvalues, τ 0.01 (the source’s)"),
    ];

    /// <summary>A colour for each type, in the order of <see cref="UnitTypeWords.Types"/>.</summary>
    private static readonly string[] colours =
    [
        "var(--c3)", "var(--c5)", "var(--c2)", "var(--c4)", "var(--c6)", "var(--rule)", "var(--muted)", "var(--bad)",
    ];

    /// <summary>The section; null when no curve has types.</summary>
    public static Section? Of(ReportData data, StudyReport report)
    {
        // The deepest first: what is shown before anything is chosen should be worth a look.
        var cells = data.Curves.OrderByDescending(c => c.Columns.Count).ToList();
        var texts = new PanelTexts(
            "unit-types",
            "Unit types by layer",
            "Mean over trials of the share of the layer’s units that are of each type, over updates; typed on the next "
                + "mini-batch. Under Adam there is no type at step 0. Grey is off (no sample of the batch reaches the unit) "
                + $"and blocked (reached, but without influence on the loss). Of a cell’s steps at most {MostSteps} are "
                + "drawn. The table has the variant scaled.",
            "share of units",
            "updates",
            "type")
        {
            Choices =
            [
                PanelLayout.ChoiceOf("cell", "Cell", cells.Select(c => report.Label(data, c.Cell))),
                PanelLayout.ChoiceOf("variant", "Variant", variants.Select(v => v.Words)),
            ],
            Colours = colours,
        };
        var parts = cells.SelectMany((c, at) => Enumerable.Range(0, Variants).SelectMany(v => Parts(c, at, v))).ToList();
        var alt = $"What the units of each layer are, over updates, for one of {cells.Count} cells and one of "
            + $"{Variants} variants of the classifier at a time.";
        return AreaPlot.Of(texts, parts, UnitTypeWords.Types, alt) is { } plot
            ? new Section("unit-types-by-layer", "Unit types by layer", FigureHtml.Of(plot), plot)
            : null;
    }

    private static IEnumerable<CurveLine> Parts(CellCurves cell, int at, int variant)
    {
        for (var layer = 1; cell.IndexOf($"layer{layer}_dead") >= 0; layer++)
        {
            var columns = UnitTypeWords.Types
                .Select(t => cell.IndexOf($"layer{layer}_{variants[variant].Name}_{t.Replace('-', '_')}")).ToArray();
            for (var type = 0; type < columns.Length && columns.Min() >= 0; type++)
            {
                var own = columns[type];
                var points = CurveFold.Means([cell], _ => row => row[own] / columns.Sum(c => row[c]));
                yield return new CurveLine(
                    new LinePlace([at, variant], $"layer {layer}", UnitTypeWords.Types[type]),
                    CellCurves.Thinned(points, MostSteps));
            }
        }
    }
}
