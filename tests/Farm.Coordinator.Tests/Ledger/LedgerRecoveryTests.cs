using Farm.Coordinator.Ledger;
using Farm.Testing;
using Xunit.Abstractions;
using static Farm.Coordinator.Tests.Ledger.Given;

namespace Farm.Coordinator.Tests.Ledger;

public sealed class LedgerRecoveryTests(ITestOutputHelper output) : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_kill_at_any_moment_loses_no_acknowledged_block_and_leaves_no_half_batch()
    {
        var path = folder["farm.db"];
        var random = new Random(Seeds.New(output));
        for (var round = 0; round < 3; round++)
        {
            int last;
            using (var process = new LedgerProcess(path))
            {
                last = process.KillAfter(random.Next(1, 60));
            }

            using (var reader = SqliteLedgerReader.Open(path))
            {
                var blocks = BlocksOf(reader).ToArray();
                Assert.True(blocks.Length >= 3 * (last + 1), $"{blocks.Length} blocks after {last + 1} batches");
                Assert.Equal(0, blocks.Length % 3);
                Assert.Equal(Enumerable.Range(0, blocks.Length).Select(i => (long)i), blocks);
                Assert.Empty(reader.DamagedBlocks());
                AssertSlices(reader, blocks.Length / 3);
            }
        }

        using (var writer = Writer(path))
        {
            Assert.True(writer.Close());
        }

        Assert.Equal(["farm.db", "farm.db.lock"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_ledger_half_made_by_a_killed_writer_is_made_anew()
    {
        File.WriteAllText(folder["farm.db.new"], "half");
        ClosedLedger(folder["farm.db"]);
        Assert.False(File.Exists(folder["farm.db.new"]));
        Assert.Equal([0, 1, 2], BlocksOf(folder["farm.db"]));
    }

    /// <summary>Every batch carried one trial on by one slice: as many are there, and the state of the last.</summary>
    private static void AssertSlices(SqliteLedgerReader reader, int batches)
    {
        var key = Farm.Testing.Ledger.Samples.Key(0, blockSize: 1);
        var slices = reader.Slices(key.Cell, key.Seed, 1, 1).ToArray();
        Assert.Equal(Enumerable.Range(1, batches).Select(b => 10L * b), slices.Select(s => s.Step));
        Assert.Equal(10L * batches, Assert.Single(reader.Unfinished(key.Cell, key.Seed, 1, 1)).Step);
        Assert.Empty(reader.DamagedSlices());
    }
}
