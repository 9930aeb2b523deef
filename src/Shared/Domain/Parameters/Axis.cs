namespace Farm.Domain;

/// <summary>One parameter of a study, as its users set it in a sweep.</summary>
/// <param name="Name">Its key in sweeps and its column in results, in snake_case.</param>
/// <param name="Domain">The values it can take.</param>
/// <param name="Default">
/// Its value when a sweep says nothing; none means that a sweep must say it where it applies.
/// </param>
/// <param name="Meaning">One line for <c>farm studies</c>.</param>
public sealed record Axis(string Name, AxisDomain Domain, Value? Default, string Meaning)
{
    /// <summary>Unit, empty for a pure number or a word.</summary>
    public string Unit { get; init; } = "";

    /// <summary>All must hold for the parameter to apply; where it does not apply, giving it is an error.</summary>
    public IReadOnlyList<AxisCondition> AppliesWhen { get; init; } = [];

    /// <summary>
    /// Added after the study's first release: such a parameter stands in a cell's key only when it differs from its
    /// default, so that older keys stay.
    /// </summary>
    public bool IsLater { get; init; }

    /// <summary>Whether the parameter applies beside these others.</summary>
    public bool Applies(IReadOnlyDictionary<string, Value> others) => AppliesWhen.All(c => c.Holds(others));
}

/// <summary>Holds when another axis has one of these words, or a number that is large enough.</summary>
/// <param name="Axis">The other axis; it must be declared before the one that depends on it.</param>
/// <param name="Words">The words that make it hold; of a word of a <see cref="ContentDomain"/> what stands before the digest counts.</param>
public sealed record AxisCondition(string Axis, params IReadOnlyList<string> Words)
{
    /// <summary>The least number that makes it hold; none where words do.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Whether it holds when the other axis applies and has none of the words.</summary>
    public bool IsNot { get; init; }

    /// <summary>Whether it holds beside these parameters.</summary>
    public bool Holds(IReadOnlyDictionary<string, Value> others) =>
        others.TryGetValue(Axis, out var value)
        && (value.IsNumber ? value.Number >= AtLeast : Words.Contains(ContentDomain.NameOf(value.Word)) != IsNot);

    /// <inheritdoc/>
    public override string ToString() => AtLeast is { } least
        ? FormattableString.Invariant($"{Axis} is at least {least}")
        : $"{Axis} is {(IsNot ? "not " : "")}{string.Join(" or ", Words)}";
}
