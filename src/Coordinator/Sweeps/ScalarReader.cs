using System.Globalization;
using System.Text.RegularExpressions;
using Farm.Domain;

namespace Farm.Coordinator.Sweeps;

/// <summary>
/// Reads numbers and words, strictly: YAML 1.2's decimal numbers, no octal, no leading zeros, no underscores.
/// </summary>
internal static partial class ScalarReader
{
    /// <summary>A value, or null with an error.</summary>
    /// <param name="scalar">What is written.</param>
    /// <param name="name">The parameter, for the error.</param>
    /// <param name="errors">Where errors go.</param>
    public static Value? Read(ScalarNode scalar, string name, SweepErrors errors)
    {
        if (scalar.IsNothing || scalar.Text.Length == 0)
        {
            errors.Add(scalar.At, $"'{name}' has no value", "a number or a word");
            return null;
        }

        if (Number().IsMatch(scalar.Text))
        {
            return ReadNumber(scalar, name, errors);
        }

        if (double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var near) && double.IsFinite(near))
        {
            // Such as 010, or " 1 " in quotes: it would read as a number where another reader sees a word.
            errors.Add(
                scalar.At,
                $"'{name}' is written '{scalar.Text}', which is not clearly a number",
                string.Create(CultureInfo.InvariantCulture, $"{near:R}, if that is meant"));
            return null;
        }

        return Value.Of(scalar.Text);
    }

    /// <summary>A whole number from 0 to <paramref name="most"/>, also as 1e6, or null when it is none.</summary>
    public static ulong? ReadWhole(string text, ulong most)
    {
        if (!Number().IsMatch(text))
        {
            return null;
        }

        // Decimal holds every such number exactly; what it cannot hold is out of range anyway.
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number >= 0 && number <= most && number == decimal.Floor(number)
            ? (ulong)number
            : null;
    }

    private static Value? ReadNumber(ScalarNode scalar, string name, SweepErrors errors)
    {
        var number = double.Parse(scalar.Text, CultureInfo.InvariantCulture);
        var problem = !scalar.IsPlain ? "stands in quotes, which makes it a text"
            : !double.IsFinite(number) ? "is too large for float64"
            : number == 0 && NonzeroDigit().IsMatch(scalar.Text) ? "is too small for float64"
            : null;
        if (problem is null)
        {
            return Value.Of(number);
        }

        errors.Add(scalar.At, $"'{name}: {scalar.Text}' {problem}", "a number without quotes that float64 can hold");
        return null;
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    /// <summary>A digit above 0 before any exponent.</summary>
    [GeneratedRegex(@"^[^eE]*[1-9]", RegexOptions.CultureInvariant)]
    private static partial Regex NonzeroDigit();
}
