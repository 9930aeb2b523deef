using Dapper;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>Opens SQLite with the settings that the ledger is built for.</summary>
internal static class LedgerConnection
{
    /// <summary>
    /// Page size in bytes. A commit writes every page that it touched to the log, whole; with small pages the ends of
    /// the tables, written again by each commit, cost least. What is kept of 1,024 trials (at most 8 KiB) spills into
    /// one or two pages of its own and wastes an eighth, where larger pages hold an odd one and waste up to a half.
    /// </summary>
    public const int PageBytes = 4096;

    // The ends of the tables and the keys of a few hundred thousand blocks.
    private const int CacheKibibytes = 16 * 1024;

    // 16 MiB of log between checkpoints: pages that many commits wrote are copied to the file once, and the log stays
    // small beside the file.
    private const int CheckpointPages = 4096;

    // A reader of a closed ledger is mostly done in a moment; a patient one does not make the writer wait longer.
    private const int WriterPatienceSeconds = 1;
    private const int ReaderPatienceSeconds = 5;

    /// <summary>A connection that may write; its file must exist.</summary>
    public static SqliteConnection ForWriting(string path) =>
        Open(path, SqliteOpenMode.ReadWrite, WriterPatienceSeconds);

    /// <summary>A connection to a file that is created when it does not exist.</summary>
    public static SqliteConnection ForCreation(string path) =>
        Open(path, SqliteOpenMode.ReadWriteCreate, WriterPatienceSeconds);

    /// <summary>A connection that only reads.</summary>
    public static SqliteConnection ForReading(string path) =>
        Open(path, SqliteOpenMode.ReadOnly, ReaderPatienceSeconds);

    /// <summary>A connection to a file that nobody can change, without locks or any file beside it.</summary>
    public static SqliteConnection ForImmutable(string path) =>
        Open(UriOf(path) + "?immutable=1", SqliteOpenMode.ReadOnly, ReaderPatienceSeconds);

    /// <summary>
    /// A connection to a file that nobody else knows of yet, without locks, which a network's file system may not have.
    /// </summary>
    public static SqliteConnection ForCopy(string path) =>
        Open(UriOf(path) + "?nolock=1", SqliteOpenMode.ReadWriteCreate, WriterPatienceSeconds);

    /// <summary>A connection to an empty database in memory.</summary>
    public static SqliteConnection InMemory() => Open(":memory:", SqliteOpenMode.Memory, ReaderPatienceSeconds);

    /// <summary>Settings of a connection that is about to commit blocks.</summary>
    public static void PrepareForCommits(SqliteConnection connection) => connection.Execute(
        $"PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = {CheckpointPages};");

    // SQLite's own rules: every part escaped, a drive's letter after one more slash.
    private static string UriOf(string path) =>
        "file:///" + string.Join('/', path.Replace('\\', '/').TrimStart('/').Split('/').Select(Uri.EscapeDataString));

    private static SqliteConnection Open(string source, SqliteOpenMode mode, int patienceSeconds)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = mode,
            Pooling = false,
            ForeignKeys = false,
            DefaultTimeout = patienceSeconds,
        }.ToString());
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA cache_size = -{CacheKibibytes}; PRAGMA temp_store = MEMORY;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
