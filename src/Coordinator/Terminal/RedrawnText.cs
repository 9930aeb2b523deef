using System.Text;

namespace Farm.Coordinator.Terminal;

/// <summary>
/// Text on a terminal that is drawn again and again in its place. The cursor stays as it is, so that the process may be
/// ended at any instant.
/// </summary>
/// <param name="writer">The terminal.</param>
/// <param name="screen">Its size.</param>
internal sealed class RedrawnText(TextWriter writer, Screen screen)
{
    private int rows;

    /// <summary>Draws over what was drawn before. Lines are cut at the screen's edge, and rows at its end.</summary>
    public void Draw(IReadOnlyList<string> lines)
    {
        var text = new StringBuilder();
        if (rows > 0)
        {
            text.Append("\u001b[").Append(rows).Append('A');
        }

        // The last row stays free for the cursor.
        var most = Math.Max(screen.Height - 1, 2);
        var shown = lines.Count <= most
            ? lines
            : [.. lines.Take(most - 1), Invariant.Text($"… and {lines.Count - most + 1} more lines")];
        foreach (var line in shown)
        {
            text.Append('\r').Append(line.Length < screen.Width ? line : line[..(screen.Width - 2)] + "…");
            text.Append("\u001b[K\n");
        }

        text.Append("\r\u001b[J");
        rows = shown.Count;
        writer.Write(text.ToString());
        writer.Flush();
    }
}
