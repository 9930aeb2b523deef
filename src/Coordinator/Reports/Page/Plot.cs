using System.Text.Json.Nodes;

namespace Farm.Coordinator.Reports.Page;

/// <summary>One plot of the page, with all its figures beside it as a table.</summary>
/// <param name="Id">Its element's id.</param>
/// <param name="Title">What it shows, in a few words.</param>
/// <param name="Alt">What it shows, for those who cannot see it: the finding, in words.</param>
/// <param name="Caption">How to read it.</param>
/// <param name="Table">The same figures.</param>
/// <param name="Specs">Its Vega-Lite specifications, data included; several stand side by side.</param>
internal sealed record Plot(
    string Id, string Title, string Alt, string Caption, PlotTable Table, params IReadOnlyList<JsonNode> Specs)
{
    /// <summary>The choices that the reader has.</summary>
    public IReadOnlyList<PlotChoice> Choices { get; init; } = [];
}

/// <summary>A plot's figures as a table.</summary>
/// <param name="Columns">Headings.</param>
/// <param name="Rows">Rows of as many texts.</param>
internal sealed record PlotTable(IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows);

/// <summary>A drop-down list that sets a parameter of the plot's specifications.</summary>
/// <param name="Parameter">The parameter's name in each specification.</param>
/// <param name="Label">What is chosen.</param>
/// <param name="Options">Value and text of each option; the first is chosen at the start.</param>
internal sealed record PlotChoice(string Parameter, string Label, IReadOnlyList<(string Value, string Text)> Options);
