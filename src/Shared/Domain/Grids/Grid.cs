namespace Farm.Domain;

/// <summary>Expands a grid into cells. Pure: errors are data.</summary>
public static class Grid
{
    /// <summary>The most cells that one grid may have.</summary>
    public const int MostCells = 100_000;

    /// <summary>
    /// The cells of a grid: item by item, in each the last axis fastest; with every parameter that applies, defaults
    /// written out, those of later releases only when they differ from their default.
    /// </summary>
    /// <param name="study">Says which parameters there are, what they can be, and when they apply.</param>
    /// <param name="spec">The grid.</param>
    public static GridExpansion Expand(StudyDescription study, GridSpec spec)
    {
        var errors = new List<GridError>();
        var fixedChoices = AxisCheck.Choices(study, spec.Fixed, GridPlace.FixedItem, [], errors);
        var items = spec.Items.Count == 0 ? [new GridItem([])] : spec.Items;
        var choices = items
            .Select((item, i) => AxisCheck.Choices(study, item.Axes, i, spec.Fixed, errors))
            .ToArray();

        var cells = new List<GridCell>();
        var seen = new HashSet<Cell>();
        var merged = 0L;
        if (IsTooLarge(fixedChoices, choices, errors))
        {
            return new GridExpansion(cells, merged, errors);
        }

        var resolver = new CellResolver(study, errors);
        for (var i = 0; i < choices.Length; i++)
        {
            foreach (var point in Points([.. fixedChoices, .. choices[i]]))
            {
                if (resolver.Resolve(point, i) is { } cell)
                {
                    if (seen.Add(cell))
                    {
                        cells.Add(new GridCell(cell, i));
                    }
                    else
                    {
                        merged++;
                    }
                }
            }
        }

        return new GridExpansion(cells, merged, errors);
    }

    /// <summary>
    /// What is wrong with each axis by itself, whatever it is combined with: for a grid that is not whole.
    /// </summary>
    public static IReadOnlyList<GridError> Check(StudyDescription study, GridSpec spec)
    {
        var errors = new List<GridError>();
        AxisCheck.Choices(study, spec.Fixed, GridPlace.FixedItem, [], errors);
        for (var i = 0; i < spec.Items.Count; i++)
        {
            AxisCheck.Choices(study, spec.Items[i].Axes, i, spec.Fixed, errors);
        }

        return errors;
    }

    private static bool IsTooLarge(
        IReadOnlyList<AxisChoice> fixedChoices, IReadOnlyList<AxisChoice>[] items, List<GridError> errors)
    {
        var total = 0.0;
        for (var i = 0; i < items.Length; i++)
        {
            total += fixedChoices.Concat(items[i]).Aggregate(1.0, (product, c) => product * c.Values.Count);
            if (total > MostCells)
            {
                errors.Add(new GridError(
                    new GridPlace(i),
                    FormattableString.Invariant($"the sweep has {total:#,0} cells up to and with this item"),
                    FormattableString.Invariant($"at most {MostCells:#,0} cells")));
                return true;
            }
        }

        return false;
    }

    /// <summary>Every combination of the axes' values, the last axis fastest. The array is reused.</summary>
    private static IEnumerable<AxisPoint[]> Points(IReadOnlyList<AxisChoice> axes)
    {
        var digits = new int[axes.Count];
        var point = new AxisPoint[axes.Count];
        while (true)
        {
            for (var i = 0; i < axes.Count; i++)
            {
                point[i] = new AxisPoint(axes[i], axes[i].Values[digits[i]]);
            }

            yield return point;
            var turn = axes.Count - 1;
            while (turn >= 0 && ++digits[turn] == axes[turn].Values.Count)
            {
                digits[turn--] = 0;
            }

            if (turn < 0)
            {
                yield break;
            }
        }
    }
}
