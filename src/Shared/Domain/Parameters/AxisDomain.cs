using System.Globalization;
using System.Text.RegularExpressions;

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

/// <summary>One of a few words, or the name of some content with the first 16 hexadecimal digits of its digest: <c>wine@0123456789abcdef</c>.</summary>
/// <param name="Words">The words.</param>
public sealed partial record ContentDomain(IReadOnlyList<string> Words) : AxisDomain
{
    /// <inheritdoc/>
    public override string Expectation => $"one of {string.Join(", ", Words)}, or name@digest of a file of yours";

    /// <summary>What stands before the digest; the whole word where there is none.</summary>
    public static string NameOf(string word) => word.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? word[..at] : word;

    /// <inheritdoc/>
    public override bool Contains(Value value) =>
        !value.IsNumber && (Words.Contains(value.Word) || Content().IsMatch(value.Word));

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]*@[0-9a-f]{16}$")]
    private static partial Regex Content();
}
