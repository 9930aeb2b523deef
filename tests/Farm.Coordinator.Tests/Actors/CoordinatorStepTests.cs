using Farm.Coordinator.Actors;
using Farm.Coordinator.Ledger;
using Farm.Domain;

namespace Farm.Coordinator.Tests.Actors;

/// <summary>The coordinator's behaviour by examples; the simulation drives it through thousands of schedules.</summary>
public sealed class CoordinatorStepTests
{
    [Fact]
    public void A_report_is_acknowledged_only_after_its_batch_is_committed()
    {
        var farm = new FarmOnPaper(blocks: 1);

        var tag = farm.Answer();
        Assert.Equal(0, Assert.Single(farm.Batch!.Blocks).Key.Block);
        Assert.Empty(farm.Acknowledged);
        Assert.Null(farm.Outcome);

        farm.Commit();
        Assert.Equal([tag], farm.Acknowledged);
        Assert.Equal((FarmEnd.Completed, 1L), (farm.Outcome!.End, farm.Outcome.Totals.StoredBlocks));
    }

    [Fact]
    public void A_block_that_was_computed_more_than_once_is_counted()
    {
        var farm = new FarmOnPaper(blocks: 2);
        var order = farm.Orders[0];
        farm.Answer(order);
        farm.Commit();
        farm.Answer(order);
        farm.Wait();
        farm.Commit(BlockFate.Duplicate);

        var committed = Assert.Single(farm.Effects.OfType<TellEvent>().Select(t => t.Event).OfType<BatchCommitted>());
        Assert.Equal((0, 1), (committed.Stored, committed.Duplicates));
        farm.Answer();
        farm.Commit();
        Assert.Equal((2L, 1L), (farm.Outcome!.Totals.StoredBlocks, farm.Outcome.Totals.DuplicateBlocks));
    }

    [Fact]
    public void Reports_that_come_during_a_commit_wait_for_the_next_one()
    {
        var farm = new FarmOnPaper(blocks: 3);
        var first = farm.Answer();
        var second = farm.Answer();

        farm.Commit();
        Assert.Equal([first], farm.Acknowledged);
        farm.Wait();
        farm.Commit();

        Assert.Equal([first, second], farm.Acknowledged);
    }

    [Fact]
    public void While_every_slot_has_work_a_commit_waits_for_more_reports()
    {
        var farm = new FarmOnPaper(blocks: 5);
        farm.Answer();
        farm.Commit();

        farm.Answer();
        Assert.Null(farm.Batch);

        farm.Wait();
        Assert.NotNull(farm.Batch);
    }

    [Fact]
    public void While_a_slot_is_without_work_a_commit_waits_for_nothing()
    {
        var farm = new FarmOnPaper(blocks: 4);
        foreach (var name in new[] { "b", "c", "d" })
        {
            farm.Tell(new NodeArrived(FarmOnPaper.Hello(name, name)));
        }

        farm.Answer();
        farm.Commit();

        farm.Answer();

        Assert.NotNull(farm.Batch);
    }

    [Fact]
    public void While_the_disk_is_slow_no_time_comes_that_is_over_already()
    {
        var farm = new FarmOnPaper(blocks: 1, auditFraction: 1);
        var order = farm.Orders[0];
        farm.Answer(order);
        farm.Commit();
        farm.Answer(order);

        // Longer than it waits for another host's audit.
        for (var i = 0; i < 1_000; i++)
        {
            var before = farm.Now;
            farm.Wait();
            Assert.True(farm.Now > before, $"It asks for {before} again.");
        }

        Assert.Null(farm.Outcome);
        Assert.NotNull(farm.Batch);
    }

    [Fact]
    public void A_failed_commit_acknowledges_nothing_and_ends_the_farm()
    {
        var farm = new FarmOnPaper(blocks: 2);
        farm.Answer();

        farm.Tell(new CommitFailed(LedgerFault.Full, "the disk is full"));

        Assert.Empty(farm.Acknowledged);
        Assert.Equal((FarmEnd.StorageFault, LedgerFault.Full), (farm.Outcome!.End, farm.Outcome.Fault));
        Assert.Equal(0, farm.Outcome.Totals.StoredBlocks);
    }

    [Fact]
    public void A_block_that_throws_gets_three_attempts_and_the_others_go_on()
    {
        var farm = new FarmOnPaper(blocks: 3, blocksPerShard: 3);

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.Empty(farm.SetAside);
            farm.Answer(farm.Orders.Single(o => Holds(o, 1)), Throws(block: 1, $"attempt {attempt}"));
        }

