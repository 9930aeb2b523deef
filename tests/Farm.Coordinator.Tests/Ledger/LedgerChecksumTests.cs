using Farm.Coordinator.Ledger;
using Farm.Testing.Ledger;
using static Farm.Coordinator.Tests.Ledger.Given;

namespace Farm.Coordinator.Tests.Ledger;

public sealed class LedgerChecksumTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("UPDATE blocks SET trials = trials - 1 WHERE block = 1")]
    [InlineData("UPDATE blocks SET revision = 2 WHERE block = 1")]
    [InlineData("UPDATE blocks SET column_version = 9 WHERE block = 1")]
    [InlineData("UPDATE blocks SET keep = 0 WHERE block = 1")]
    [InlineData("UPDATE blocks SET attempts = 2 WHERE block = 1")]
    [InlineData("UPDATE blocks SET elapsed = elapsed + 1 WHERE block = 1")]
    [InlineData("UPDATE blocks SET at = at + 1 WHERE block = 1")]
    [InlineData("UPDATE blocks SET digest = zeroblob(32) WHERE block = 1")]
    [InlineData("UPDATE blocks SET summary = CAST(summary || x'00' AS BLOB) WHERE block = 1")]
    [InlineData("UPDATE blocks SET checksum = checksum + 1 WHERE block = 1")]
    [InlineData("UPDATE kept SET bytes = x'01' WHERE block = (SELECT id FROM blocks WHERE block = 1)")]
    [InlineData("DELETE FROM kept WHERE block = (SELECT id FROM blocks WHERE block = 1)")]
    [InlineData(
        "INSERT INTO workers VALUES (9, 'x', 'x', 0, '', '', ''); UPDATE blocks SET worker = 9 WHERE block = 1")]
    [InlineData("PRAGMA foreign_keys = OFF; UPDATE blocks SET worker = 9 WHERE block = 1")]
    public void Any_changed_field_of_a_block_is_found(string damage)
    {
        var path = folder["farm.db"];
        ClosedLedger(path);
        Sql(path, damage);
        using var reader = SqliteLedgerReader.Open(path);
        Assert.Equal([Samples.Key(1)], reader.DamagedBlocks().Select(d => d.Key));
    }

    [Theory]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM cells")]
    [InlineData("UPDATE cells SET key = 'no key;'")]
    public void Blocks_whose_cell_cannot_be_read_are_named_by_their_rows(string damage)
    {
        var path = folder["farm.db"];
        ClosedLedger(path);
        Sql(path, damage);
        using var reader = SqliteLedgerReader.Open(path);
        Assert.Equal([new(1, null), new(2, null), new(3, null)], reader.DamagedBlocks());
    }

    [Theory]
    [InlineData("UPDATE cells SET key = 'no key;'")]
    [InlineData("PRAGMA foreign_keys = OFF; UPDATE blocks SET worker = 9")]
    public void Reading_what_refers_to_nothing_is_a_fault_of_the_storage(string damage)
    {
        var path = folder["farm.db"];
        ClosedLedger(path);
        Sql(path, damage);
        using var reader = SqliteLedgerReader.Open(path);
        Assert.Equal(LedgerFault.Truncated, FaultOf(path, () => BlocksOfEverySweep(reader)));
    }

    [Theory]
    [InlineData("UPDATE blocks SET seed = 5")]
    [InlineData("UPDATE blocks SET block_size = 64")]
    [InlineData("UPDATE blocks SET block = block + 10")]
    [InlineData("UPDATE cells SET key = 'xor;init=live'")]
    [InlineData("UPDATE workers SET processor = 'other'")]
    public void A_changed_identity_or_origin_is_found(string damage)
    {
        var path = folder["farm.db"];
        ClosedLedger(path);
        Sql(path, damage);
        using var reader = SqliteLedgerReader.Open(path);
        Assert.Equal(3, reader.DamagedBlocks().Count());
    }

    private static void BlocksOfEverySweep(SqliteLedgerReader reader)
    {
        foreach (var sweep in reader.Sweeps().Select(s => s.Sweep))
        {
            Assert.NotEmpty(sweep.Cells.SelectMany(c => reader.Blocks(c, sweep.Seed, sweep.BlockSize)));
        }
    }
}
