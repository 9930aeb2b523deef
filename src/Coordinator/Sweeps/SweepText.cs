using System.Text;

namespace Farm.Coordinator.Sweeps;

/// <summary>The text of a sweep file, before anyone reads YAML in it.</summary>
internal static class SweepText
{
    /// <summary>The largest sweep file, in bytes.</summary>
    public const int MostBytes = 1 << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A file's text, or null when it cannot be had; the errors say why.</summary>
    public static string? Load(string path, SweepErrors errors)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MostBytes + 1];
            var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Decode(bytes.AsSpan(0, count), errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var reason = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
                : Directory.Exists(path) ? "it is a folder"
                : e.Message;
            errors.Add(new Origin(1, 1), $"the sweep cannot be read: {reason}", "the path of a sweep file");
            return null;
        }
    }

    /// <summary>Bytes as text, or null when they are too many or no UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, SweepErrors errors)
    {
        if (bytes.Length > MostBytes)
        {
            errors.Add(new Origin(1, 1), "the file is too large for a sweep", FormattableString.Invariant($"at most {MostBytes:#,0} bytes"));
            return null;
        }

        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var before = bytes[..Math.Clamp(e.Index, 0, bytes.Length)];
            var lineStart = before.LastIndexOf((byte)'\n') + 1;
            errors.Add(
                new Origin(1 + before.Count((byte)'\n'), 1 + Encoding.UTF8.GetCharCount(before[lineStart..])),
                "the file is not UTF-8 text",
                "a YAML file in UTF-8");
            return null;
        }
    }

    /// <summary>
    /// Reports what a sweep must not hold, and the YAML library would pass or count lines by: control characters, other
    /// line ends than LF and CR LF, tabs that indent.
    /// </summary>
    public static bool IsClean(string text, SweepErrors errors)
    {
        var clean = true;
        var line = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            line++;
            var row = text.AsSpan(range);
            row = row.EndsWith('\r') ? row[..^1] : row;
            var indent = row.IndexOfAnyExcept(' ', '\t');
            var tab = row[..Math.Max(indent, 0)].IndexOf('\t');
            if (tab >= 0 && row[indent] != '#')
            {
                errors.Add(new Origin(line, tab + 1), "a tab indents this line", "spaces");
                clean = false;
            }

            for (var i = 0; i < row.Length; i++)
            {
                if ((char.IsControl(row[i]) && row[i] != '\t') || row[i] is '\u2028' or '\u2029')
                {
                    errors.Add(
                        new Origin(line, i + 1),
                        FormattableString.Invariant($"a control character (U+{(int)row[i]:X4}) stands here"),
                        "text");
                    return false;
                }
            }
        }

        return clean;
    }
}
