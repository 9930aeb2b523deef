using Farm.Coordinator.Ledger;
using Farm.Domain;
using static Farm.Testing.Ledger.Samples;

namespace Farm.Testing.Ledger;

/// <summary>What every ledger must do. Inherit it in a test project for each implementation.</summary>
public abstract partial class LedgerContract
{
    private static readonly Cell CellA = Cell(0.1);
    private static readonly Cell CellB = Cell(0.2);
    private static readonly Cell CellC = Cell(0.3);

    /// <summary>The writer of one ledger, the same at every call within a test until it is disposed.</summary>
    protected abstract ILedgerWriter Writer { get; }

    /// <summary>A new reader of that ledger, which sees its state of now.</summary>
    protected abstract ILedgerReader Read();

    [Fact]
    public void A_reader_and_the_writer_name_the_same_ledger()
    {
        using var reader = Read();
        Assert.NotEqual(Guid.Empty, Writer.Id);
        Assert.Equal(Writer.Id, reader.Id);
    }

    [Fact]
    public void A_ledger_has_a_secret_of_32_bytes() => Assert.Equal(32, Writer.Secret.Length);

    [Fact]
    public void A_sweep_comes_back_as_it_was_registered()
    {
        var sweep = Sweep("first", 5000, 1234, 64, CellB, CellA);
        Writer.Register(sweep, "name: first", Now);
        Writer.Register(Sweep("second"), "", Now.AddSeconds(1));

        using var reader = Read();
        var sweeps = reader.Sweeps();
        Assert.Equal(["first", "second"], sweeps.Select(s => s.Sweep.Name));
        Assert.Equal(sweep with { Cells = [] }, sweeps[0].Sweep with { Cells = [] });
        Assert.Equal(sweep.Cells, sweeps[0].Sweep.Cells);
        Assert.Equal("name: first", sweeps[0].Source);
        Assert.Equal(Now, sweeps[0].Created);
        Assert.Empty(sweeps[0].Amended);
        Assert.Equal([new(CellB, true), new(CellA, true)], reader.Cells(sweeps[0]));
    }

    [Fact]
    public void The_same_sweep_again_is_no_amendment_but_its_source_is_the_last()
    {
        Writer.Register(Sweep(), "old text", Now);
        Writer.Register(Sweep(), "new text", Now.AddHours(1));

        using var reader = Read();
        var record = Assert.Single(reader.Sweeps());
        Assert.Empty(record.Amended);
        Assert.Equal(Now, record.Created);
        Assert.Equal("new text", record.Source);
    }

    [Fact]
    public void An_amendment_keeps_the_cells_that_it_no_longer_names_last()
    {
        Writer.Register(Sweep(trials: 100, cells: [CellA, CellB]), "1", Now);
        Writer.Register(Sweep(trials: 200, cells: [CellC, CellB]), "2", Now.AddHours(1));
        Writer.Register(Sweep(trials: 300, cells: [CellC, CellB]), "3", Now.AddHours(2));

        using var reader = Read();
        var record = Assert.Single(reader.Sweeps());
        Assert.Equal(300, record.Sweep.Trials);
        Assert.Equal([CellC, CellB], record.Sweep.Cells);
        Assert.Equal([Now.AddHours(1), Now.AddHours(2)], record.Amended);
        Assert.Equal([new(CellC, true), new(CellB, true), new(CellA, false)], reader.Cells(record));
    }

    [Fact]
    public void An_amendment_to_another_identity_is_misuse_and_changes_nothing()
    {
        var sweep = Sweep(trials: 100);
        Writer.Register(sweep, "1", Now);
        foreach (var other in new[]
        {
            sweep with { Seed = 5 }, sweep with { BlockSize = 64 }, sweep with { Study = "other" }, sweep with { Trials = 99 },
        })
        {
            Assert.Throws<ArgumentException>(() => Writer.Register(other, "2", Now));
        }

        using var reader = Read();
        Assert.Equal("1", Assert.Single(reader.Sweeps()).Source);
    }

