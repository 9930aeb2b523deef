namespace Farm.Coordinator.Terminal;

/// <summary>Columns of text, aligned by blanks, never wrapped or cut: easy to read and to cut with other tools.</summary>
internal sealed class TextTable(params string[] headers)
{
    private const string Gap = "  ";
    private readonly List<string[]> rows = [headers];

    /// <summary>Adds a row with a text for every column.</summary>
    public void Add(params string[] texts)
    {
        if (texts.Length != headers.Length)
        {
            throw new ArgumentException($"A row of {texts.Length} texts does not fit {headers.Length} columns.", nameof(texts));
        }

        rows.Add(texts);
    }

    /// <summary>Writes header and rows; columns that hold numbers only are aligned to the right.</summary>
    public void WriteTo(TextWriter writer)
    {
        var widths = headers.Select((_, i) => rows.Max(r => r[i].Length)).ToArray();
        var areNumbers = headers.Select((_, i) => rows.Count > 1 && rows.Skip(1).All(r => IsNumber(r[i]))).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((text, i) => areNumbers[i] ? text.PadLeft(widths[i]) : text.PadRight(widths[i]));
            writer.WriteLine(string.Join(Gap, cells).TrimEnd());
        }
    }

    private static bool IsNumber(string text) =>
        text.Length == 0 || char.IsAsciiDigit(text[0]) || (text[0] == '-' && text.Length > 1 && char.IsAsciiDigit(text[1]));
}
