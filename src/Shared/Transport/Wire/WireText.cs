using System.Buffers;
using System.Text;

namespace Farm.Transport.Wire;

/// <summary>Texts for people: what may stand in them, and how a sender makes any text fit.</summary>
internal static class WireText
{
    /// <summary>Characters of a word in a routing key.</summary>
    public static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    // Control characters would forge lines of a log or talk to a terminal; U+2028 to U+202E break or turn lines.
    private static readonly SearchValues<char> Unclean = SearchValues.Create(Characters(keepLines: false));
    private static readonly SearchValues<char> UncleanInDetail = SearchValues.Create(Characters(keepLines: true));

    /// <summary>Whether a text holds what one line must not hold.</summary>
    public static bool IsUnclean(ReadOnlySpan<char> text) => text.ContainsAny(Unclean);

    /// <summary>Whether a text holds what lines must not hold.</summary>
    public static bool IsUncleanDetail(ReadOnlySpan<char> text) => text.ContainsAny(UncleanInDetail);

    /// <summary>One line that says the same and can be sent.</summary>
    public static string ToLine(string text) => Clean(text, Unclean, WireLimits.TextCharacters);

    /// <summary>Lines that say the same and can be sent.</summary>
    public static string ToDetail(string text) => Clean(text, UncleanInDetail, WireLimits.DetailCharacters);

    private static string Clean(string text, SearchValues<char> unclean, int most)
    {
        var isWhole = text.Length <= most;
        if (isWhole && !text.AsSpan().ContainsAny(unclean) && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var clean = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in (isWhole ? text : text[..(most - 2)]).EnumerateRunes())
        {
            clean.Append(rune.IsBmp && unclean.Contains((char)rune.Value) ? new Rune(' ') : rune);
        }

        return isWhole ? clean.ToString() : clean.Append('…').ToString();
    }

    private static string Characters(bool keepLines) => new(
    [
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Concat(Enumerable.Range(0x2028, 7))
            .Select(c => (char)c)
            .Where(c => !keepLines || c is not ('\n' or '\r' or '\t')),
    ]);
}
