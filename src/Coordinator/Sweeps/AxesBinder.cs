namespace Farm.Coordinator.Sweeps;

/// <summary>Binds <c>fixed</c> and <c>axes</c>: their form only, not what the study makes of them.</summary>
internal sealed class AxesBinder(SweepErrors errors)
{
    /// <summary>Binds the mapping under <c>fixed</c>: parameter → value.</summary>
    public void BindFixed(SweepEntry entry, SweepDraft draft)
    {
        if (entry.Value is not MappingNode mapping)
        {
            Expected(entry.Value, "'fixed'", "a mapping such as {init_std: 0.5}");
            return;
        }

        foreach (var (name, at, node) in Entries(mapping))
        {
            if (node is not ScalarNode scalar)
            {
                Expected(node, $"'{name}' under 'fixed'", "one number or word; several values belong under 'axes'");
                draft.Fixed.Add(new DraftAxis(name, at, []));
                continue;
            }

            draft.Fixed.Add(new DraftAxis(name, at, Scalar(name, scalar)));
        }
    }

    /// <summary>Binds the list under <c>axes</c>.</summary>
    public void BindAxes(SweepEntry entry, SweepDraft draft)
    {
        if (entry.Value is not ListNode { Items: var items })
        {
            Expected(entry.Value, "'axes'", "a list of mappings such as - init: [normal, live]");
            draft.HasHole = true;
            return;
        }

        if (items.Count == 0)
        {
            errors.Add(entry.Value.At, "'axes' is empty", "at least one item, or no 'axes' at all for a single cell");
        }

        foreach (var node in items)
        {
            if (node is not MappingNode mapping)
            {
                Expected(node, "an item of 'axes'", "a mapping from parameters to lists, such as {init: [normal, live]}");
                draft.HasHole = true;
                continue;
            }

            if (mapping.Entries.Count == 0)
            {
                errors.Add(mapping.At, "this item names no parameter", "at least one, such as {init: [normal, live]}");
                draft.HasHole = true;
                continue;
            }

            draft.Items.Add(new DraftItem(
                mapping.At, [.. Entries(mapping).Select(e => new DraftAxis(e.Key, e.At, Values(e.Key, e.Value)))]));
        }
    }

    private List<SweepEntry> Entries(MappingNode mapping)
    {
        var first = new Dictionary<string, Origin>(StringComparer.Ordinal);
        var entries = new List<SweepEntry>(mapping.Entries.Count);
        foreach (var entry in mapping.Entries)
        {
            if (first.TryAdd(entry.Key, entry.At))
            {
                entries.Add(entry);
            }
            else
            {
                errors.Add(
                    entry.At,
                    FormattableString.Invariant($"'{entry.Key}' is given twice here, first on line {first[entry.Key].Line}"),
                    "it once");
            }
        }

        return entries;
    }

    private IReadOnlyList<DraftValue> Values(string name, SweepNode node)
    {
        switch (node)
        {
            case MappingNode mapping:
                return new RangeBinder(errors).Bind(name, mapping);
            case ListNode { Items: [] }:
                errors.Add(node.At, $"'{name}' has an empty list, so the item has no cell", "at least one value");
                return [];
            case ListNode list:
                return [.. list.Items.SelectMany(item => Item(name, item))];
            case ScalarNode { IsNothing: false, Text: var text }:
                errors.Add(node.At, $"'{name}' is no list", $"[{text}], or a range such as {{from: 0, to: 1, points: 11}}");
                return [];
            default:
                Expected(node, $"'{name}'", "a list such as [0.1, 0.2], or a range such as {from: 0, to: 1, points: 11}");
                return [];
        }
    }

    private IReadOnlyList<DraftValue> Item(string name, SweepNode node)
    {
        if (node is ScalarNode scalar)
        {
            return Scalar(name, scalar);
        }

        Expected(node, $"a value of '{name}'", "a number or a word");
        return [];
    }

    private IReadOnlyList<DraftValue> Scalar(string name, ScalarNode scalar) =>
        ScalarReader.Read(scalar, name, errors) is { } value ? [new DraftValue(value, scalar.At)] : [];

    private void Expected(SweepNode node, string what, string expected)
    {
        if (node is not BrokenNode)
        {
            errors.Add(node.At, $"{what} is {node.Kind}", expected);
        }
    }
}