    [Fact]
    public void A_block_comes_back_as_it_arrived()
    {
        var block = Block(Key(7), revision: 3, columnVersion: 2) with { Attempts = 2 };
        Assert.Equal([BlockFate.Stored], Writer.Commit(Batch(block)));

        using var reader = Read();
        var stored = reader.Block(block.Key);
        Assert.NotNull(stored);
        var expected = new StoredBlock(
            block.Key, 1024, 3, 2, Keep.Flags, 2, block.By, block.Result.Elapsed, Now, block.Result.Digest, block.Result.Summary);
        Assert.Equal(expected with { Digest = stored.Digest, Summary = stored.Summary }, stored);
        Assert.Equal(block.Result.Digest, stored.Digest);
        Assert.Equal(block.Result.Summary, stored.Summary);
        Assert.Equal(block.Result.Kept, reader.Kept(block.Key));
        Assert.Equal([new StoredExtent(7, 1024, 3, 2)], reader.Extents(block.Key.Cell, block.Key.Seed, block.Key.BlockSize));
        Assert.Empty(reader.DamagedBlocks());
    }

    [Fact]
    public void Blocks_are_read_in_block_order_whatever_the_order_of_their_arrival()
    {
        Writer.Commit(Batch(Block(Key(5)), Block(Key(1, margin: 0.2)), Block(Key(0))));
        Writer.Commit(Batch(Block(Key(3)), Block(Key(1))));

        using var reader = Read();
        Assert.Equal([0L, 1, 3, 5], reader.Blocks(CellA, ulong.MaxValue, 1024).Select(b => b.Key.Block));
        Assert.Equal([1L], reader.Blocks(CellB, ulong.MaxValue, 1024).Select(b => b.Key.Block));
    }

    [Fact]
    public void Seed_and_block_size_are_part_of_a_blocks_identity()
    {
        var blocks = new[] { Block(Key()), Block(Key(seed: 1)), Block(Key(blockSize: 64), trials: 64) };
        Assert.All(Writer.Commit(Batch(blocks)), fate => Assert.Equal(BlockFate.Stored, fate));

        using var reader = Read();
        Assert.All(blocks, b => Assert.Single(reader.Blocks(b.Key.Cell, b.Key.Seed, b.Key.BlockSize)));
    }

    [Fact]
    public void Nothing_is_read_of_what_is_not_there()
    {
        using var reader = Read();
        Assert.Empty(reader.Sweeps());
        Assert.Empty(reader.Blocks(CellA, 1, 1024));
        Assert.Empty(reader.Extents(CellA, 1, 1024));
        Assert.Empty(reader.SetAside(CellA, 1, 1024));
        Assert.Null(reader.Block(Key()));
        Assert.Empty(reader.Kept(Key()));
        Assert.Empty(reader.Incidents());
        Assert.Empty(reader.OpenIncidents());
        Assert.Empty(reader.Quarantined());
        Assert.Empty(reader.Nodes());
        Assert.Empty(reader.Unconfirmed(CellA, 1, 1024, 1));
        Assert.Null(Writer.OriginOf(Key(), 1));
    }

    [Fact]
    public void A_block_of_which_nothing_is_kept_has_empty_bytes()
    {
        Writer.Commit(Batch(Block(Key(), keptBytes: 0)));
        using var reader = Read();
        Assert.Empty(reader.Kept(Key()));
        Assert.Empty(reader.DamagedBlocks());
    }

    [Fact]
    public void The_first_result_of_a_block_is_kept_and_an_equal_one_changes_nothing()
    {
        Writer.Commit(Batch(Block(Key())));
        var again = new LedgerBatch([Block(Key(), by: Worker("other"))], [], Now.AddHours(1));
        Assert.Equal([BlockFate.Confirmed], Writer.Commit(again));
        Assert.Equal([BlockFate.Stored, BlockFate.Duplicate], Writer.Commit(Batch(Block(Key(1)), Block(Key(1)))));

        using var reader = Read();
        Assert.Equal(Worker(), reader.Block(Key())!.By);
        Assert.Equal(Now, reader.Block(Key())!.At);
        Assert.Empty(reader.Incidents());
    }

