namespace Farm.Coordinator.Sweeps;

/// <summary>A piece of a sweep file with its place.</summary>
internal abstract record SweepNode(Origin At)
{
    /// <summary>What it is, as it stands in an error.</summary>
    public abstract string Kind { get; }
}

/// <summary>A word, number or text.</summary>
/// <param name="At">Where.</param>
/// <param name="Text">Its text, unquoted.</param>
/// <param name="IsPlain">Whether it was written without quotes.</param>
internal sealed record ScalarNode(Origin At, string Text, bool IsPlain) : SweepNode(At)
{
    /// <summary>Whether nothing stands here: empty, <c>~</c> or <c>null</c>.</summary>
    public bool IsNothing => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <inheritdoc/>
    public override string Kind => IsNothing ? "empty" : $"'{Text}'";
}

/// <summary>A list.</summary>
internal sealed record ListNode(Origin At, IReadOnlyList<SweepNode> Items) : SweepNode(At)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}

/// <summary>A mapping; keys can be there twice.</summary>
internal sealed record MappingNode(Origin At, IReadOnlyList<SweepEntry> Entries) : SweepNode(At)
{
    /// <inheritdoc/>
    public override string Kind => "a mapping";
}

/// <summary>Something that was reported already and is to be passed over.</summary>
internal sealed record BrokenNode(Origin At) : SweepNode(At)
{
    /// <inheritdoc/>
    public override string Kind => "something unreadable";
}

/// <summary>One key and its value.</summary>
internal readonly record struct SweepEntry(string Key, Origin At, SweepNode Value);
