using Farm.Coordinator.Ledger;
using Farm.Domain;
using static Farm.Testing.Ledger.Samples;

namespace Farm.Testing.Ledger;

// What a ledger owes to many hosts: confirmations, quarantine, and how nodes are doing.
public abstract partial class LedgerContract
{
    private const string HostA = "host of a";
    private const string HostB = "host of b";

    private static readonly WorkerName A = Worker("a");
    private static readonly WorkerName B = Worker("b");
    private static readonly WorkerName C = Worker("c");

    [Fact]
    public void The_first_equal_result_of_another_host_confirms_a_block_and_no_later_one()
    {
        Writer.Commit(Batch(Block(Key(), by: A)));
        Assert.Equal(
            [BlockFate.Duplicate, BlockFate.Confirmed, BlockFate.Duplicate, BlockFate.Duplicate, BlockFate.Duplicate],
            Writer.Commit(Batch(
                Block(Key(), by: A with { Node = "another life", Slot = 7 }),
                Block(Key(), by: B),
                Block(Key(), by: B),
                Block(Key(), by: C),
                Block(Key(), by: A))));

        using var reader = Read();
        Assert.Empty(reader.Unconfirmed(CellA, ulong.MaxValue, 1024, 1));
        Assert.Equal(A, reader.Block(Key())!.By);
        Assert.Empty(reader.DamagedBlocks());
    }

    [Fact]
    public void A_block_is_confirmed_by_its_whole_self_alone()
    {
        Writer.Commit(Batch(Block(Key(), trials: 100, by: A), Block(Key(), trials: 200, prefix: 100, by: A)));
        Assert.Equal(
            [BlockFate.Duplicate, BlockFate.Duplicate, BlockFate.Duplicate],
            Writer.Commit(Batch(
                Block(Key(), trials: 100, by: B),
                Block(Key(), trials: 50, by: B),
                Block(Key(), "wider", 200, columnVersion: 2, by: B))));
        Assert.Equal([(HostA, "[0, 1)")], Unconfirmed());
    }

    [Fact]
    public void Results_of_a_device_without_equal_bits_are_compared_with_its_own_alone()
    {
        var near = B with { Device = "gpu:0 Model", Backend = "ilgpu-opencl-near" };
        Writer.Commit(Batch(Block(Key(), by: A), Block(Key(1), by: near)));
        Assert.Equal(
            [BlockFate.Incomparable, BlockFate.Incomparable, BlockFate.Incomparable, BlockFate.Duplicate, BlockFate.Mismatch],
            Writer.Commit(Batch(
                Block(Key(), "near", by: near),
                Block(Key(), by: near),
                Block(Key(1), "exact", by: A),
                Block(Key(1), by: near with { Node = "another life" }),
                Block(Key(1), "other", by: near with { Node = "another life" }))));

        using var reader = Read();
        Assert.Equal(1, Assert.Single(reader.Incidents()).Key.Block);
        Assert.Equal((A, near), (reader.Block(Key())!.By, reader.Block(Key(1))!.By));
    }

    [Fact]
    public void Results_of_a_device_with_equal_bits_confirm_those_of_processors()
    {
        var exact = B with { Device = "gpu:0 Model", Backend = "ilgpu-cuda" };
        Writer.Commit(Batch(Block(Key(), by: A)));
        Assert.Equal([BlockFate.Confirmed, BlockFate.Mismatch], Writer.Commit(Batch(Block(Key(), by: exact), Block(Key(), "wrong", by: exact))));
    }

    [Fact]
    public void A_longer_block_takes_the_place_of_a_shorter_one_by_a_device_without_equal_bits()
    {
        var near = B with { Device = "gpu:0 Model", Backend = "ilgpu-opencl-near" };
        Writer.Commit(Batch(Block(Key(), "near", trials: 100, by: near)));
        Assert.Equal([BlockFate.Replaced], Writer.Commit(Batch(Block(Key(), trials: 200, prefix: 100, by: A))));
    }

