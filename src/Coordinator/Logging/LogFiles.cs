namespace Farm.Coordinator.Logging;

/// <summary>Where a ledger's log lies, and how much of it is kept.</summary>
internal static class LogFiles
{
    /// <summary>A file that grows past this is followed by another of the same day.</summary>
    public const long FileBytes = 16 << 20;

    /// <summary>Older files than these are deleted: the log is at most 256 MiB.</summary>
    public const int FilesKept = 16;

    private const string Prefix = "farm-";
    private const string Suffix = ".jsonl";

    /// <summary>The folder of a ledger's log, beside the ledger.</summary>
    public static string FolderOf(string ledgerPath) => ledgerPath + ".logs";

    /// <summary>The pattern that the rolling file sink puts the day into.</summary>
    public static string PatternIn(string folder) => Path.Combine(folder, Prefix + Suffix);

    /// <summary>The files of a folder, oldest first; none when there is no folder.</summary>
    public static IReadOnlyList<string> In(string folder) =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, Prefix + "*" + Suffix).Order(StringComparer.Ordinal)]
            : [];
}
