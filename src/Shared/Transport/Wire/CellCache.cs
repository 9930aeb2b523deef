using System.Collections.Concurrent;
using Farm.Domain;

namespace Farm.Transport.Wire;

/// <summary>
/// Cells by their keys: message after message is about the same few, and reading a key costs more than all the rest of
/// a message. Thread-safe and bounded.
/// </summary>
internal static class CellCache
{
    private const int Most = 1_024;
    private static readonly ConcurrentDictionary<string, Cell> Cells = new(StringComparer.Ordinal);

    /// <summary>The cell that a key names.</summary>
    /// <exception cref="WireException">The text is no key.</exception>
    public static Cell Parse(string key)
    {
        if (Cells.TryGetValue(key, out var known))
        {
            return known;
        }

        if (key.Length > WireLimits.KeyCharacters || WireText.IsUnclean(key))
        {
            WireCheck.Throw($"cell is no key of at most {WireLimits.KeyCharacters} characters");
        }

        try
        {
            var cell = Cell.Parse(key);
            if (Cells.Count >= Most)
            {
                Cells.Clear();
            }

            return Cells.GetOrAdd(key, cell);
        }
        catch (FormatException)
        {
            throw new WireException("cell is no key of a cell.");
        }
    }
}