    [Fact]
    public void A_longer_block_in_the_place_of_a_confirmed_one_is_not_confirmed()
    {
        Writer.Commit(Batch(Block(Key(), trials: 100, by: A), Block(Key(), trials: 100, by: B)));
        Assert.Equal([BlockFate.Replaced], Writer.Commit(Batch(Block(Key(), trials: 200, prefix: 100, by: C))));
        Assert.Equal([("host of c", "[0, 1)")], Unconfirmed());
        Assert.Equal([BlockFate.Confirmed], Writer.Commit(Batch(Block(Key(), trials: 200, prefix: 100, by: B))));
        Assert.Empty(Unconfirmed());
    }

    [Fact]
    public void Unconfirmed_blocks_are_told_by_host_for_one_cell_and_revision()
    {
        Writer.Commit(Batch(
            Block(Key(1), by: B), Block(Key(0), by: A), Block(Key(3), by: A), Block(Key(2), by: A), Block(Key(4), by: A)));
        Writer.Commit(Batch(
            Block(Key(2), by: C), Block(Key(9, margin: 0.2), by: A), Block(Key(8, seed: 3), by: A),
            Block(Key(5), revision: 2, by: A)));

        Assert.Equal([(HostA, "[0, 1) [3, 5)"), (HostB, "[1, 2)")], Unconfirmed());
        Assert.Equal([(HostA, "[5, 6)")], Unconfirmed(revision: 2));
    }

    [Fact]
    public void The_origin_of_a_block_is_who_computed_it_and_its_digest()
    {
        Writer.Commit(Batch(Block(Key(), by: A), Block(Key(), "wrong", by: B), Block(Key(), "new", revision: 2, by: B)));

        var origin = Writer.OriginOf(Key(), 1)!;
        Assert.Equal(A, origin.By);
        Assert.Equal(Block(Key()).Result.Digest, origin.Digest);
        Assert.Equal(B, Writer.OriginOf(Key(), 2)!.By);
        Assert.Null(Writer.OriginOf(Key(), 3));
        Assert.Null(Writer.OriginOf(Key(1), 1));
        Assert.Null(Writer.OriginOf(Key(seed: 1), 1));
        Assert.Null(Writer.OriginOf(Key(margin: 0.2), 1));
    }

    [Fact]
    public void A_quarantine_takes_back_what_nobody_confirmed_of_all_sweeps()
    {
        Writer.Commit(Batch(
            Block(Key(0), by: A), Block(Key(1), by: A), Block(Key(2), by: B), Block(Key(3), by: A), Block(Key(4), by: A)));
        Writer.Commit(Batch(
            Block(Key(3), by: B), Block(Key(7, seed: 1), by: A), Block(Key(6, margin: 0.2), by: A),
            Block(Key(0), revision: 2, by: A with { Node = "another life" }), Block(Key(5, blockSize: 64), trials: 64, by: A)));

        var withdrawn = Writer.Quarantine(Bad(HostA));

        Assert.Equal(
            [
                (CellA, 1UL, 1024, 1, "[7, 8)"),
                (CellA, ulong.MaxValue, 64, 1, "[5, 6)"),
                (CellA, ulong.MaxValue, 1024, 1, "[0, 2) [4, 5)"),
                (CellA, ulong.MaxValue, 1024, 2, "[0, 1)"),
                (CellB, ulong.MaxValue, 1024, 1, "[6, 7)"),
            ],
            withdrawn.Select(w => (w.Cell, w.Seed, w.BlockSize, w.Revision, string.Join(' ', w.Blocks)))
                .OrderBy(w => w.Cell.Key, StringComparer.Ordinal).ThenBy(w => w.Seed).ThenBy(w => w.BlockSize)
                .ThenBy(w => w.Revision));
        using var reader = Read();
        Assert.Equal([2L, 3], reader.Blocks(CellA, ulong.MaxValue, 1024).Select(b => b.Key.Block));
        Assert.Equal(A, reader.Block(Key(3))!.By);
        Assert.Empty(reader.Kept(Key(0)));
        Assert.Empty(reader.Extents(CellB, ulong.MaxValue, 1024));
        Assert.Null(Writer.OriginOf(Key(0), 1));
        Assert.Empty(reader.DamagedBlocks());
        Assert.Equal(new QuarantineRecord(Bad(HostA), 7, IsOver: false), Assert.Single(reader.Quarantines()));
        Assert.Equal([Bad(HostA)], reader.Quarantined());
    }

