using Dapper;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Opens a ledger for reading, wherever it lies and whatever version it has.</summary>
internal static class ReaderConnection
{
    /// <summary>A connection with a transaction open that sees one state; of today's version.</summary>
    public static SqliteConnection Open(string path)
    {
        var connection = OpenFile(path);
        try
        {
            var version = LedgerSchema.VersionOf(connection);
            if (version > LedgerSchema.Version)
            {
                throw LedgerSchema.Newer(path, version);
            }

            return version == LedgerSchema.Version ? connection : Upgraded(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection OpenFile(string path)
    {
        try
        {
            return Begin(LedgerConnection.ForReading(path));
        }
        catch (SqliteException e)
            when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY)
        {
            // A folder that cannot be written has no room for the files that a log in use needs.
            if (LedgerHeader.HasLog(path))
            {
                throw new LedgerException(
                    LedgerFault.ReadOnly,
                    $"{path}: has a log beside it that was never moved into it, and the folder cannot be written; "
                    + "copy the ledger with its -wal file to a folder that can be, and read it there.",
                    e);
            }

            return Begin(LedgerConnection.ForImmutable(path));
        }
    }

    private static SqliteConnection Begin(SqliteConnection connection)
    {
        try
        {
            // The first read fixes the state that all others see.
            connection.Execute("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // A reader cannot change the file: it brings a copy in memory up to date.
    private static SqliteConnection Upgraded(SqliteConnection old)
    {
        var memory = LedgerConnection.InMemory();
        try
        {
            old.BackupDatabase(memory);
            LedgerSchema.Migrate(memory);
            old.Dispose();
            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }
}
