using Farm.Coordinator.Planning;
using Farm.Coordinator.Ledger;
using Farm.Coordinator.Tests.Sweeps;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly StudyDescription Study = new MeshStudy().Description;

    private static readonly Sweep Sweep = Reading.Of(
        Reading.Head("block: 100\naxes:\n  - init: [normal, live]\n").Replace("trials: 1000", "trials: 950", StringComparison.Ordinal))
        .Sweep!;

    private static readonly BlockLayout Layout = Sweep.LayoutOf(Sweep.Cells[0]);

    private static BlockKey Key(long block, int cell = 0) => new(Sweep.Cells[cell], Sweep.Seed, Sweep.BlockSize, block);

    private static string Text(BlockSet blocks) => string.Join(' ', blocks);

    private static SweepPlan Plan(ILedgerReader? ledger, long? trials = null) =>
        Planner.Plan(Sweep with { Trials = trials ?? Sweep.Trials }, Study, ledger);

    [Fact]
    public void Without_a_ledger_everything_is_pending()
    {
        var plan = Plan(null);
        Assert.Equal(Sweep.Cells, plan.Cells.Select(c => c.Cell));
        Assert.All(plan.Cells, c => Assert.Equal("[0, 10)", Text(c.Pending)));
        Assert.Equal(
            (1900L, 20L, 0L, 1900L, 20L, false),
            (plan.PlannedTrials, plan.PlannedBlocks, plan.DoneTrials, plan.PendingTrials, plan.PendingBlocks, plan.IsComplete));
    }

    [Fact]
    public void Stored_blocks_are_done_whichever_sweep_they_were_computed_for()
    {
        var ledger = new StoredBlocks().Store(Key(0), 100).Store(Key(1), 100).Store(Key(4), 100).Store(Key(9), 50);
        var plan = Plan(ledger).Cells[0];
        Assert.Equal("[2, 4) [5, 9)", Text(plan.Pending));
        Assert.Equal((4L, 350L, 600L), (plan.DoneBlocks, plan.DoneTrials, plan.PendingTrials));
        Assert.Empty(plan.Short);
    }

    [Fact]
    public void Another_seed_or_block_size_is_another_block()
    {
        var ledger = new StoredBlocks().Store(Key(0) with { Seed = 2 }, 100).Store(Key(0) with { BlockSize = 50 }, 50);
        Assert.Equal("[0, 10)", Text(Plan(ledger).Cells[0].Pending));
    }

    [Fact]
    public void A_stored_block_longer_than_asked_for_is_done()
    {
        var plan = Plan(new StoredBlocks().Store(Key(9), 100)).Cells[0];
        Assert.Equal("[0, 9)", Text(plan.Pending));
        Assert.Equal((1L, 50L), (plan.DoneBlocks, plan.DoneTrials));
    }

    [Fact]
    public void Blocks_beyond_the_last_asked_for_change_nothing()
    {
        var plan = Plan(new StoredBlocks().Store(Key(10), 100).Store(Key(11), 7)).Cells[0];
        Assert.Equal("[0, 10)", Text(plan.Pending));
        Assert.Equal((0L, 0L), (plan.DoneBlocks, plan.DoneTrials));
    }

    [Fact]
    public void A_short_block_is_computed_whole_when_trials_were_raised()
    {
        var ledger = new StoredBlocks().Store(Key(8), 100).Store(Key(9), 50);
        var plan = Plan(ledger, trials: 2000).Cells[0];
        Assert.Equal("[0, 8) [9, 20)", Text(plan.Pending));
        Assert.Equal([new ShortBlock(9, 50)], plan.Short);
        Assert.Equal((1L, 100L, 1900L), (plan.DoneBlocks, plan.DoneTrials, plan.PendingTrials));
    }

    [Fact]
    public void Two_sweeps_can_leave_two_short_blocks()
    {
        var ledger = new StoredBlocks().Store(Key(3), 10).Store(Key(4), 100).Store(Key(5), 99);
        Assert.Equal([new ShortBlock(3, 10), new ShortBlock(5, 99)], Plan(ledger).Cells[0].Short);
    }

    [Fact]
    public void Blocks_set_aside_are_not_pending_unless_they_are_stored()
    {
        var ledger = new StoredBlocks().GiveUp(Key(2)).GiveUp(Key(9)).GiveUp(Key(3)).Store(Key(3), 100).GiveUp(Key(12));
        var plan = Plan(ledger);
        Assert.Equal("[0, 2) [4, 9)", Text(plan.Cells[0].Pending));
        Assert.Equal("[2, 3) [9, 10)", Text(plan.Cells[0].SetAside));
        Assert.Equal((2L, 150L, 1L), (plan.SetAsideBlocks, plan.SetAsideTrials, plan.DoneBlocks));
    }

    [Fact]
    public void A_short_block_that_was_set_aside_is_not_pending()
    {
        var plan = Plan(new StoredBlocks().Store(Key(3), 10).GiveUp(Key(3))).Cells[0];
        Assert.Empty(plan.Short);
        Assert.Equal("[3, 4)", Text(plan.SetAside));
    }

    [Fact]
    public void Another_revision_counts_for_nothing()
    {
        var ledger = new StoredBlocks()
            .Store(Key(0), 100, revision: 0).Store(Key(1), 100, revision: 0).Store(Key(1), 100).GiveUp(Key(5), revision: 0);
        var plan = Plan(ledger).Cells[0];
        Assert.Equal("[0, 1) [2, 10)", Text(plan.Pending));
        Assert.Equal(2, plan.BlocksOfOtherRevisions);
        Assert.True(plan.SetAside.IsEmpty);
    }

    [Fact]
    public void A_plan_of_any_ledger_adds_up()
    {
        const int seed = 20260101;
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var ledger = new StoredBlocks();
            var done = new HashSet<long>();
            for (var i = random.Next(20); i > 0; i--)
            {
                var (block, trials) = (random.Next(12), random.Next(1, 101));
                if (ledger.Extents(Sweep.Cells[0], Sweep.Seed, Sweep.BlockSize).All(e => e.Block != block))
                {
                    ledger.Store(Key(block), trials);
                    _ = block < 10 && trials >= Layout.TrialsIn(block) && done.Add(block);
                }

                ledger.GiveUp(Key(random.Next(12)));
            }

            var plan = Plan(ledger).Cells[0];
            var because = FormattableString.Invariant($"seed {seed}, round {round}");
            Assert.True(plan.DoneBlocks == done.Count, because);
            Assert.True(plan.DoneTrials == done.Sum(b => (long)Layout.TrialsIn(b)), because);
            Assert.True(plan.DoneBlocks + plan.SetAside.Count + plan.Pending.Count == 10, because);
            Assert.True(plan.DoneTrials + plan.SetAsideTrials + plan.PendingTrials == 950, because);
            Assert.True(plan.Short.All(s => plan.Pending.Contains(s.Block) && s.Trials < Layout.TrialsIn(s.Block)), because);
        }
    }

    [Fact]
    public void A_sweep_of_another_study_is_misuse() =>
        Assert.Throws<ArgumentException>(() => Planner.Plan(Sweep with { Study = "xor" }, Study, null));

    [Fact]
    public void A_billion_blocks_are_planned_as_ranges()
    {
        var plan = Planner.Plan(Sweep with { Trials = 1_000_000_000_000, BlockSize = 1 }, Study, null);
        Assert.Equal("[0, 1000000000000)", Text(plan.Cells[0].Pending));
    }
}
