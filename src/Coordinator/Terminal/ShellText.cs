namespace Farm.Coordinator.Terminal;

/// <summary>Command lines that users can copy from messages.</summary>
internal static class ShellText
{
    /// <summary>The ledger that a verb works on when nothing is said.</summary>
    public const string DefaultLedger = "farm.db";

    /// <summary>A verb on a ledger.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="ledgerPath">The ledger; the default one is left out.</param>
    /// <param name="file">An argument, or empty.</param>
    public static string Farm(string verb, string ledgerPath, string file = "")
    {
        var argument = file.Length > 0 ? " " + Quoted(file) : "";
        var ledger = ledgerPath == DefaultLedger ? "" : " --ledger " + Quoted(ledgerPath);
        return $"farm {verb}{argument}{ledger}";
    }

    /// <summary>A text as one word of a POSIX shell.</summary>
    public static string Quoted(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+,:@%".Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
