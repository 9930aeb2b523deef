using Dapper;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Makes, opens and closes the ledger's file for its writer, whatever state the last one left it in.</summary>
internal static class LedgerFile
{
    private const string NewSuffix = ".new";

    /// <summary>
    /// Creates the ledger whole under another name and then renames it, so that no kill leaves half a ledger.
    /// </summary>
    public static void Create(string path, DateTimeOffset now) =>
        Build(path, target =>
        {
            using var connection = LedgerConnection.ForCreation(target);
            LedgerSchema.Create(connection, Guid.NewGuid(), now);
        });

    /// <summary>Makes sure that a file can be written; SQLite would fall back to reading without a word.</summary>
    public static void CheckWritable(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();

    /// <summary>Opens an existing ledger for commits: the write-ahead log on, tables of today's version.</summary>
    public static SqliteConnection OpenForCommits(string path)
    {
        if (!TryOpenWithLog(path, out var connection))
        {
            // A reader holds the closed ledger. It keeps the old file, and with it the one state that it was promised;
            // the writer goes on with a copy under the name.
            // (With a log beside it the file is not closed, and the lock is another's.)
            if (!LedgerHeader.HasLog(path))
            {
                Build(path, target => LedgerCopy.Write(path, target));
            }

            if (LedgerHeader.HasLog(path) || !TryOpenWithLog(path, out connection))
            {
                throw new LedgerException(
                    LedgerFault.InUse, $"{path}: another process has this ledger locked; wait for it or stop it.");
            }
        }

        try
        {
            var version = LedgerSchema.VersionOf(connection);
            if (version > LedgerSchema.Version)
            {
                throw LedgerSchema.Newer(path, version);
            }

            LedgerSchema.Migrate(connection);
            LedgerConnection.PrepareForCommits(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Moves the log into the file and leaves one plain file, readable from a read-only folder.</summary>
    /// <returns>
    /// Whether that was done. With a reader still there, or a failing disk, the log stays beside the file, nothing is
    /// lost, and the next clean close does it.
    /// </returns>
    public static bool TryTidy(SqliteConnection connection)
    {
        try
        {
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            return connection.ExecuteScalar<string>("PRAGMA journal_mode = DELETE") == "delete";
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private static bool TryOpenWithLog(string path, out SqliteConnection connection)
    {
        connection = LedgerConnection.ForWriting(path);
        try
        {
            if (connection.ExecuteScalar<string>("PRAGMA journal_mode = WAL") == "wal")
            {
                return true;
            }

            throw new LedgerException(
                LedgerFault.Failing,
                $"{path}: this file system cannot hold a write-ahead log; give a --ledger on a local disk.");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED)
        {
            connection.Dispose();
            return false;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Build(string path, Action<string> write)
    {
        var target = path + NewSuffix;
        try
        {
            Delete(target);
            write(target);
            File.Move(target, path, overwrite: true);
        }
        catch
        {
            Delete(target);
            throw;
        }
    }

    private static void Delete(string target)
    {
        File.Delete(target);
        File.Delete(target + "-journal");
    }
}