    [Fact]
    public void Another_digest_is_an_incident_that_names_both_workers()
    {
        var (first, second) = (Block(Key(), by: Worker("a")), Block(Key(), "wrong", by: Worker("b")));
        Writer.Commit(Batch(first));
        Assert.Equal([BlockFate.Mismatch], Writer.Commit(Batch(second)));
        Assert.Equal([BlockFate.Mismatch], Writer.Commit(Batch(second)));

        using var reader = Read();
        Assert.Equal(first.Result.Digest, reader.Block(Key())!.Digest);
        var incident = Assert.Single(reader.Incidents());
        Assert.Equal((Key(), 1, Now), (incident.Key, incident.Revision, incident.At));
        Assert.Equal((Worker("a"), Worker("b")), (incident.Kept, incident.Other));
        Assert.Equal(first.Result.Digest, incident.KeptDigest);
        Assert.Equal(second.Result.Digest, incident.OtherDigest);
    }

    [Fact]
    public void A_longer_block_with_the_same_prefix_replaces_a_short_one()
    {
        Writer.Commit(Batch(Block(Key(), trials: 100)));
        var whole = Block(Key(), trials: 1024, prefix: 100, by: Worker("b"), keptBytes: 500);
        Assert.Equal([BlockFate.Replaced], Writer.Commit(Batch(whole)));

        using var reader = Read();
        var stored = Assert.Single(reader.Blocks(CellA, ulong.MaxValue, 1024));
        Assert.Equal((1024, Worker("b")), (stored.Trials, stored.By));
        Assert.Equal(whole.Result.Digest, stored.Digest);
        Assert.Equal(whole.Result.Kept, reader.Kept(Key()));
        Assert.Empty(reader.Incidents());
        Assert.Empty(reader.DamagedBlocks());
    }

    [Theory]
    [InlineData("wrong", 100)]
    [InlineData("right", 99)]
    [InlineData("right", 0)]
    public void A_longer_block_without_the_same_prefix_is_an_incident(string content, int prefix)
    {
        Writer.Commit(Batch(Block(Key(), trials: 100)));
        Assert.Equal([BlockFate.Mismatch], Writer.Commit(Batch(Block(Key(), content, 1024, prefix))));

        using var reader = Read();
        Assert.Equal(100, reader.Block(Key())!.Trials);
        Assert.Single(reader.Incidents());
    }

    [Fact]
    public void A_late_short_block_is_compared_with_the_one_that_was_replaced()
    {
        Writer.Commit(Batch(Block(Key(), trials: 100, by: Worker("a")), Block(Key(), trials: 1024, prefix: 100)));
        Assert.Equal(
            [BlockFate.Duplicate, BlockFate.Mismatch, BlockFate.Duplicate],
            Writer.Commit(Batch(
                Block(Key(), trials: 100),
                Block(Key(), "wrong", trials: 100, by: Worker("b")),
                Block(Key(), trials: 50))));

        using var reader = Read();
        Assert.Equal(1024, reader.Block(Key())!.Trials);
        var incident = Assert.Single(reader.Incidents());
        Assert.Equal((Worker("a"), Worker("b")), (incident.Kept, incident.Other));
    }

    [Fact]
    public void Digests_of_other_column_versions_are_not_compared()
    {
        Writer.Commit(Batch(Block(Key(), trials: 100)));
        Assert.Equal([BlockFate.Duplicate], Writer.Commit(Batch(Block(Key(), "wider", 100, columnVersion: 2))));
        Assert.Equal([BlockFate.Replaced], Writer.Commit(Batch(Block(Key(), "wider", 200, 100, columnVersion: 2))));

        using var reader = Read();
        Assert.Equal(2, reader.Block(Key())!.ColumnVersion);
        Assert.Empty(reader.Incidents());
    }

