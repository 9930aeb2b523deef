using System.Text.Json.Nodes;

namespace Farm.Coordinator.Reports.Page;

/// <summary>
/// Vega-Lite specifications are stored as JSON beside the code; a string <c>"{{name}}"</c> in one is replaced by the
/// value of that name, whatever its type.
/// </summary>
internal static class PlotTemplate
{
    /// <summary>The template of a name with its values filled in.</summary>
    /// <exception cref="InvalidOperationException">The template names a value that is not given.</exception>
    public static JsonNode Fill(string name, params IReadOnlyList<(string Name, JsonNode? Value)> values)
    {
        var template = JsonNode.Parse(Assets.Text($"Plots/{name}.json"))!;
        return Filled(template, values.ToDictionary(v => v.Name, v => v.Value))!;
    }

    /// <summary>Rows for a template's data.</summary>
    public static JsonArray Rows<T>(IEnumerable<T> items, Func<T, JsonObject> row) => [.. items.Select(row)];

    private static JsonNode? Filled(JsonNode? node, Dictionary<string, JsonNode?> values)
    {
        switch (node)
        {
            case JsonObject fields:
                return new JsonObject(fields.Select(f => KeyValuePair.Create(f.Key, Filled(f.Value, values))));
            case JsonArray items:
                return new JsonArray([.. items.Select(i => Filled(i, values))]);
            case JsonValue value when value.TryGetValue<string>(out var text)
                && text.StartsWith("{{", StringComparison.Ordinal) && text.EndsWith("}}", StringComparison.Ordinal):
                return values.TryGetValue(text[2..^2], out var filled)
                    ? filled?.DeepClone()
                    : throw new InvalidOperationException($"No value for {text}.");
            default:
                return node?.DeepClone();
        }
    }
}
