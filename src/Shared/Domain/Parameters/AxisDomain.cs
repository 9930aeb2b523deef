using System.Globalization;

namespace Farm.Domain;

/// <summary>The set of values that an axis can take.</summary>
public abstract record AxisDomain
{
    /// <summary>What is expected, as it stands in an error: <c>a number above 0, at most 10</c>.</summary>
    public abstract string Expectation { get; }

    /// <summary>Whether the value belongs to the axis.</summary>
    public abstract bool Contains(Value value);
}

/// <summary>Real numbers of an interval.</summary>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Maximum">Largest value, included.</param>
/// <param name="MinimumExcluded">Whether the minimum itself is not allowed.</param>
/// <param name="MaximumExcluded">Whether the maximum itself is not allowed.</param>
public sealed record NumberDomain(
    double Minimum, double Maximum, bool MinimumExcluded = false, bool MaximumExcluded = false) : AxisDomain
{
    /// <inheritdoc/>
    public override string Expectation => (double.IsFinite(Minimum), double.IsFinite(Maximum)) switch
    {
        (false, false) => "a number",
        (false, true) => $"a number {Upper}",
        (true, false) => $"a number {Lower}",
        _ when MinimumExcluded || MaximumExcluded => $"a number {Lower}, {Upper}",
        _ => string.Create(CultureInfo.InvariantCulture, $"a number from {Minimum} to {Maximum}"),
    };

    private string Lower =>
        string.Create(CultureInfo.InvariantCulture, $"{(MinimumExcluded ? "above" : "from")} {Minimum}");

    private string Upper =>
        string.Create(CultureInfo.InvariantCulture, $"{(MaximumExcluded ? "below" : "at most")} {Maximum}");

    /// <inheritdoc/>
    public override bool Contains(Value value) =>
        value.IsNumber
        && (MinimumExcluded ? value.Number > Minimum : value.Number >= Minimum)
        && (MaximumExcluded ? value.Number < Maximum : value.Number <= Maximum);
}

/// <summary>Whole numbers of an interval, both ends included.</summary>
public sealed record IntegerDomain(long Minimum, long Maximum) : AxisDomain
{
    /// <inheritdoc/>
    public override string Expectation =>
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {Minimum} to {Maximum}");

    /// <inheritdoc/>
    public override bool Contains(Value value) =>
        value.IsNumber && value.Number == Math.Floor(value.Number)
        && value.Number >= Minimum && value.Number <= Maximum;
}

/// <summary>One of a few words.</summary>
public sealed record WordDomain(params IReadOnlyList<string> Words) : AxisDomain
{
    /// <inheritdoc/>
    public override string Expectation => $"one of {string.Join(", ", Words)}";

    /// <inheritdoc/>
    public override bool Contains(Value value) => !value.IsNumber && Words.Contains(value.Word);
}
