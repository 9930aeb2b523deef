using Farm.Domain;
using Farm.Node.Workers;
using Farm.Numerics;
using Farm.Studies;
using Farm.Studies.Data;
using Farm.Studies.Regression;

namespace Farm.Node.Tests;

public sealed class ShardRunnerTests
{
    [Fact]
    public void Every_block_of_a_shard_is_computed_and_a_short_last_one_has_its_count()
    {
        var report = Run(new CountingStudy(), Orders.Order(1, blocks: 5, trials: 4 * Orders.BlockSize + 3));

        Assert.Null(report.Failure);
        Assert.Equal([0L, 1, 2, 3, 4], report.Results.Select(r => r.Block));
        Assert.Equal([8, 8, 8, 8, 3], report.Results.Select(r => r.Trials));
    }

    [Fact]
    public void A_block_has_the_same_digest_in_whichever_shard_it_is_computed()
    {
        var long_ = Run(new CountingStudy(), Orders.Order(1, blocks: 100));
        var alone = Run(new CountingStudy(), Orders.Order(2) with { Blocks = new BlockRange(70, 1) });

        Assert.Equal(long_.Results[70].Digest, alone.Results[0].Digest);
    }

    [Fact]
    public void A_chunk_holds_32_blocks_at_most_and_a_block_larger_than_a_chunk_is_whole()
    {
        var runs = new List<int>();
        Run(new CountingStudy((_, rows) => runs.Add(rows)), Orders.Order(1, blocks: 40));
        Assert.Equal([32 * Orders.BlockSize, 8 * Orders.BlockSize], runs);

        runs.Clear();
        var large = Orders.Order(2, blocks: 2) with { Layout = new BlockLayout(50_000, 100_000) };
        Run(new CountingStudy((_, rows) => runs.Add(rows)), large);
        Assert.Equal([50_000, 50_000], runs);
    }

    [Fact]
    public void Blocks_before_the_one_that_throws_are_kept_and_the_failure_names_block_and_trial()
    {
        var report = Run(new CountingStudy(ThrowAt(21)), Orders.Order(1, blocks: 40));

        Assert.Equal([0L, 1], report.Results.Select(r => r.Block));
        Assert.Equal((FailureKind.TrialThrew, 2L, 21L), (report.Failure?.Kind, report.Failure?.Block, report.Failure?.Trial));
        Assert.Equal("Trial 21 cannot be.", report.Failure?.Message);
    }

    [Fact]
    public void Data_that_this_host_lacks_refuse_the_shard_and_blame_no_block()
    {
        var failure = Run(new CountingStudy((_, _) => throw new MissingDataException("No wine.")), Orders.Order(1, blocks: 40)).Failure;

        Assert.Equal((FailureKind.Refused, null, null), (failure?.Kind, failure?.Block, failure?.Trial));
        Assert.Equal("Node node on host: No wine.", failure?.Message);
    }

    [Fact]
    public void Data_that_this_host_lacks_refuse_a_slice_as_well()
    {
        var study = new RegressionStudy(DataLibrary.Own);
        var parameters = new Dictionary<string, Value>();
        foreach (var axis in study.Description.Axes.Where(a => a.Applies(parameters)))
        {
            parameters[axis.Name] = axis.Name == "data" ? Value.Of("wine@0123456789abcdef") : axis.Default!.Value;
        }

        var order = Orders.Order(1) with
        {
            Cell = Cell.Create(study.Description.Name, parameters),
            Layout = new BlockLayout(1, 1),
            Slice = new SliceOrder(0, 10, []),
        };
        var failure = Run(study, order).Failure;

        Assert.Equal((FailureKind.Refused, null, null), (failure?.Kind, failure?.Block, failure?.Trial));
        Assert.StartsWith("Node node on host: this host has no data set wine@0123456789abcdef", failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_other_exception_is_the_failure_of_the_block_that_throws_it()
    {
        var study = new CountingStudy((first, rows) =>
        {
            if (first <= 21 && 21 < first + rows)
            {
                throw new InvalidOperationException("Two\nlines.");
            }
        });

        var failure = Run(study, Orders.Order(1, blocks: 40)).Failure;

        Assert.Equal((2L, null, "Two lines."), (failure?.Block, failure?.Trial, failure?.Message));
    }

    [Fact]
    public void An_exception_that_does_not_come_again_fails_nothing()
    {
        var isFirst = true;
        var study = new CountingStudy((_, _) =>
        {
            if (isFirst)
            {
                isFirst = false;
                throw new InvalidOperationException("Once.");
            }
        });

        var report = Run(study, Orders.Order(1, blocks: 40));

        Assert.Null(report.Failure);
        Assert.Equal(40, report.Results.Count);
    }

    [Fact]
    public void A_cancelled_shard_hands_back_what_it_has_not_computed()
    {
        var asked = 0;
        var runner = Runner(new CountingStudy());
        var report = runner.Run(Orders.Order(1, blocks: 100), () => ++asked == 2);

        Assert.Equal(32, report.Results.Count);
        Assert.Equal(FailureKind.HandedBack, report.Failure?.Kind);
    }

    [Fact]
    public void The_prefix_of_the_last_block_is_the_digest_that_it_had_when_it_was_short()
    {
        var before = Run(new CountingStudy(), Orders.Order(1, blocks: 3, trials: 2 * Orders.BlockSize + 5));
        var after = Run(new CountingStudy(), Orders.Order(2, blocks: 3) with { PrefixTrials = 5 });

        Assert.Equal(before.Results[2].Digest, after.Results[2].PrefixDigest);
        Assert.Null(after.Results[1].PrefixDigest);
        Assert.NotEqual(before.Results[2].Digest, after.Results[2].Digest);
    }

    private static Action<long, int> ThrowAt(long trial) => (first, rows) =>
    {
        if (first <= trial && trial < first + rows)
        {
            throw new TrialException(trial, $"Trial {trial} cannot be.");
        }
    };

    private static ShardRunner Runner(IStudy study) =>
        new(new StudyCatalog(study), LaneWidth.Bits128, Orders.Hello(1).Worker(0), TimeProvider.System);

    private static ShardReport Run(IStudy study, ShardOrder order)
    {
        var runner = Runner(study);
        return runner.Run(order, () => false);
    }
}
