using Farm.Coordinator.Reports.Page;
using Farm.Coordinator.Statistics;
using Farm.Domain;

namespace Farm.Coordinator.Reports.Xor;

/// <summary>How cells of study <c>xor</c> are healed, in words.</summary>
internal static class XorTreatments
{
    /// <summary>Whether a parameter belongs to healing.</summary>
    public static bool Owns(string parameter) =>
        parameter.StartsWith("healing", StringComparison.Ordinal) || parameter == "rescue_kind";

    /// <summary>Whether anything of the cell's trials is healed.</summary>
    public static bool IsHealed(Cell cell) => cell.Parameters.TryGetValue("healing", out var healing) && healing.Word != "off";

    /// <summary>What is done, in one piece: "rescue by joint", "healing noise", "not healed".</summary>
    public static string Name(Cell cell) =>
        !IsHealed(cell) ? "not healed"
        : KindOf(cell) is { } kind ? $"rescue by {kind}"
        : cell.Parameters["healing"].Word == "all" ? "every healing action" : $"healing {cell.Parameters["healing"].Word}";

    /// <summary>What a rescue moves; null where there is none.</summary>
    public static string? KindOf(Cell cell) =>
        !cell.Parameters.TryGetValue("healing", out var healing) || healing.Word != "rescue" ? null
        : cell.Parameters.TryGetValue("rescue_kind", out var kind) ? kind.Word : "joint";

    /// <summary>The cell that differs in its healing alone and has none; null when there is none with trials.</summary>
    public static CellStatistics? UnhealedOf(ReportData data, CellStatistics cell) =>
        !IsHealed(cell.Cell) || cell.Trials == 0
            ? null
            : data.Cells.FirstOrDefault(c => c.Trials > 0 && !IsHealed(c.Cell) && Rest(c).SetEquals(Rest(cell)));

    /// <summary>Sentences of the answer: with nothing healed, under each rescue, and the ends of the general loop.</summary>
    /// <param name="cells">Cells that differ in their healing alone.</param>
    /// <param name="failed">Whether a trial failed.</param>
    public static IEnumerable<(Html Share, string When)> Clauses(IReadOnlyList<CellStatistics> cells, Measurement failed)
    {
        (Html Share, string When) Clause(CellStatistics cell, string when)
        {
            var share = ReportData.ProportionOf(cell, failed);
            return (Html.Of($"<span class=\"kept\"><b>{Figures.Percent(share.Share)}</b> "
                + $"({Figures.Percent(share.Interval())})</span>"), when);
        }

        foreach (var cell in cells.Where(c => !IsHealed(c.Cell)))
        {
            yield return Clause(cell, "when nothing is healed");
        }

        foreach (var cell in cells.Where(c => KindOf(c.Cell) is not null))
        {
            yield return Clause(cell, $"under a {Name(cell.Cell)}");
        }

        var general = cells.Where(c => IsHealed(c.Cell) && KindOf(c.Cell) is null)
            .OrderBy(c => ReportData.ProportionOf(c, failed).Share).ToList();
        foreach (var cell in general.Count > 2 ? [general[0], general[^1]] : general)
        {
            var end = general.Count <= 2 ? "" : cell == general[0] ? ", the best of the general loop" : ", its worst";
            yield return Clause(cell, $"under {Name(cell.Cell)}{end}");
        }
    }

    private static HashSet<string> Rest(CellStatistics cell) =>
        [.. cell.Cell.Parameters.Where(p => !Owns(p.Key)).Select(p => $"{p.Key}={p.Value}")];
}
