using Farm.Domain;
using Farm.Studies;

namespace Farm.Coordinator.Sweeps;

/// <summary>
/// Expands a draft's grid and brings its errors, and the study's refusals, to their places in the file.
/// </summary>
internal sealed class GridBinder(SweepDraft draft, SweepErrors errors)
{
    /// <summary>The grid's cells; the errors say whether they are good.</summary>
    public GridExpansion Expand(IStudy study)
    {
        var spec = new GridSpec(
            [.. draft.Fixed.Select(Values)],
            [.. draft.Items.Select(item => new GridItem([.. item.Axes.Select(Values)]))]);
        if (draft.HasHole && draft.Items.Count == 0)
        {
            // Without its items a grid is another one; only what is wrong in itself can be told.
            Report(Grid.Check(study.Description, spec));
            return new GridExpansion([], 0, []);
        }

        var expansion = Grid.Expand(study.Description, spec);
        Report(expansion.Errors);
        var told = new HashSet<(Origin, string)>();
        foreach (var (cell, item) in expansion.Cells)
        {
            foreach (var (axis, reason) in study.Refuse(cell))
            {
                var at = PlaceOf(axis, cell, item);
                if (told.Add((at, reason)))
                {
                    errors.Add(at, $"this cell cannot be computed: {reason}");
                }
            }
        }

        return expansion;
    }

    private void Report(IEnumerable<GridError> found)
    {
        foreach (var error in found)
        {
            errors.Add(PlaceOf(error.Place), error.What, error.Expected, error.Nearest);
        }
    }

    private Origin PlaceOf(GridPlace place)
    {
        var axes = place.Item == GridPlace.FixedItem ? draft.Fixed
            : place.Item < draft.Items.Count ? draft.Items[place.Item].Axes
            : [];
        var axis = axes.Find(a => a.Name == place.Axis);
        return place.Index is { } index && axis is not null ? axis.Values[index].At
            : axis?.At ?? (place.Item >= 0 && place.Item < draft.Items.Count ? draft.Items[place.Item].At : draft.At);
    }

    /// <summary>The value that gave a cell its parameter; its item where that is a default.</summary>
    private Origin PlaceOf(string axis, Cell cell, int item)
    {
        foreach (var place in (ReadOnlySpan<int>)[item, GridPlace.FixedItem])
        {
            var axes = place == GridPlace.FixedItem ? draft.Fixed : place < draft.Items.Count ? draft.Items[place].Axes : [];
            if (axes.Find(a => a.Name == axis) is { } given)
            {
                return given.Values.FirstOrDefault(v => v.Value == cell.Parameters.GetValueOrDefault(axis), given.Values[0]).At;
            }
        }

        return PlaceOf(new GridPlace(item));
    }

    private static AxisValues Values(DraftAxis axis) => new(axis.Name, [.. axis.Values.Select(v => v.Value)]);
}
