using Farm.Coordinator.Actors;
using Farm.Coordinator.Tests.Reports;
using Farm.Domain;
using Farm.Node.Workers;
using Farm.Numerics;
using Farm.Studies;

namespace Farm.Coordinator.Tests.Actors;

/// <summary>Real reports pass, and nothing that is made of them by a change that no node makes.</summary>
public sealed class ReportCheckTests
{
    private static readonly ShardOrder Order = new(
        new ShardId(1, 1),
        "sweep",
        Guid.Empty,
        XorSample.Study.Revision,
        XorSample.Study.ColumnVersion,
        XorSample.Cell("live", 0.5),
        5,
        new BlockLayout(64, 1_000),
        new BlockRange(12, 4),
        Keep.Flags,
        PrefixTrials: 7);

    private static readonly ShardReport Report = Compute(Order);
    private readonly ReportCheck check = new(XorSample.Study);

    [Theory]
    [InlineData(Keep.Sums)]
    [InlineData(Keep.Flags)]
    [InlineData(Keep.All)]
    public void What_a_node_computes_passes(Keep keep) =>
        Assert.Null(check.FaultOf(Compute(Order with { Keep = keep })));

    [Fact]
    public void A_part_of_the_blocks_passes_with_or_without_a_failure()
    {
        var part = Report with { Results = [Report.Results[0], Report.Results[2]] };

        Assert.Null(check.FaultOf(part));
        Assert.Null(check.FaultOf(part with { Results = [], Failure = Failure(13, 900) }));
    }

    [Fact]
    public void A_block_of_another_order_cannot_be()
    {
        Assert.Equal(
            "block 11 is not of the order's [12, 16)", FaultOf(Report.Results[0] with { Block = 11 }));
        Assert.Equal(
            "block 16 is not of the order's [12, 16)", FaultOf(Report.Results[0] with { Block = 16 }));
    }

    [Fact]
    public void A_block_twice_and_more_results_than_blocks_cannot_be()
    {
        Assert.Equal(
            "block 12 comes twice or late",
            check.FaultOf(Report with { Results = [Report.Results[0], Report.Results[0]] }));
        Assert.Equal(
            "5 results answer an order of 4 blocks",
            check.FaultOf(Report with { Results = [.. Report.Results, Report.Results[0]] }));
    }

    [Fact]
    public void Another_number_of_trials_cannot_be()
    {
        Assert.Equal("block 12: it has 63 trials, not 64", FaultOf(Report.Results[0] with { Trials = 63 }));
        Assert.Equal("block 15: it has 64 trials, not 40", FaultOf(Report.Results[3] with { Trials = 64 }));
    }

    [Fact]
    public void A_digest_of_another_length_cannot_be()
    {
        Assert.Equal(
            "block 12: its digest has 31 bytes, not 32", FaultOf(Report.Results[0] with { Digest = new byte[31] }));
        Assert.Equal(
            "block 12: its prefix's digest has 32 bytes, not 0",
            FaultOf(Report.Results[0] with { PrefixDigest = new byte[32] }));
        Assert.Equal(
            "block 15: its prefix's digest has 0 bytes, not 32", FaultOf(Report.Results[3] with { PrefixDigest = null }));
    }

    [Fact]
    public void Kept_trials_of_another_layout_cannot_be()
    {
        var kept = Report.Results[0].Kept;

        Assert.Equal(
            $"block 12: 64 trials keep {kept.Length} bytes, not {kept.Length + 1}",
            FaultOf(Report.Results[0] with { Kept = [.. kept, 0] }));
    }

    [Fact]
    public void A_summary_of_another_cell_or_with_other_counts_cannot_be()
    {
        var other = Compute(Order with { Cell = XorSample.Cell("normal", 0.5) }).Results[0];
        var counts = (byte[])Report.Results[0].Summary.Clone();
        counts[0]++;

        Assert.NotNull(FaultOf(Report.Results[0] with { Summary = other.Summary }));
        Assert.Equal(
            "block 12: the summary of failed cannot be that of 64 trials",
            FaultOf(Report.Results[0] with { Summary = counts }));
    }

    [Fact]
    public void A_failure_of_a_block_or_a_trial_that_was_not_ordered_cannot_be()
    {
        Assert.Equal(
            "the failed block 16 is not of the order's [12, 16)",
            check.FaultOf(Report with { Results = [], Failure = Failure(16, null) }));
        Assert.Equal(
            "the failed trial 767 is not of the order's [12, 16)",
            check.FaultOf(Report with { Results = [], Failure = Failure(null, 767) }));
        Assert.Equal(
            "the failed trial 1000 is not of the order's [12, 16)",
            check.FaultOf(Report with { Results = [], Failure = Failure(null, 1_000) }));
    }

    private static ShardFailure Failure(long? block, long? trial) => new(FailureKind.TrialThrew, block, trial, "", "");

    private static ShardReport Compute(ShardOrder order)
    {
        var worker = new WorkerName("node", "host", 0, "cpu", "simd-128", "processor");
        using var runner = new ShardRunner(BuiltInStudies.Catalog, LaneWidth.Bits128, worker, TimeProvider.System);
        return runner.Run(order, () => false);
    }

    private string? FaultOf(BlockResult result) => check.FaultOf(Report with { Results = [result] });
}
