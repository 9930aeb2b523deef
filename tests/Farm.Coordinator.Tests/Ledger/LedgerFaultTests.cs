using Farm.Coordinator.Ledger;
using Farm.Testing.Ledger;
using static Farm.Coordinator.Tests.Ledger.Given;

namespace Farm.Coordinator.Tests.Ledger;

public sealed class LedgerFaultTests : IDisposable
{
    private readonly Folder folder = new();
    private readonly string path;

    public LedgerFaultTests() => path = folder["farm.db"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_reader_of_no_file_says_so() => Assert.Equal(LedgerFault.Missing, FaultOf(path, () => SqliteLedgerReader.Open(path)));

    [Fact]
    public void A_folder_that_is_not_there_is_not_made()
    {
        var lost = folder["no/farm.db"];
        Assert.Equal(LedgerFault.Missing, FaultOf(lost, () => Writer(lost)));
        Assert.False(Directory.Exists(folder["no"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Dear diary, this is no ledger but a text of some length.")]
    [InlineData("SQLite format 2")]
    public void A_file_that_is_no_database_is_foreign_and_left_alone(string text)
    {
        File.WriteAllText(path, text);
        Assert.Equal(LedgerFault.Foreign, FaultOf(path, () => Writer(path)));
        Assert.Equal(LedgerFault.Foreign, FaultOf(path, () => SqliteLedgerReader.Open(path)));
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void A_database_of_another_program_is_foreign_and_left_alone()
    {
        Sql(path, "CREATE TABLE blocks (id INTEGER PRIMARY KEY); INSERT INTO blocks VALUES (1);");
        var before = File.ReadAllBytes(path);
        Assert.Equal(LedgerFault.Foreign, FaultOf(path, () => Writer(path)));
        Assert.Equal(LedgerFault.Foreign, FaultOf(path, () => SqliteLedgerReader.Open(path)));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_ledger_of_a_newer_version_is_refused_and_left_alone()
    {
        ClosedLedger(path);
        Sql(path, "PRAGMA user_version = 1000");
        var before = File.ReadAllBytes(path);
        Assert.Equal(LedgerFault.Newer, FaultOf(path, () => Writer(path)));
        Assert.Equal(LedgerFault.Newer, FaultOf(path, () => SqliteLedgerReader.Open(path)));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(-1)]
    [InlineData(-4096)]
    public void A_cut_ledger_is_refused_and_left_alone(int length)
    {
        ClosedLedger(path);
        var cut = File.ReadAllBytes(path);
        cut = cut[..(length < 0 ? cut.Length + length : length)];
        File.WriteAllBytes(path, cut);
        Assert.Equal(LedgerFault.Truncated, FaultOf(path, () => Writer(path)));
        Assert.Equal(LedgerFault.Truncated, FaultOf(path, () => SqliteLedgerReader.Open(path)));
        Assert.Equal(cut, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_cut_ledger_is_not_filled_up_from_the_log_of_a_killed_writer()
    {
        ClosedLedger(path, 30);
        using (var process = new LedgerProcess(path))
        {
            process.KillAfter(20);
        }

        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        Assert.True(LedgerHeader.HasLog(path));
        Assert.Equal(LedgerFault.Truncated, FaultOf(path, () => Writer(path)));
        Assert.Equal(whole[..(whole.Length / 2)], File.ReadAllBytes(path));

        File.WriteAllBytes(path, whole);
        using var writer = Writer(path);
        Assert.True(BlocksOf(path).Length > 30);
    }

    [Fact]
    public void A_ledger_cut_to_nothing_beside_its_log_is_not_taken_for_a_new_one()
    {
        File.WriteAllText(path, "");
        File.WriteAllText(path + "-wal", "all that is left");
        Assert.Equal(LedgerFault.Truncated, FaultOf(path, () => Writer(path)));
        Assert.Equal("all that is left", File.ReadAllText(path + "-wal"));
    }

    [Fact]
    public void No_new_ledger_is_made_beside_the_log_of_one_that_is_gone()
    {
        File.WriteAllText(path + "-wal", "all that is left");
        Assert.Equal(LedgerFault.Truncated, FaultOf(path, () => Writer(path)));
        Assert.False(File.Exists(path));
        Assert.Equal("all that is left", File.ReadAllText(path + "-wal"));
    }

    [Fact]
    public void A_damaged_page_is_told_by_the_one_who_reads_it()
    {
        ClosedLedger(path, 40);
        var bytes = File.ReadAllBytes(path);
        Array.Fill(bytes, (byte)0xEE, 4096, bytes.Length - 4096);
        File.WriteAllBytes(path, bytes);
        Assert.Equal(LedgerFault.Truncated, FaultOf(path, () => SqliteLedgerReader.Open(path)));
        Assert.Equal(LedgerFault.Truncated, FaultOf(path, () => Writer(path)));
    }

    [Fact]
    public void A_network_file_system_is_refused_for_writing_only()
    {
        ClosedLedger(path);
        var nfs = new[] { new Mount("/", "ext4"), new Mount(folder.Path, "nfs4") };
        Assert.Equal(LedgerFault.Network, FaultOf(path, () => SqliteLedgerWriter.Open(path, Samples.Now, _ => nfs)));
        Assert.Equal([0, 1, 2], BlocksOf(path));
    }

    [Fact]
    public void A_link_to_a_ledger_is_that_ledger()
    {
        ClosedLedger(path);
        File.CreateSymbolicLink(folder["link.db"], "farm.db");
        Assert.Equal([0, 1, 2], BlocksOf(folder["link.db"]));
        using var writer = Writer(folder["link.db"]);
        Assert.Equal(LedgerFault.InUse, FaultOf(path, () => Writer(path)));
    }

    [Fact]
    public void Growing_beyond_the_storage_is_told_and_nothing_of_the_batch_is_stored()
    {
        using var writer = Writer(path);
        writer.Commit(Samples.Batch(Samples.Block(Samples.Key(0))));
        writer.LimitTo(writer.Pages + 5);
        var many = Samples.Batch([.. Enumerable.Range(1, 100).Select(i => Samples.Block(Samples.Key(i, margin: 0.7)))]);
        Assert.Equal(LedgerFault.Full, FaultOf(path, () => writer.Commit(many)));
        Assert.Equal([0], BlocksOf(path));

        writer.LimitTo(1_000_000);
        Assert.All(writer.Commit(many), fate => Assert.Equal(BlockFate.Stored, fate));
        using var reader = SqliteLedgerReader.Open(path);
        Assert.Equal(100, reader.Extents(Samples.Cell(0.7), ulong.MaxValue, 1024).Count);
        Assert.Empty(reader.DamagedBlocks());
    }

    [SkippableFact]
    public void A_full_disk_is_told_and_loses_nothing_that_was_acknowledged()
    {
        using var disk = TmpFs.MountOrSkip("2m");
        var small = disk["farm.db"];
        var committed = 0;
        using (var writer = Writer(small))
        {
            Assert.Equal(LedgerFault.Full, FaultOf(small, () =>
            {
                for (; ; committed++)
                {
                    writer.Commit(Samples.Batch(Samples.Block(Samples.Key(committed), keptBytes: 20_000)));
                }
            }));
            Assert.Equal(Enumerable.Range(0, committed).Select(i => (long)i), BlocksOf(small));
        }

        Assert.NotEqual(0, committed);
        Assert.Equal(Enumerable.Range(0, committed).Select(i => (long)i), BlocksOf(small));
    }

    [SkippableFact]
    public void No_ledger_fits_on_a_full_disk_and_none_is_left_half_made()
    {
        using var disk = TmpFs.MountOrSkip("64k");
        File.WriteAllBytes(disk["other"], new byte[48 * 1024]);
        Assert.Equal(LedgerFault.Full, FaultOf(disk["farm.db"], () => Writer(disk["farm.db"])));
        Assert.False(File.Exists(disk["farm.db"]));
        Assert.False(File.Exists(disk["farm.db.new"]));
    }

    [SkippableFact]
    public void A_read_only_folder_is_refused_for_writing_and_a_closed_ledger_read_from_it()
    {
        using var disk = TmpFs.MountOrSkip("2m");
        ClosedLedger(disk["farm.db"]);
        disk.MakeReadOnly();
        Assert.Equal(LedgerFault.ReadOnly, FaultOf(disk["farm.db"], () => Writer(disk["farm.db"])));
        Assert.Equal(LedgerFault.ReadOnly, FaultOf(disk["new.db"], () => Writer(disk["new.db"])));
        Assert.Equal([0, 1, 2], BlocksOf(disk["farm.db"]));
    }

    [SkippableFact]
    public void A_ledger_that_was_never_closed_cannot_be_read_from_a_read_only_folder()
    {
        using var disk = TmpFs.MountOrSkip("8m");
        using (var process = new LedgerProcess(disk["farm.db"]))
        {
            process.KillAfter(1);
        }

        File.Delete(disk["farm.db-shm"]);
        disk.MakeReadOnly();
        Assert.Equal(LedgerFault.ReadOnly, FaultOf(disk["farm.db"], () => SqliteLedgerReader.Open(disk["farm.db"])));
        disk.MakeWritable();
        Assert.NotEmpty(BlocksOf(disk["farm.db"]));
    }
}
