using System.Globalization;
using System.Text;

namespace Farm.Coordinator.Sweeps;

/// <summary>One thing that is wrong with a sweep, as its user reads it: one line.</summary>
/// <param name="Where"><c>file:line:column</c>, or the option such as <c>--set init=liv</c>.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Expected">What was expected; null when <paramref name="What"/> says it.</param>
/// <param name="Nearest">The nearest valid name; null when none is near.</param>
public sealed record SweepError(string Where, string What, string? Expected, string? Nearest)
{
    private const int MostCharacters = 400;

    /// <summary>The whole line.</summary>
    public override string ToString()
    {
        var line = new StringBuilder($"{Where}: {What}");
        if (Expected is not null)
        {
            line.Append("; expected ").Append(Expected);
        }

        // Of a long list the end is cut off, never the name that was meant.
        var hint = Nearest is null ? "" : $"; did you mean '{Nearest}'?";
        return OneLine(line.ToString(), MostCharacters - hint.Length) + OneLine(hint, MostCharacters);
    }

    /// <summary>What users quote can hold anything; an error stays one line of bounded length.</summary>
    private static string OneLine(string text, int most)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = char.IsControl(c) || c is '\u2028' or '\u2029'
                ? line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")
                : line.Append(c);
        }

        return line.Length <= most ? line.ToString() : $"{line.ToString(0, Math.Max(0, most))}…";
    }
}