    [Fact]
    public void A_newer_revision_is_stored_beside_an_older_one()
    {
        var (old, young) = (Block(Key(), revision: 1), Block(Key(), "better", revision: 2, keptBytes: 10));
        Writer.Commit(Batch(old));
        Assert.Equal([BlockFate.Stored, BlockFate.Duplicate], Writer.Commit(Batch(young, old)));

        using var reader = Read();
        Assert.Equal([1, 2], reader.Blocks(CellA, ulong.MaxValue, 1024).Select(b => b.Revision));
        Assert.Equal([new(0, 1024, 1, 1), new(0, 1024, 2, 1)], reader.Extents(CellA, ulong.MaxValue, 1024));
        Assert.Equal(2, reader.Block(Key())!.Revision);
        Assert.Equal(old.Result.Digest, reader.Block(Key(), revision: 1)!.Digest);
        Assert.Equal(young.Result.Kept, reader.Kept(Key()));
        Assert.Equal(old.Result.Kept, reader.Kept(Key(), revision: 1));
        Assert.Null(reader.Block(Key(), revision: 3));
    }

    [Fact]
    public void A_block_set_aside_comes_back_with_its_errors()
    {
        var given = SetAside(Key(3));
        Writer.Commit(Batch(SetAside(Key(9, margin: 0.2)), given));

        using var reader = Read();
        var block = Assert.Single(reader.SetAside(CellA, ulong.MaxValue, 1024));
        Assert.Equal(given with { Errors = [] }, block with { Errors = [] });
        Assert.Equal(given.Errors, block.Errors);
    }

    [Fact]
    public void A_block_set_aside_again_has_its_last_errors_only()
    {
        Writer.Commit(Batch(SetAside(Key())));
        Writer.Commit(Batch(SetAside(Key()) with { Attempts = 4, Errors = [] }));

        using var reader = Read();
        var block = Assert.Single(reader.SetAside(CellA, ulong.MaxValue, 1024));
        Assert.Equal(4, block.Attempts);
        Assert.Empty(block.Errors);
    }

    [Fact]
    public void A_block_with_a_result_is_set_aside_no_more_but_for_other_revisions()
    {
        Writer.Commit(Batch(SetAside(Key()), SetAside(Key(1)), SetAside(Key(), revision: 2)));
        Writer.Commit(Batch(Block(Key(), revision: 2)));

        using var reader = Read();
        Assert.Equal([(0L, 1), (1L, 1)], reader.SetAside(CellA, ulong.MaxValue, 1024).Select(b => (b.Key.Block, b.Revision)));
    }

    [Fact]
    public void To_retry_forgets_the_blocks_of_that_sweep_only()
    {
        Writer.Commit(Batch(SetAside(Key(1)), SetAside(Key(2)), SetAside(Key(1, margin: 0.2)), SetAside(Key(1, seed: 5))));
        Assert.Equal(2, Writer.RetrySetAside(Sweep()));
        Assert.Equal(0, Writer.RetrySetAside(Sweep()));

        using var reader = Read();
        Assert.Empty(reader.SetAside(CellA, ulong.MaxValue, 1024));
        Assert.Single(reader.SetAside(CellB, ulong.MaxValue, 1024));
        Assert.Single(reader.SetAside(CellA, 5, 1024));
    }

    [Fact]
    public void A_reader_sees_one_state_from_its_opening_to_its_disposal()
    {
        Writer.Register(Sweep(), "", Now);
        Writer.Commit(Batch(Block(Key(0))));
        using var before = Read();
        Writer.Commit(Batch(Block(Key(1)), Block(Key(2))));
        Writer.Commit(Batch(SetAside(Key(3))));
        using var after = Read();

        Assert.Equal([0L], before.Blocks(CellA, ulong.MaxValue, 1024).Select(b => b.Key.Block));
        Assert.Empty(before.SetAside(CellA, ulong.MaxValue, 1024));
        Assert.Equal([0L, 1, 2], after.Blocks(CellA, ulong.MaxValue, 1024).Select(b => b.Key.Block));
        Assert.Single(after.SetAside(CellA, ulong.MaxValue, 1024));
    }
}
