using Farm.Coordinator.Reports.Page;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Unactivated;

/// <summary>The report of study <c>unactivated</c>.</summary>
internal sealed class UnactivatedReport : StudyReport
{
    /// <inheritdoc/>
    public override string Study => "unactivated";

    /// <inheritdoc/>
    public override Html Answer(ReportData data)
    {
        var cells = CellProbability.AllOf(data);
        if (cells.Count == 0)
        {
            return Html.Of($"<p>No trial is stored yet.</p>");
        }

        var html = new Html();
        var theorem = TheoremSection.CasesOf(cells).ToList();
        if (theorem.Count > 0)
        {
            html.Add($"<p><b>The two theorems:</b> {VerdictTally.Of(theorem.Select(c => c.Verdict), "cells")}.</p>\n");
        }

        if (ConjectureSection.FitsOf(cells) is { Count: > 0 } fits)
        {
            html.Add($"<p><b>The conjecture:</b> {ConjectureSection.Sentence(fits)}</p>\n");
        }

        if (TheoremSection.RisingOf(data, this, cells).ToList() is { Count: > 0 } curves)
        {
            html.Add($"<p><b>The probability falls with n₁:</b> {VerdictTally.Of(curves.Select(c => c.Verdict), "curves")}.</p>\n");
        }

        foreach (var claim in DepthSection.CasesOf(cells).Take(1))
        {
            html.Add($"<p><b>Depth:</b> {VerdictTally.Of(DepthSection.CasesOf(cells).Select(c => c.Verdict), "cells")}, such as "
                + $"{claim.Setting}: {claim.First} after {claim.Second}.</p>\n");
        }

        var (low, high) = (cells.MinBy(c => c.Mean.Value)!, cells.MaxBy(c => c.Mean.Value)!);
        return html.Add($"<p>Over {Figures.Count(cells.Sum(c => c.Cell.Trials))} draws in {cells.Count} cells; estimates from "
            + $"{Figures.Percent(low.Mean.Value)} ({Label(data, low.Cell.Cell)}) to {Figures.Percent(high.Mean.Value)} "
            + $"({Label(data, high.Cell.Cell)}).</p>\n");
    }

    /// <inheritdoc/>
    public override IEnumerable<Section> Sections(ReportData data)
    {
        var cells = CellProbability.AllOf(data);
        Section?[] sections =
        [
            ProbabilitySection.Of(data, this, cells),
            ConjectureSection.Of(cells),
            SampledSection.Of(data, this, cells),
            DepthSection.Of(cells),
            TheoremSection.Of(data, this, cells),
            PrecisionSection.Of(data, this, cells),
        ];
        return sections.OfType<Section>();
    }

    /// <inheritdoc/>
    public override Html Method(ReportData data) => UnactivatedMethod.Of();

    /// <inheritdoc/>
    public override string Part(ReportData data, string parameter, Value value) => parameter switch
    {
        "n0" => $"n₀ {value.Text}",
        "n1" => $"n₁ {value.Text}",
        "cloud" => $"cloud of {Figures.Count((long)value.Number)}",
        "depth" => value.Number == 1 ? "1 hidden layer" : $"{value.Text} hidden layers",
        "hidden" => $"{value.Text} units above",
        _ => base.Part(data, parameter, value),
    };
}