    [Fact]
    public void What_was_taken_back_is_stored_and_confirmed_again_like_new()
    {
        Writer.Commit(Batch(Block(Key(), "wrong", 100, by: A), Block(Key(), "wrong", 200, 100, by: A)));
        Writer.Quarantine(Bad(HostA));

        Assert.Equal(
            [BlockFate.Stored, BlockFate.Confirmed, BlockFate.Replaced, BlockFate.Duplicate, BlockFate.Confirmed],
            Writer.Commit(Batch(
                Block(Key(), trials: 100, by: B),
                Block(Key(), trials: 100, by: C),
                Block(Key(), trials: 200, prefix: 100, by: B),
                Block(Key(), trials: 100, by: C),
                Block(Key(), trials: 200, by: C))));
        using var reader = Read();
        Assert.Equal(Block(Key()).Result.Kept, reader.Kept(Key()));
        Assert.Empty(reader.Incidents());
        Assert.Empty(reader.DamagedBlocks());
    }

    [Fact]
    public void Incidents_stay_on_record_and_are_open_until_one_of_their_hosts_is_quarantined()
    {
        Writer.Commit(Batch(Block(Key(0), by: A), Block(Key(1), by: C), Block(Key(2), by: C)));
        Writer.Commit(Batch(
            Block(Key(0), "b", by: B), Block(Key(1), "b", by: B), Block(Key(2), "other", by: C with { Slot = 1 })));
        using (var before = Read())
        {
            Assert.Equal([0L, 1, 2], before.OpenIncidents().Select(i => i.Key.Block));
        }

        Assert.Empty(Writer.Quarantine(Bad(HostB)));
        Writer.Readmit(HostB);

        using var reader = Read();
        Assert.Equal([0L, 1, 2], reader.Incidents().Select(i => i.Key.Block));
        var open = Assert.Single(reader.OpenIncidents());
        Assert.Equal((Key(2), C, C with { Slot = 1 }), (open.Key, open.Kept, open.Other));
        Assert.Equal(open.At, Now);
    }

    [Fact]
    public void An_incident_after_a_quarantine_is_open_until_the_next_one()
    {
        Writer.Commit(Batch(Block(Key(), by: B)));
        Writer.Quarantine(Bad(HostA));
        var late = new LedgerBatch([Block(Key(), "wrong", by: A)], [], Now.AddSeconds(1));
        Assert.Equal([BlockFate.Mismatch], Writer.Commit(late));
        Assert.Equal(1, OpenIncidents());
        Writer.Quarantine(Bad(HostA) with { Reason = "wrong again", At = Now.AddSeconds(1) });
        Assert.Equal(0, OpenIncidents());

        using var reader = Read();
        Assert.Equal([Bad(HostA)], reader.Quarantined());
        Assert.Equal(2, reader.Quarantines().Count);
    }

    [Fact]
    public void The_same_dispute_with_a_block_that_was_computed_again_is_another_incident()
    {
        Writer.Commit(Batch(Block(Key(), "wrong", by: A), Block(Key(), by: B)));
        Writer.Quarantine(Bad(HostA));
        var again = new LedgerBatch(
            [Block(Key(), "wrong too", by: C), Block(Key(), by: B), Block(Key(), by: B)], [], Now.AddSeconds(1));
        Assert.Equal([BlockFate.Stored, BlockFate.Mismatch, BlockFate.Mismatch], Writer.Commit(again));

        using var reader = Read();
        Assert.Equal([A, C], reader.Incidents().Select(i => i.Kept));
        Assert.Equal(C, Assert.Single(reader.OpenIncidents()).Kept);
    }

