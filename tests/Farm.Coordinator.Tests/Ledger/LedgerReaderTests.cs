using System.Diagnostics;
using Farm.Coordinator.Ledger;
using static Farm.Coordinator.Tests.Ledger.Given;
using static Farm.Testing.Ledger.Samples;

namespace Farm.Coordinator.Tests.Ledger;

public sealed class LedgerReaderTests : IDisposable
{
    private readonly Folder folder = new();
    private readonly string path;

    public LedgerReaderTests() => path = folder["farm.db"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_clean_close_leaves_one_plain_file_without_a_log()
    {
        using (var writer = Writer(path))
        {
            writer.Commit(Batch(Block(Key())));
            Assert.True(File.Exists(path + "-wal"));
            Assert.True(writer.Close());
        }

        Assert.Equal(["farm.db", "farm.db.lock"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal(0, new FileInfo(path + ".lock").Length);
        Assert.Equal(1, File.ReadAllBytes(path)[18]);
    }

    [Fact]
    public void A_long_open_reader_does_not_block_commits_nor_the_close()
    {
        var writer = Writer(path);
        writer.Commit(Batch(Block(Key(0))));
        using (var reader = SqliteLedgerReader.Open(path))
        {
            for (var i = 1; i < 50; i++)
            {
                writer.Commit(Batch(Block(Key(i), keptBytes: 8000)));
            }

            Assert.False(writer.Close());
            Assert.Equal([0], BlocksOf(reader));
            Assert.Equal(50, BlocksOf(path).Length);
            using (var next = Writer(path))
            {
                next.Commit(Batch(Block(Key(50))));
            }

            Assert.Equal([0], BlocksOf(reader));
        }

        Writer(path).Dispose();
        Assert.False(File.Exists(path + "-wal"));
        Assert.Equal(51, BlocksOf(path).Length);
    }

    [Fact]
    public void A_long_open_reader_of_a_closed_ledger_does_not_block_its_next_writer()
    {
        ClosedLedger(path);
        using var reader = SqliteLedgerReader.Open(path);
        using (var rows = BlocksOf(reader).GetEnumerator())
        {
            Assert.True(rows.MoveNext());
            using (var writer = Writer(path))
            {
                Assert.Equal(reader.Id, writer.Id);
                Assert.Equal(
                    [BlockFate.Duplicate, BlockFate.Stored],
                    writer.Commit(Batch(Block(Key(0)), Block(Key(3)))));
                Assert.True(writer.Close());
            }

            Assert.True(rows.MoveNext());
        }

        Assert.Equal([0, 1, 2], BlocksOf(reader));
        Assert.Equal([0, 1, 2, 3], BlocksOf(path));
    }

    [Fact]
    public void A_writer_in_another_process_is_not_blocked_by_a_reader_in_this_one()
    {
        ClosedLedger(path, 0);
        using var reader = SqliteLedgerReader.Open(path);
        using (var process = new LedgerProcess(path))
        {
            Assert.True(process.KillAfter(3) >= 3);
        }

        Assert.Empty(BlocksOf(reader));
        Assert.True(BlocksOf(path).Length >= 12);
    }

    [SkippableFact]
    public void A_reader_does_not_drop_the_locks_of_a_writer_in_its_process()
    {
        Skip.IfNot(File.Exists("/proc/locks"), "only Linux tells who holds which lock");
        using var writer = Writer(path);
        writer.Commit(Batch(Block(Key(0))));
        var before = PosixLocks();
        Assert.NotEmpty(before);
        BlocksOf(path);
        Assert.Equal(LedgerFault.InUse, FaultOf(path, () => Writer(path)));
        Assert.Equal(before, PosixLocks());
    }

    private string[] PosixLocks()
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%i", path]) { RedirectStandardOutput = true })!;
        var inode = stat.StandardOutput.ReadToEnd().Trim();
        return [.. File.ReadAllLines("/proc/locks")
            .Where(l => l.Contains("POSIX", StringComparison.Ordinal) && l.Contains($":{inode} ", StringComparison.Ordinal))
            .Select(l => l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..])
            .Order()];
    }
}
