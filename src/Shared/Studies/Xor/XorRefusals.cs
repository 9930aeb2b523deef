using System.Globalization;
using Farm.Domain;
using Farm.Studies.Networks.Healing;

namespace Farm.Studies.Xor;

/// <summary>Cells that no number of redraws could start, or that mean nothing.</summary>
internal static class XorRefusals
{
    /// <summary>
    /// No drawn weight reaches further than this many standard deviations: √(−2 ln 2⁻³³) = 6.764, and the sum of two
    /// weights from one pair √2 times that.
    /// </summary>
    public const double LongestDraw = 9.566;

    /// <summary>Axes of the stop that a rescue turns off.</summary>
    private static readonly string[] withoutEffect = ["patience", "min_improvement"];

    /// <summary>Why the cell is refused; empty when it is not.</summary>
    public static IEnumerable<CellRefusal> Of(Cell cell)
    {
        var model = cell.Parameters["model"].Word;
        switch (cell.Parameters["init"].Word)
        {
            case "mirror" when model != "relu-pair":
                yield return new("init", $"mirror needs two units and {model} has one: use model relu-pair, or init normal.");
                break;
            case "live" when model == "relu":
                yield return new("init", OneUnit("live"));
                break;
            case "margin":
                foreach (var refusal in OfMargin(model, cell))
                {
                    yield return refusal;
                }

                break;
        }

        foreach (var refusal in OfHealing(cell, model))
        {
            yield return refusal;
        }
    }

    private static IEnumerable<CellRefusal> OfHealing(Cell cell, string model)
    {
        if (XorTreatment.Of(cell) is not { } treatment)
        {
            return [];
        }

        if (!treatment.IsRescue)
        {
            var hasSlope = cell.Parameters.TryGetValue("slope", out var slope) && slope.Number != 0;
            return HealingRefusals.Of(treatment.General, isAbsolute: model == "abs", hasSlope);
        }

        return
        [
            .. model != "abs" ? [] : new[]
            {
                new CellRefusal("healing", "an absolute value passes every point on, so that none is dead: use model relu-pair."),
            },
            .. withoutEffect
                .Where(a => cell.Parameters[a] != XorAxes.All.Single(axis => axis.Name == a).Default)
                .Select(a => new CellRefusal(a, $"a rescue trains on however long no loss is better: leave {a} out.")),
        ];
    }

    private static IEnumerable<CellRefusal> OfMargin(string model, Cell cell)
    {
        var isDistance = cell.Parameters["margin_kind"].Word == "distance";
        var margin = cell.Parameters["margin"].Number;
        if (model == "relu")
        {
            yield return new("init", OneUnit("margin"));
        }
        else if (model == "abs" && !isDistance)
        {
            yield return new("margin_kind", "the points are antipodal and the bias starts at 0, so one unit never has "
                + "z > 0 on all of them: use margin_kind distance, or model relu-pair.");
        }
        else if (isDistance && margin >= 1)
        {
            yield return new("margin", "a line through the centre comes within distance 1 of some point: "
                + $"use a distance margin below 1, not {Text(margin)}.");
        }
        else if (!isDistance && margin >= LongestDraw * cell.Parameters["init_std"].Number)
        {
            yield return new("margin", $"no draw reaches z = {Text(margin)} at init_std "
                + $"{cell.Parameters["init_std"].Text}: use a smaller margin or a larger init_std.");
        }
    }

    private static string OneUnit(string init) =>
        $"{init} cannot start model relu: the points are antipodal and the bias starts at 0, so one unit is always off "
        + "on some: use model relu-pair, or init normal.";

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
