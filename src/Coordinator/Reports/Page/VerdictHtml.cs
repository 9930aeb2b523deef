using Farm.Domain;

namespace Farm.Coordinator.Reports.Page;

/// <summary>A verdict in a table: its word, and the rule that led to it.</summary>
internal static class VerdictHtml
{
    /// <summary>The two fields at a row's end.</summary>
    public static Html Fields(Verdict verdict)
    {
        var style = verdict.Word == VerdictWord.NotDistinguished ? "undecided" : verdict.Word.Text;
        return Html.Of($"<td><span class=\"{style}\">{verdict.Word.Text}</span></td><td class=\"words\">{verdict.Rule}"
            + $"</td>");
    }
}
