namespace Farm.Coordinator.Ledger;

/// <summary>
/// The files that this process has open in SQLite. Nothing else may open and close one of them meanwhile, since that
/// would drop the process's POSIX locks on it; so a file is looked at only before its first connection.
/// </summary>
internal static class HeldFiles
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, int> Counts = new(StringComparer.Ordinal);

    /// <summary>Notes that a connection is about to be opened.</summary>
    /// <param name="path">Its file, links resolved.</param>
    /// <param name="look">Looks at the file; skipped when it is held already, for then it was looked at.</param>
    /// <returns>To be disposed when the connection is closed.</returns>
    public static IDisposable Hold(string path, Action<string> look)
    {
        lock (Gate)
        {
            if (!Counts.TryGetValue(path, out var count))
            {
                look(path);
            }

            Counts[path] = count + 1;
        }

        return new Held(path);
    }

    private sealed class Held(string path) : IDisposable
    {
        private bool isReleased;

        public void Dispose()
        {
            lock (Gate)
            {
                if (!isReleased && --Counts[path] == 0)
                {
                    Counts.Remove(path);
                }

                isReleased = true;
            }
        }
    }
}
