using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Farm.Coordinator.Ledger;

/// <summary>Turns the storage's errors into one clear line for the user.</summary>
internal static class StorageFault
{
    private const long AlmostNothing = 64 * 1024;

    // errno on Linux and macOS, then the low word of Windows' HRESULT.
    private static readonly int[] DiskFullCodes = [28, unchecked((int)0x80070070), unchecked((int)0x80070027)];
    private static readonly int[] ReadOnlyCodes = [30, unchecked((int)0x80070013)];
    private static readonly int[] LockedCodes = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    /// <summary>Whether opening failed since another process has the file locked.</summary>
    public static bool IsLocked(IOException e) => LockedCodes.Contains(e.HResult);

    /// <summary>The fault behind an exception of SQLite or of the file system.</summary>
    public static LedgerException Of(string path, Exception e) => e switch
    {
        LedgerException known => known,
        SqliteException sqlite => Of(path, sqlite),
        // A key that cannot be read, or a row that refers to none.
        FormatException or KeyNotFoundException => Damaged(path, e),
        FileNotFoundException or DirectoryNotFoundException => Missing(path, e),
        UnauthorizedAccessException => ReadOnly(path, e),
        IOException io when DiskFullCodes.Contains(io.HResult) => Full(path, e),
        IOException io when ReadOnlyCodes.Contains(io.HResult) => ReadOnly(path, e),
        _ => Failing(path, e),
    };

    /// <summary>No such file, a folder in its place, or no folder to create it in.</summary>
    public static LedgerException Missing(string path, Exception? e = null) =>
        Directory.Exists(path)
            ? new(LedgerFault.Missing, $"{path}: is a folder; give a file as --ledger.", e)
        : Directory.Exists(Path.GetDirectoryName(path))
            ? new(LedgerFault.Missing, $"{path}: there is no such ledger; give its file as --ledger.", e)
            : new(LedgerFault.Missing, $"{path}: its folder does not exist; create it or give another --ledger.", e);

    private static LedgerException Of(string path, SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => Full(path, e),
        raw.SQLITE_IOERR when IsDiskFull(path) => Full(path, e),
        raw.SQLITE_READONLY or raw.SQLITE_PERM => ReadOnly(path, e),
        raw.SQLITE_NOTADB => new(
            LedgerFault.Foreign, $"{path}: is no ledger (not an SQLite file); give another --ledger.", e),
        raw.SQLITE_CORRUPT => Damaged(path, e),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(
            LedgerFault.InUse, $"{path}: another process has this ledger locked; wait for it or stop it.", e),
        _ => Failing(path, e),
    };

    private static LedgerException Damaged(string path, Exception e) => new(
        LedgerFault.Truncated, $"{path}: the ledger is truncated or damaged ({e.Message}); restore it from a copy.", e);

    private static LedgerException Full(string path, Exception e) => new(
        LedgerFault.Full,
        $"{path}: the disk is full; what was acknowledged is safe: free some space and start again to resume.",
        e);

    private static LedgerException ReadOnly(string path, Exception e) => new(
        LedgerFault.ReadOnly,
        $"{path}: the file or its folder is read-only; make both writable or give another --ledger.",
        e);

    private static LedgerException Failing(string path, Exception e) => new(
        LedgerFault.Failing,
        $"{path}: the storage fails ({e.Message.ReplaceLineEndings(" ")}); check the disk, then start again to resume.",
        e);

    // A write that finds no room for the shared-memory index is reported as a plain input/output error.
    private static bool IsDiskFull(string path)
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace < AlmostNothing;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