    [Fact]
    public void A_quarantined_host_that_stored_more_loses_that_as_well()
    {
        Writer.Commit(Batch(Block(Key(0), by: A)));
        Assert.Equal(1, Writer.Quarantine(Bad(HostA)).Sum(w => w.Blocks.Count));
        Writer.Commit(Batch(Block(Key(1), by: A), Block(Key(2), by: B)));
        Assert.Equal(1, Writer.Quarantine(Bad(HostA)).Sum(w => w.Blocks.Count));

        using var reader = Read();
        Assert.Equal([2L], reader.Blocks(CellA, ulong.MaxValue, 1024).Select(b => b.Key.Block));
        Assert.Equal([1L, 1], reader.Quarantines().Select(q => q.Withdrawn));
    }

    [Fact]
    public void A_readmitted_host_is_welcome_and_its_quarantine_stays_on_record()
    {
        Writer.Quarantine(Bad(HostB));
        Writer.Quarantine(Bad(HostA) with { Reason = "first" });
        Writer.Quarantine(Bad(HostA) with { Reason = "second" });
        Assert.True(Writer.Readmit(HostA));
        Assert.False(Writer.Readmit(HostA));
        Assert.False(Writer.Readmit("host of nobody"));
        using (var reader = Read())
        {
            Assert.Equal([Bad(HostB)], reader.Quarantined());
            Assert.Equal([false, true, true], reader.Quarantines().Select(q => q.IsOver));
        }

        Writer.Quarantine(Bad(HostA) with { Reason = "third" });
        using var after = Read();
        Assert.Equal([Bad(HostB), Bad(HostA) with { Reason = "third" }], after.Quarantined());
    }

    [Fact]
    public void Nodes_come_back_as_they_were_last_recorded_the_latest_seen_first()
    {
        var (a, b) = (Node("a"), Node("b") with { State = NodeState.Draining, Running = "4f2a91c03be7 blocks 1-2" });
        Writer.Record([a, b with { State = NodeState.Here, Shards = 1 }]);
        b = b with { Seen = Now.AddSeconds(2), Trials = long.MaxValue, Hello = b.Hello with { Studies = [] } };
        Writer.Record([b]);
        Writer.Record([]);

        using var reader = Read();
        var nodes = reader.Nodes();
        Assert.Equal([b, a], nodes.Select((n, i) => n with { Hello = n.Hello with { Studies = (i == 0 ? b : a).Hello.Studies } }));
        Assert.Empty(nodes[0].Hello.Studies);
        Assert.Equal(a.Hello.Studies, nodes[1].Hello.Studies);
    }

    private static QuarantinedHost Bad(string host) => new(host, $"{host} is wrong", Now);

    private static NodeRecord Node(string name) => new(
        new NodeHello(
            name, "host of " + name, "Processor <X>", 2, Capabilities.Cpu, "cpu", "simd-512", "0.2.0",
            [new StudyVersion("xor", 3, 2), new StudyVersion("a \"b\"\n", 1, 1)]),
        NodeState.Here, "", Now.AddHours(-1), Now, 7, 7000, 123.25, 1, 2, 3);

    private (string Host, string Blocks)[] Unconfirmed(int revision = 1)
    {
        using var reader = Read();
        return
        [
            .. reader.Unconfirmed(CellA, ulong.MaxValue, 1024, revision)
                .Select(h => (h.Host, string.Join(' ', h.Blocks))),
        ];
    }

    private int OpenIncidents()
    {
        using var reader = Read();
        return reader.OpenIncidents().Count;
    }
}
