using System.Globalization;
using Farm.Domain;

namespace Farm.Coordinator.Sweeps;

/// <summary>Binds <c>{from, to, points, spacing}</c>.</summary>
internal sealed class RangeBinder(SweepErrors errors)
{
    private const int MostPoints = 10_000;
    private static readonly string[] Keys = ["from", "to", "points", "spacing"];

    private static readonly string PointsExpectation =
        string.Create(CultureInfo.InvariantCulture, $"a whole number from 2 to {MostPoints:#,0}");

    /// <summary>The range's values, all at the range's place; none when something is wrong with it.</summary>
    /// <param name="name">The axis.</param>
    /// <param name="mapping">The range.</param>
    public IReadOnlyList<DraftValue> Bind(string name, MappingNode mapping)
    {
        var given = Scalars(name, mapping, out var good);
        foreach (var key in Keys.Take(3).Where(key => !mapping.Entries.Any(e => e.Key == key)))
        {
            good = Wrong(mapping.At, $"the range of '{name}' has no '{key}'", key == "points" ? PointsExpectation : "a number");
        }

        var from = End(name, "from", given);
        var to = End(name, "to", given);
        var points = Points(name, given);
        var isLogarithmic = IsLogarithmic(name, given);
        if (!good || from is not { } first || to is not { } last || points is not { } count
            || isLogarithmic is not { } isLog || !EndsFit(name, given, first, last, isLog))
        {
            return [];
        }

        var values = isLog
            ? RangeValues.Logarithmic(first, last, count)
            : RangeValues.Linear(first, last, count);
        if (values.Zip(values.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            errors.Add(
                mapping.At,
                $"the points of '{name}' lie closer than 12 digits can tell apart",
                "fewer points or a wider range");
            return [];
        }

        return [.. values.Select(v => new DraftValue(Value.Of(v), mapping.At))];
    }

    private Dictionary<string, ScalarNode> Scalars(string name, MappingNode mapping, out bool good)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var given = new Dictionary<string, ScalarNode>(StringComparer.Ordinal);
        good = true;
        foreach (var (key, at, node) in mapping.Entries)
        {
            if (!Keys.Contains(key))
            {
                good = Wrong(at, $"a range has no '{key}'", $"one of {string.Join(", ", Keys)}", NearestName.Of(key, Keys));
            }
            else if (!seen.Add(key))
            {
                good = Wrong(at, $"'{key}' is given twice in this range", "it once");
            }
            else if (node is ScalarNode scalar)
            {
                given.Add(key, scalar);
            }
            else
            {
                good = node is not BrokenNode && Wrong(node.At, $"'{key}' of '{name}' is {node.Kind}", "one value");
            }
        }

        return given;
    }

    private double? End(string name, string key, Dictionary<string, ScalarNode> given)
    {
        if (!given.TryGetValue(key, out var scalar) || ScalarReader.Read(scalar, key, errors) is not { } value)
        {
            return null;
        }

        if (value.IsNumber)
        {
            return value.Number;
        }

        errors.Add(scalar.At, $"'{key}' of '{name}' is {scalar.Kind}", "a number");
        return null;
    }

    private int? Points(string name, Dictionary<string, ScalarNode> given)
    {
        if (!given.TryGetValue("points", out var scalar))
        {
            return null;
        }

        if (scalar.IsPlain && ScalarReader.ReadWhole(scalar.Text, MostPoints) is { } points and >= 2)
        {
            return (int)points;
        }

        errors.Add(scalar.At, $"'points' of '{name}' is {scalar.Kind}", PointsExpectation);
        return null;
    }

    private bool? IsLogarithmic(string name, Dictionary<string, ScalarNode> given)
    {
        var spacing = given.GetValueOrDefault("spacing");
        if (spacing is null or { Text: "lin" or "log" })
        {
            return spacing?.Text == "log";
        }

        errors.Add(
            spacing.At,
            $"'spacing' of '{name}' is {spacing.Kind}",
            "lin (the default) or log",
            NearestName.Of(spacing.Text, ["lin", "log"]));
        return null;
    }

    private bool EndsFit(string name, Dictionary<string, ScalarNode> given, double from, double to, bool isLog) =>
        isLog && from <= 0
            ? Wrong(given["from"].At, $"the logarithmic range of '{name}' starts at {given["from"].Text}", "a start above 0")
        : from < to
            || Wrong(given["to"].At, $"the range of '{name}' ends at {given["to"].Text}", $"an end above {given["from"].Text}");

    private bool Wrong(Origin at, string what, string expected, string? nearest = null)
    {
        errors.Add(at, what, expected, nearest);
        return false;
    }
}
