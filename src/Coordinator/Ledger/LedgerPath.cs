namespace Farm.Coordinator.Ledger;

/// <summary>
/// Where a ledger really lies: links followed, so that one file has one name, one lock and one mount.
/// </summary>
internal static class LedgerPath
{
    private const int MostLinks = 40;

    /// <summary>The absolute path without symbolic links; what does not exist is kept as it is.</summary>
    /// <exception cref="IOException">The links go round in a circle.</exception>
    public static string Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var pending = new Stack<string>();
        var resolved = Push(pending, Path.GetFullPath(path));
        for (var links = 0; pending.TryPop(out var part);)
        {
            var next = Path.Combine(resolved, part);
            var target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                resolved = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"{path}: too many symbolic links.");
            }

            resolved = Push(pending, Path.GetFullPath(target, resolved));
        }

        return resolved;
    }

    private static string Push(Stack<string> pending, string absolute)
    {
        var root = Path.GetPathRoot(absolute)!;
        var parts = absolute[root.Length..].Split(
            [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts.Reverse())
        {
            pending.Push(part);
        }

        return root;
    }
}
