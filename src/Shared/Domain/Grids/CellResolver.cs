namespace Farm.Domain;

/// <summary>Makes cells of combinations: which parameters apply, which are missing, which do not belong.</summary>
internal sealed class CellResolver(StudyDescription study, List<GridError> errors)
{
    private readonly HashSet<(GridPlace Place, string Axis)> reported = [];
    private readonly Dictionary<string, Value> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> unknown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AxisPoint> given = new(StringComparer.Ordinal);

    /// <summary>The cell of a combination, or null when something is wrong with it.</summary>
    public Cell? Resolve(IReadOnlyList<AxisPoint> point, int item)
    {
        known.Clear();
        unknown.Clear();
        given.Clear();
        foreach (var axis in point)
        {
            given[axis.Choice.Axis.Name] = axis;
        }

        var good = true;
        foreach (var axis in study.Axes)
        {
            good &= ResolveAxis(axis, item);
        }

        return good && unknown.Count == 0
            ? Cell.Create(study.Name, study.Axes.Where(StandsInKey).Select(a => KeyValuePair.Create(a.Name, known[a.Name])))
            : null;
    }

    private bool StandsInKey(Axis axis) =>
        known.TryGetValue(axis.Name, out var value) && !(axis.IsLater && value == axis.Default);

    private bool ResolveAxis(Axis axis, int item)
    {
        var isGiven = given.TryGetValue(axis.Name, out var point);
        var failing = axis.AppliesWhen.FirstOrDefault(c => !unknown.Contains(c.Axis) && !c.Holds(known));
        if (failing is not null)
        {
            if (isGiven)
            {
                Report(point.Choice.Place, axis.Name, NotApplicable(axis, failing, point.Choice.Place));
            }

            return !isGiven;
        }

        var isSure = !axis.AppliesWhen.Any(c => unknown.Contains(c.Axis));
        if (isGiven && point.Value is { } value)
        {
            known[axis.Name] = value;
            return true;
        }

        if (isGiven || !isSure)
        {
            unknown.Add(axis.Name);
            return true;
        }

        if (axis.Default is { } usual)
        {
            known[axis.Name] = usual;
            return true;
        }

        Report(new GridPlace(item), axis.Name, Missing(axis, item));
        unknown.Add(axis.Name);
        return false;
    }

    private GridError NotApplicable(Axis axis, AxisCondition failing, GridPlace place)
    {
        var state = known.TryGetValue(failing.Axis, out var other)
            ? $"when {failing.Axis} is {other.Text}"
            : $"where '{failing.Axis}' does not";
        return new GridError(
            place,
            $"'{axis.Name}' does not apply {state}",
            $"it only where {string.Join(" and ", axis.AppliesWhen)}");
    }

    private static GridError Missing(Axis axis, int item)
    {
        var reason = axis.AppliesWhen.Count == 0 ? "" : $", which is needed when {string.Join(" and ", axis.AppliesWhen)}";
        return new GridError(new GridPlace(item), $"there is no '{axis.Name}'{reason}", axis.Domain.Expectation);
    }

    /// <summary>One report for each place and axis: a product of a thousand cells has one cause.</summary>
    private void Report(GridPlace place, string axis, GridError error)
    {
        if (reported.Add((place, axis)))
        {
            errors.Add(error);
        }
    }
}
