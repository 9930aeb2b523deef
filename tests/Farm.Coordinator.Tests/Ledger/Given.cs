using System.Globalization;
using Farm.Coordinator.Ledger;
using Farm.Testing.Ledger;
using Microsoft.Data.Sqlite;

namespace Farm.Coordinator.Tests.Ledger;

/// <summary>Ledgers in some state, and how to look at files without SQLite.</summary>
internal static class Given
{
    public static SqliteLedgerWriter Writer(string path) => SqliteLedgerWriter.Open(path, Samples.Now);

    /// <summary>A closed ledger with blocks 0 to count − 1.</summary>
    public static void ClosedLedger(string path, int count = 3)
    {
        using var writer = Writer(path);
        writer.Register(Samples.Sweep(), "name: s", Samples.Now);
        writer.Commit(Samples.Batch([.. Enumerable.Range(0, count).Select(i => Samples.Block(Samples.Key(i)))]));
    }

    public static IEnumerable<long> BlocksOf(ILedgerReader reader) =>
        reader.Blocks(Samples.Cell(), ulong.MaxValue, 1024).Select(b => b.Key.Block);

    public static long[] BlocksOf(string path)
    {
        using var reader = SqliteLedgerReader.Open(path);
        return [.. BlocksOf(reader)];
    }

    /// <summary>Does something to a closed ledger behind the farm's back.</summary>
    public static void Sql(string path, string sql)
    {
        using var connection = new SqliteConnection(
            string.Create(CultureInfo.InvariantCulture, $"Data Source={path};Pooling=False"));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The fault of something that must fail; its message must be one line that names the file.</summary>
    public static LedgerFault FaultOf(string path, Action action)
    {
        var exception = Assert.Throws<LedgerException>(action);
        Assert.StartsWith(path + ": ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
        return exception.Fault;
    }
}
