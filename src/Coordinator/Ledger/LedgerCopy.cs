using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Copies ledgers.</summary>
public static class LedgerCopy
{
    /// <summary>Writes a copy of a closed ledger, on any file system, also a network's.</summary>
    /// <param name="path">The ledger; also one in use can be copied, as its last commit left it.</param>
    /// <param name="target">The copy, one plain file. One that is there is replaced only if it is a ledger.</param>
    /// <exception cref="LedgerException">The ledger cannot be read, or the copy not be written.</exception>
    public static void To(string path, string target)
    {
        var from = LedgerPath.Resolve(path);
        var to = LedgerPath.Resolve(target);
        if (from == to)
        {
            throw new LedgerException(
                LedgerFault.InUse, $"{to}: is the ledger itself; name another file for the copy.");
        }

        using var reader = SqliteLedgerReader.Open(from);
        if (File.Exists(to))
        {
            // What is there may be anything: only a ledger is replaced by a ledger.
            using var old = SqliteLedgerReader.Open(to);
        }

        var half = to + ".new";
        try
        {
            File.Delete(half);
            reader.CopyTo(half);
            File.Move(half, to, overwrite: true);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            TryDelete(half);
            throw StorageFault.Of(to, e);
        }
    }

    /// <summary>
    /// Writes a copy of a database that can be read, as its last commit left it, to a file that is not there.
    /// </summary>
    internal static void Write(string path, string target)
    {
        using var connection = LedgerConnection.ForReading(path);
        Write(connection, target);
    }

    /// <summary>
    /// Writes a copy of what a connection sees, also within a transaction, to a file that is not there.
    /// </summary>
    internal static void Write(SqliteConnection connection, string target)
    {
        using (var copy = LedgerConnection.ForCopy(target))
        {
            connection.BackupDatabase(copy);
        }

        LedgerHeader.LeaveLogMode(target);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The fault that brought us here is the one to tell.
        }
    }
}
