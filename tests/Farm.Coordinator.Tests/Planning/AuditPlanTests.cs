using Farm.Coordinator.Ledger;
using Farm.Coordinator.Planning;
using Farm.Coordinator.Tests.Sweeps;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Planning;

public sealed class AuditPlanTests
{
    private static readonly StudyDescription Study = new MeshStudy().Description;

    private static readonly Sweep Sweep = Reading.Of(
        Reading.Head("block: 100\naxes:\n  - init: [normal, live]\n").Replace("trials: 1000", "trials: 950", StringComparison.Ordinal))
        .Sweep!;

    private static BlockKey Key(long block, int cell = 0) => new(Sweep.Cells[cell], Sweep.Seed, Sweep.BlockSize, block);

    private static SweepPlan Plan(ILedgerReader? ledger, double fraction = 1) =>
        Planner.Plan(Sweep, Study, ledger, fraction);

    private static string Text(CellPlan plan) =>
        string.Join("; ", plan.ToAudit.Select(h => $"{h.Host} {string.Join(' ', h.Blocks)}"));

    [Fact]
    public void Stored_blocks_that_nobody_confirmed_are_to_be_audited_by_host()
    {
        var ledger = new StoredBlocks()
            .Store(Key(0), 100, unconfirmedOf: "b").Store(Key(1), 100, unconfirmedOf: "a")
            .Store(Key(2), 100, unconfirmedOf: "a").Store(Key(3), 100).Store(Key(9), 50, unconfirmedOf: "a");
        var plan = Plan(ledger);
        Assert.Equal("a [1, 3) [9, 10); b [0, 1)", Text(plan.Cells[0]));
        Assert.Equal("", Text(plan.Cells[1]));
        Assert.Equal(1, plan.AuditFraction);
    }

    [Fact]
    public void What_an_order_of_the_sweep_could_not_be_compared_with_is_not_audited()
    {
        var ledger = new StoredBlocks()
            .Store(Key(0), 99, unconfirmedOf: "a").Store(Key(1), 100, columnVersion: 7, unconfirmedOf: "a")
            .Store(Key(9), 100, unconfirmedOf: "a").Store(Key(10), 100, unconfirmedOf: "a")
            .Store(Key(2), 100, unconfirmedOf: "a");
        Assert.Equal("a [2, 3)", Text(Plan(ledger).Cells[0]));
    }

    [Fact]
    public void Only_the_samples_blocks_are_audited_and_a_larger_share_contains_every_smaller_one()
    {
        var ledger = new StoredBlocks();
        for (var block = 0; block < 9; block++)
        {
            ledger.Store(Key(block), 100, unconfirmedOf: "a").Store(Key(block, cell: 1), 100, unconfirmedOf: "b");
        }

        var smaller = 0L;
        foreach (var fraction in new[] { 0.2, 0.5, 0.8, 1 })
        {
            var plan = Plan(ledger, fraction);
            var sample = plan.Cells.SelectMany(c => c.ToAudit.SelectMany(h => h.Blocks.SelectMany(Blocks)
                .Select(b => new BlockKey(c.Cell, Sweep.Seed, Sweep.BlockSize, b)))).ToArray();
            Assert.All(sample, key => Assert.True(AuditSample.Contains(key, fraction)));
            Assert.InRange(sample.Length, smaller, 18);
            smaller = sample.Length;
        }

        Assert.Equal(18, smaller);
    }

    [Fact]
    public void Without_an_audit_nobody_asks_who_computed_what()
    {
        var ledger = new StoredBlocks().Store(Key(0), 100, unconfirmedOf: "a");
        Assert.Equal("", Text(Planner.Plan(Sweep, Study, ledger).Cells[0]));
        Assert.Equal(0, ledger.AuditQuestions);
    }

    [Fact]
    public void Open_disputes_and_quarantined_hosts_are_part_of_every_plan()
    {
        var ledger = new StoredBlocks();
        ledger.Open.AddRange(
        [
            Dispute(Key(3, cell: 1)), Dispute(Key(4) with { Seed = 99 }), Dispute(Key(5) with { BlockSize = 50 }),
            Dispute(Key(10)), Dispute(Key(6), revision: 0), Dispute(Key(7) with { Cell = Cell.Create("mesh", []) }),
        ]);
        ledger.Whole.Add(Key(3, cell: 1), Stored(Key(3, cell: 1), "a", digest: 1));
        ledger.Wrong.AddRange([Wrong("a", "one"), Wrong("b", "two") with { IsOver = true }, Wrong("a", "three")]);

        var plan = Planner.Plan(Sweep, Study, ledger);

        Assert.Equal(Key(3, cell: 1), Assert.Single(plan.Disputes).Key);
        Assert.Equal("one", Assert.Single(plan.Quarantined).Reason);
    }

    [Fact]
    public void A_dispute_is_about_what_is_stored_now()
    {
        var ledger = new StoredBlocks();
        ledger.Open.AddRange([Dispute(Key(1)), Dispute(Key(2)), Dispute(Key(3))]);
        ledger.Whole.Add(Key(2), Stored(Key(2), "c", digest: 3));
        ledger.Whole.Add(Key(3), Stored(Key(3), "b", digest: 2));

        var dispute = Assert.Single(Planner.Plan(Sweep, Study, ledger).Disputes);

        Assert.Equal((2L, "c", (byte)3), (dispute.Key.Block, dispute.Kept.Host, dispute.KeptDigest[0]));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void A_share_beyond_all_is_misuse(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Plan(null, fraction));

    private static IEnumerable<long> Blocks(BlockRange range)
    {
        for (var block = range.First; block < range.End; block++)
        {
            yield return block;
        }
    }

    private static Incident Dispute(BlockKey key, int? revision = null) => new(
        key, revision ?? Study.Revision, Worker("a"), [1], Worker("b"), [2], DateTimeOffset.UnixEpoch);

    private static StoredBlock Stored(BlockKey key, string host, byte digest) => new(
        key, key.BlockSize, Study.Revision, 1, Keep.Sums, 1, Worker(host), default, default, [digest], []);

    private static WorkerName Worker(string host) => new("node", host, 0, "cpu", "simd-128", "processor");

    private static QuarantineRecord Wrong(string host, string reason) =>
        new(new QuarantinedHost(host, reason, DateTimeOffset.UnixEpoch), 1, IsOver: false);
}
