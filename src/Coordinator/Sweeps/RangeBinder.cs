using System.Globalization;
using Farm.Domain;

namespace Farm.Coordinator.Sweeps;

/// <summary>Binds <c>{from, to, points, spacing}</c>.</summary>
internal sealed class RangeBinder(SweepErrors errors)
{
    private const int MostPoints = 10_000;
    private static readonly string[] Keys = ["from", "to", "points", "spacing"];

    /// <summary>The range's values, all at the range's place; none when something is wrong with it.</summary>
    /// <param name="name">The axis.</param>
    /// <param name="mapping">The range.</param>
    public IReadOnlyList<DraftValue> Bind(string name, MappingNode mapping)
    {
        var given = new Dictionary<string, ScalarNode>(StringComparer.Ordinal);
        var good = true;
        foreach (var (key, at, node) in mapping.Entries)
        {
            good &= BindKey(name, key, at, node, given);
        }

        foreach (var key in Keys.Take(3).Where(k => good && !given.ContainsKey(k)))
        {
            good = Wrong(mapping.At, $"the range of '{name}' has no '{key}'", "{from: …, to: …, points: …, spacing: lin or log}");
        }

        if (!good)
        {
            return [];
        }

        var from = Number(name, given["from"], ref good);
        var to = Number(name, given["to"], ref good);
        var points = Points(name, given["points"], ref good);
        var isLog = IsLogarithmic(name, given.GetValueOrDefault("spacing"), ref good);
        if (!good || !EndsFit(name, given, from, to, isLog))
        {
            return [];
        }

        var values = isLog ? RangeValues.Logarithmic(from, to, points) : RangeValues.Linear(from, to, points);
        if (values.Zip(values.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            errors.Add(mapping.At, $"the points of '{name}' lie closer than 12 digits can tell apart", "fewer points or a wider range");
            return [];
        }

        return [.. values.Select(v => new DraftValue(Value.Of(v), mapping.At))];
    }

    private bool BindKey(string name, string key, Origin at, SweepNode node, Dictionary<string, ScalarNode> given) =>
        node is BrokenNode ? false
        : !Keys.Contains(key)
            ? Wrong(at, $"a range has no '{key}'", $"one of {string.Join(", ", Keys)}", NearestName.Of(key, Keys))
        : node is not ScalarNode scalar ? Wrong(node.At, $"'{key}' of '{name}' is {node.Kind}", "one value")
        : given.TryAdd(key, scalar) || Wrong(at, $"'{key}' is given twice in this range", "it once");

    private double Number(string name, ScalarNode scalar, ref bool good)
    {
        var value = ScalarReader.Read(scalar, name, errors);
        if (value is { IsNumber: false })
        {
            Wrong(scalar.At, $"an end of the range of '{name}' is {scalar.Kind}", "a number");
        }

        good &= value is { IsNumber: true };
        return value is { IsNumber: true } number ? number.Number : double.NaN;
    }

    private int Points(string name, ScalarNode scalar, ref bool good)
    {
        if (scalar.IsPlain && ScalarReader.ReadWhole(scalar.Text, MostPoints) is { } points and >= 2)
        {
            return (int)points;
        }

        good = Wrong(
            scalar.At,
            $"'points' of '{name}' is {scalar.Kind}",
            string.Create(CultureInfo.InvariantCulture, $"a whole number from 2 to {MostPoints:#,0}"));
        return 0;
    }

    private bool IsLogarithmic(string name, ScalarNode? spacing, ref bool good)
    {
        if (spacing is { Text: not ("lin" or "log") })
        {
            good = Wrong(
                spacing.At,
                $"'spacing' of '{name}' is {spacing.Kind}",
                "lin (the default) or log",
                NearestName.Of(spacing.Text, ["lin", "log"]));
        }

        return spacing?.Text == "log";
    }

    private bool EndsFit(string name, Dictionary<string, ScalarNode> given, double from, double to, bool isLog) =>
        isLog && from <= 0
            ? Wrong(given["from"].At, $"the logarithmic range of '{name}' starts at {given["from"].Text}", "a start above 0")
        : from < to
            || Wrong(given["to"].At, $"the range of '{name}' ends at {given["to"].Text}, not above its start", "from below to");

    private bool Wrong(Origin at, string what, string expected, string? nearest = null)
    {
        errors.Add(at, what, expected, nearest);
        return false;
    }
}
