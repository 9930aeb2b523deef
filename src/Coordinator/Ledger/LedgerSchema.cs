using System.Globalization;
using Dapper;
using Farm.Domain;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Ledger;

/// <summary>
/// The ledger's tables: one embedded file <c>Migrations/NNNN.sql</c> for each version, applied in order.
/// </summary>
internal static class LedgerSchema
{
    /// <summary>SQLite's <c>application_id</c> of a ledger: the letters <c>Farm</c>.</summary>
    public const int ApplicationId = 0x4661726D;

    /// <summary>SQLite's <c>user_version</c> of today's tables; rises by one with each migration.</summary>
    public const int Version = 6;

    /// <summary>The file was written by a newer version of the program.</summary>
    public static LedgerException Newer(string path, long version) => new(
        LedgerFault.Newer,
        $"{path}: was written by a newer version (its tables are version {version}, "
        + $"this program knows up to {Version}); update farm.");

    /// <summary>Writes the tables into an empty file.</summary>
    public static void Create(SqliteConnection connection, Guid id, DateTimeOffset now)
    {
        // Both can only be set before the first table.
        connection.Execute(
            $"PRAGMA page_size = {LedgerConnection.PageBytes}; PRAGMA application_id = {ApplicationId};");
        Migrate(connection);
        connection.Execute(
            "INSERT INTO ledger (id, guid, created, secret) VALUES (1, @guid, @created, randomblob(32))",
            new { guid = id.ToString("D", CultureInfo.InvariantCulture), created = StoredTime.Of(now) });
    }

    /// <summary>The version of the tables that a connection sees.</summary>
    public static int VersionOf(SqliteConnection connection) => connection.ExecuteScalar<int>("PRAGMA user_version");

    /// <summary>Brings older tables up to <see cref="Version"/>, each step in one transaction.</summary>
    public static void Migrate(SqliteConnection connection)
    {
        connection.CreateFunction<long>("block_checksum", ChecksumOf, isDeterministic: true);
        for (var version = VersionOf(connection) + 1; version <= Version; version++)
        {
            using var transaction = connection.BeginTransaction();
            // A command of the driver may skip a statement that it cannot prepare; this tells of every one that fails.
            var result = SQLitePCL.raw.sqlite3_exec(connection.Handle, Step(version));
            SqliteException.ThrowExceptionForRC(result, connection.Handle);
            connection.Execute($"PRAGMA user_version = {version}", transaction: transaction);
            transaction.Commit();
        }
    }

    private static string Step(int version)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{typeof(LedgerSchema).Namespace}.Migrations.{version:0000}");
        using var stream = typeof(LedgerSchema).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"No embedded file {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // The arguments' order is that of the call in 0002.sql.
    private static long ChecksumOf(object?[] row)
    {
        long Number(int i) => (long)row[i]!;
        byte[] Bytes(int i) => row[i] as byte[] ?? [];
        string Text(int i) => (string)row[i]!;

        var worker = new WorkerName(Text(9), Text(10), (int)Number(11), Text(12), Text(13), Text(14));
        return RowChecksum.Of(
            RowChecksum.OfCell(Text(0)),
            RowChecksum.OfWorker(worker),
            [
                Number(1), Number(2), Number(3), Number(4), Number(5), Number(6), Number(7), Number(8), Number(15),
                Number(16),
            ],
            Bytes(17),
            Bytes(18),
            Bytes(19));
    }
}
