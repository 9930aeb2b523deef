using Farm.Coordinator.Ledger;
using Farm.Testing.Ledger;
using static Farm.Coordinator.Tests.Ledger.Given;

namespace Farm.Coordinator.Tests.Ledger;

public sealed class LedgerCopyTests : IDisposable
{
    private readonly Folder folder = new();
    private readonly string path;
    private readonly string target;

    public LedgerCopyTests()
    {
        path = folder["farm.db"];
        target = folder["a copy, 100% ?#.db"];
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_copy_is_the_ledger_again_in_one_plain_file()
    {
        ClosedLedger(path);
        LedgerCopy.To(path, target);
        AssertSame([0, 1, 2]);

        using (var writer = Writer(path))
        {
            writer.Commit(Samples.Batch(Samples.Block(Samples.Key(3))));
            LedgerCopy.To(path, target);
        }

        AssertSame([0, 1, 2, 3]);
    }

    [Fact]
    public void A_copy_replaces_nothing_but_a_ledger()
    {
        ClosedLedger(path);
        File.WriteAllText(target, "holiday pictures");
        Assert.Equal(LedgerFault.Foreign, FaultOf(target, () => LedgerCopy.To(path, target)));
        Assert.Equal("holiday pictures", File.ReadAllText(target));
        Assert.Equal(LedgerFault.InUse, FaultOf(path, () => LedgerCopy.To(path, path)));
        Assert.Equal(LedgerFault.Missing, FaultOf(folder["none.db"], () => LedgerCopy.To(folder["none.db"], target)));
        Assert.Equal(LedgerFault.Missing, FaultOf(folder["no/x.db"], () => LedgerCopy.To(path, folder["no/x.db"])));
    }

    [SkippableFact]
    public void A_copy_that_finds_no_room_leaves_the_old_one()
    {
        using var disk = TmpFs.MountOrSkip("512k");
        ClosedLedger(path);
        LedgerCopy.To(path, disk["copy.db"]);
        using (var writer = Writer(path))
        {
            writer.Commit(Samples.Batch(Samples.Block(Samples.Key(3), keptBytes: 600_000)));
        }

        Assert.Equal(LedgerFault.Full, FaultOf(disk["copy.db"], () => LedgerCopy.To(path, disk["copy.db"])));
        Assert.Equal([0, 1, 2], BlocksOf(disk["copy.db"]));
        Assert.False(File.Exists(disk["copy.db.new"]));
    }

    private void AssertSame(long[] blocks)
    {
        Assert.Equal(blocks, BlocksOf(target));
        using var original = SqliteLedgerReader.Open(path);
        using var copy = SqliteLedgerReader.Open(target);
        Assert.Equal(original.Id, copy.Id);
        Assert.Equal(original.Kept(Samples.Key(1)), copy.Kept(Samples.Key(1)));
        Assert.Empty(copy.DamagedBlocks());
        Assert.Equal([target], Directory.GetFiles(folder.Path, "a copy*"));
    }
}
