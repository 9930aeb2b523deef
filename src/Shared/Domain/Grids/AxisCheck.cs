namespace Farm.Domain;

/// <summary>An axis as one item gives it, known to the study.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Place">Where it is given.</param>
/// <param name="Values">
/// Its valid values. When none is valid, one null: the axis is given, with a value that no one knows, so that what
/// depends on it is not blamed.
/// </param>
internal sealed record AxisChoice(Axis Axis, GridPlace Place, IReadOnlyList<Value?> Values);

/// <summary>One axis of one combination.</summary>
internal readonly record struct AxisPoint(AxisChoice Choice, Value? Value);

/// <summary>Checks each axis of an item by itself.</summary>
internal static class AxisCheck
{
    /// <summary>The axes of an item that the study knows; whatever is wrong is added to the errors.</summary>
    public static IReadOnlyList<AxisChoice> Choices(
        StudyDescription study,
        IReadOnlyList<AxisValues> axes,
        int item,
        IReadOnlyList<AxisValues> alreadyFixed,
        List<GridError> errors)
    {
        var choices = new List<AxisChoice>(axes.Count);
        foreach (var given in axes)
        {
            var place = new GridPlace(item, given.Axis);
            var axis = study.Axes.FirstOrDefault(a => a.Name == given.Axis);
            if (axis is null)
            {
                errors.Add(Unknown(study, given.Axis, place));
                continue;
            }

            if (alreadyFixed.Any(f => f.Axis == given.Axis))
            {
                errors.Add(new GridError(place, $"'{given.Axis}' is given under 'fixed' too", "it in one place only"));
                continue;
            }

            choices.Add(new AxisChoice(axis, place, ValidValues(axis, given.Values, place, errors)));
        }

        return choices;
    }

    private static GridError Unknown(StudyDescription study, string name, GridPlace place)
    {
        var names = study.Axes.Select(a => a.Name).ToArray();
        return new GridError(
            place,
            $"study '{study.Name}' has no parameter '{name}'",
            $"one of {string.Join(", ", names)}",
            NearestName.Of(name, names));
    }

    private static List<Value?> ValidValues(
        Axis axis, IReadOnlyList<Value> values, GridPlace place, List<GridError> errors)
    {
        var valid = new List<Value?>(values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            var value = values[i];
            if (!axis.Domain.Contains(value))
            {
                IReadOnlyList<string> words = axis.Domain switch
                {
                    WordDomain few => few.Words,
                    ContentDomain some => some.Words,
                    _ => [],
                };
                var nearest = value.IsNumber ? null : NearestName.Of(value.Word, words);
                errors.Add(new GridError(
                    place with { Index = i }, $"'{axis.Name}' cannot be {Quote(value)}", axis.Domain.Expectation, nearest));
            }
            else if (valid.Contains(value))
            {
                errors.Add(new GridError(
                    place with { Index = i }, $"'{axis.Name}' has the value {Quote(value)} twice", "each value once"));
            }
            else
            {
                valid.Add(value);
            }
        }

        return valid.Count == 0 ? [null] : valid;
    }

    private static string Quote(Value value) => value.IsNumber ? value.Text : $"'{value.Text}'";
}