        Finish(farm);
        var given = Assert.Single(farm.SetAside);
        Assert.Equal((1L, 3), (given.Key.Block, given.Attempts));
        Assert.Equal(["attempt 1", "attempt 2", "attempt 3"], given.Errors.Select(e => e.Failure.Message));
        Assert.Equal((2L, 1L), (farm.Outcome!.Totals.StoredBlocks, farm.Outcome.Totals.SetAsideBlocks));
    }

    [Fact]
    public void A_block_that_succeeds_at_last_says_how_many_attempts_it_took()
    {
        var farm = new FarmOnPaper(blocks: 1);

        farm.Answer(Throws(block: 0));
        farm.Answer();

        Assert.Equal(2, Assert.Single(farm.Batch!.Blocks).Attempts);
    }

    [Fact]
    public void A_loss_with_its_node_counts_as_an_attempt()
    {
        var farm = new FarmOnPaper(blocks: 1);
        var order = farm.Orders[0];

        farm.Tell(new ShardStarted(order.Shard, new WorkerName("lost", "host", 0, "cpu", "simd-128", "processor"), Alone: true));
        farm.Tell(new NodeLeft("lost"));
        farm.Answer();

        Assert.Equal(2, Assert.Single(farm.Batch!.Blocks).Attempts);
    }

    [Fact]
    public void A_refused_order_is_no_attempt_and_its_node_gets_no_more()
    {
        var farm = new FarmOnPaper(blocks: 8);
        var before = farm.Orders.ToArray();

        var tag = farm.Answer(new ShardFailure(FailureKind.Refused, null, null, "another revision", ""));

        Assert.Equal([tag], farm.Acknowledged);
        Assert.Equal(before[1..], farm.Orders);
        Assert.Null(farm.Batch);
    }

    [Fact]
    public void A_stop_keeps_what_is_computed_and_orders_nothing_more()
    {
        var farm = new FarmOnPaper(blocks: 8);
        var orders = farm.Orders.Count;

        farm.Tell(new StopFarm());
        var kept = farm.Answer();
        while (farm.Orders.Count > 0)
        {
            farm.Answer(new ShardFailure(FailureKind.HandedBack, null, null, "shutting down", ""));
        }

        Assert.Null(farm.Outcome);
        farm.Commit();
        Assert.Contains(kept, farm.Acknowledged);
        Assert.Equal(orders, farm.Acknowledged.Count);
        Assert.Equal((FarmEnd.Stopped, 1L), (farm.Outcome!.End, farm.Outcome.Totals.StoredBlocks));
    }

    [Fact]
    public void A_report_that_cannot_be_is_not_stored_and_counts_as_an_attempt()
    {
        var farm = new FarmOnPaper(blocks: 1);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var tag = farm.Answer(farm.Orders[0], spoil: r => r with { Digest = new byte[31] });

            var told = Assert.Single(farm.Effects.OfType<TellEvent>().Select(t => t.Event).OfType<SpoiltReport>());
            Assert.Equal("block 0: its digest has 31 bytes, not 32", told.Reason);
            Assert.True(attempt == 3 || farm.Acknowledged.Contains(tag));
        }

        var given = Assert.Single(farm.SetAside);
        Assert.Equal("Its report cannot be: block 0: its digest has 31 bytes, not 32.", given.Errors[^1].Failure.Message);
        farm.Commit();
        Assert.Equal((0L, 3L), (farm.Outcome!.Totals.StoredBlocks, farm.Outcome.Totals.SpoiltReports));
    }

    [Fact]
    public void A_right_answer_after_one_that_cannot_be_is_stored()
    {
        var farm = new FarmOnPaper(blocks: 2, blocksPerShard: 2);
        farm.Answer(farm.Orders[0], spoil: r => r with { Block = 0 });
        farm.Answer();
        farm.Answer();
        farm.Commit();
        farm.Wait();
        farm.Commit();

        Assert.Equal((FarmEnd.Completed, 2L), (farm.Outcome!.End, farm.Outcome.Totals.StoredBlocks));
    }

    [Fact]
    public void A_shard_is_no_larger_than_a_message_can_report()
    {
        var farm = new FarmOnPaper(blocks: 1_000_000, blocksPerShard: null);
        var most = 0L;
        for (var i = 0; i < 40; i++)
        {
            most = Math.Max(most, farm.Orders.Max(o => o.Blocks.Count));
            farm.Answer(farm.Orders[^1], elapsed: TimeSpan.FromTicks(1));
        }

        // A result of this study takes 192 bytes, and a report at most 5 MiB of them.
        Assert.Equal((5 << 20) / 192, most);
    }

    [Fact]
    public void A_report_of_an_order_that_this_plan_would_not_give_is_dropped()
    {
        var farm = new FarmOnPaper(blocks: 2);

        var tag = farm.Answer(farm.Orders[0] with { Seed = 8 });

        Assert.Equal([tag], farm.Acknowledged);
        Assert.Null(farm.Batch);
    }

    /// <summary>Answers and commits all that is left.</summary>
    private static void Finish(FarmOnPaper farm)
    {
        for (var turns = 0; farm.Outcome is null; turns++)
        {
            Assert.InRange(turns, 0, 100);
            if (farm.Batch is not null)
            {
                farm.Commit();
            }
            else if (farm.Orders.Count > 0)
            {
                farm.Answer();
            }
            else
            {
                farm.Wait();
            }
        }
    }

    private static bool Holds(ShardOrder order, long block) => order.Blocks.First <= block && block < order.Blocks.End;

    private static ShardFailure Throws(long block, string message = "no luck") =>
        new(FailureKind.TrialThrew, block, block * FarmOnPaper.BlockSize, message, "");
}
